"""Which texts does the portal show, and what is each in English? All in the code, with what the catalogue has."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import extract_from_ast

from services.followup.model.summary import METHOD
from services.front.language import LOOKED_UP
from services.portal.pages import routes
from services.portal.pages.rendering import ENVIRONMENT, TEMPLATES

TOP = Path(__file__).parents[2]
CATALOGUE = Path("services/portal/locale/en.po")
PLACES = ("services/front", "services/portal")
KEYWORDS = {"_": None, "around": None, "ngettext": (1, 2), "word": None, "Status": (2,)}
"""What a text is handed to where it is written, and as which of the things handed over."""
HEAD = """\
# The portal's texts in English. `make language` adds the new ones and drops the old; write their English here.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
Text = str | tuple[str, ...]
"""Of what counts, for one and for many. Empty is what is told of a variable."""

assert routes.ROUTES  # noqa: S101  every page is there, and so all Words


def catalogue_of_texts(earlier: str) -> str:
    """The file as it shall be, sorted: what is new has no English yet, what is told no more is gone."""
    known = {one.id: one.string for one in read_po(BytesIO(earlier.encode()), locale="en") if one.id}
    now = Catalog(locale="en", charset="utf-8")
    for text in {text for text in _texts() if text}:
        now.add(text, known.get(text))
    for one in now:
        one.flags.clear()
    file = BytesIO()
    write_po(file, now, width=0, sort_output=True, omit_header=True)
    return HEAD + file.getvalue().decode()


def _texts() -> Iterator[Text]:
    yield from LOOKED_UP
    yield from METHOD
    for place in PLACES:
        for path in sorted((TOP / place).rglob("*.py")):
            with path.open("rb") as file:
                for _line, text, _comments, _context in extract("python", file, keywords=KEYWORDS):
                    yield tuple(text) if isinstance(text, list) else text
    for path in sorted(TEMPLATES.glob("*.html")):
        for _line, function, given in extract_from_ast(ENVIRONMENT.parse(path.read_text(encoding="utf-8"))):
            texts = [given or ""] if isinstance(given, str | None) else [text or "" for text in given]
            yield tuple(texts[:2]) if function == "ngettext" else texts[0]
