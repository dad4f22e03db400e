"""Which language is a page in, and how is what others wrote marked on it? Swedish, until somebody chooses English.

What a browser says it prefers is not asked: who opens a page knows beforehand what is on it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2 import Environment
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.front.language import CHOSEN, SWEDISH, Catalogue, Words, Written, _, ngettext, note, plural, word
from services.portal.model.signing_in import START, is_own
from services.runtime.errors import Refused

__all__ = ["Words", "Written", "_", "ngettext", "note", "plural", "word"]

ENGLISH_TEXTS = Path(__file__).parent.parent / "locale" / "en.po"
COOKIE = "lofteskoll-sprak"
ENGLISH = "en"
A_YEAR = 365 * 24 * 3600
"""Seconds."""
FILE = re.compile(r"\.(json|rss|csv|ics|xml|xlsx|docx|yaml)$")
"""Addresses of what programs read, or is kept: Swedish for everybody."""


def _catalogue() -> Catalogue:
    with ENGLISH_TEXTS.open("rb") as file:
        texts = [(_each(one.id), _each(one.string)) for one in read_po(file, locale=ENGLISH) if one.id]
    return {swedish[0]: english for swedish, english in texts if all(english)}


def _each(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """What counts is there for one and for many."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))


CATALOGUES = {ENGLISH: _catalogue()}


def teach(environment: Environment) -> None:
    """What templates tell their texts with. `{% trans %}` escapes what is filled in, `_` the whole of what it says."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals.update(_=_, gettext=_, ngettext=plural, language=code, in_swedish=in_swedish, knows=knows)
    environment.filters.update(written=written, told=told)
    environment.tests["written"] = lambda text: isinstance(text, Written)


def speak(request: Request) -> None:
    """From here on what is told in this request is in its reader's language."""
    chosen = SWEDISH if FILE.search(request.url.path) else CATALOGUES.get(request.cookies.get(COOKIE, ""), SWEDISH)
    CHOSEN.set(chosen)


def code() -> str:
    """As HTML names it."""
    return "sv" if CHOSEN.get() is SWEDISH else ENGLISH


def in_swedish() -> Markup:
    """An element's attribute: what people wrote is Swedish, whatever the page is in."""
    return Markup("") if code() == "sv" else Markup(' lang="sv"')


def written(text: object) -> Markup:
    """What people wrote, as it stands in a sentence of ours."""
    return Markup("<span{}>{}</span>").format(in_swedish(), text) if text and in_swedish() else escape(text or "")


def around(text: str, /, **values: str) -> Markup:
    """A sentence of ours with what people wrote in it; what is Markup already is ours too."""
    return escape(_(text)) % {name: one if isinstance(one, Markup) else written(one) for name, one in values.items()}


def knows(sentence: str) -> bool:
    """Whether it can be told in the page's language."""
    return code() == "sv" or sentence in CHOSEN.get()


def told(sentence: str) -> Markup:
    """What is said to a reader: ours in the page's language, a service's in Swedish unless we know its English."""
    ours = knows(sentence) or not isinstance(sentence, Written)
    return escape(_(sentence)) if ours else written(sentence)


def said_in(fault: Exception) -> str:
    """What a refusal or a silence says to a reader."""
    return Written(fault) if isinstance(fault, Refused) else str(fault)


async def choose(request: Request) -> Response:
    """Back to the page it was chosen on."""
    form = await request.form(max_files=0, max_fields=5)
    language, place = str(form.get("sprak", "")), request.query_params.get("till", "")
    if language not in {"sv", *CATALOGUES}:
        raise HTTPException(404)
    answer = RedirectResponse(place if is_own(place) else START, 303)
    secure = bool(request.app.state.site.public_url)
    answer.set_cookie(COOKIE, language, A_YEAR, path="/", secure=secure, httponly=True, samesite="lax")
    return answer
