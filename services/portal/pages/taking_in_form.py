"""Which text of agreements did somebody send: a file, or what is pasted? And is it still the one that was shown?"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.requests import Request

from services.front.reading import Reading
from services.portal.pages.answer_form import INCOMPLETE, Mistakes
from services.portal.pages.door import MOST_FIELDS
from services.portal.pages.language import _
from services.portal.pages.site import cleaned

MOST = 1_000_000
"""Bytes of text."""
DRAFT = "utkast"


@dataclass(frozen=True, slots=True)
class Sent:
    """`file`: its name; empty for what is pasted. `fields`: all that the form said."""

    text: str
    file: str
    draft: bool
    fields: Mapping[str, str]

    @property
    def called(self) -> str:
        """As a sentence about the text begins."""
        return _called(self.file)

    @property
    def called_in_swedish(self) -> str:
        return f"Filen {self.file}" if self.file else "Texten"

    @property
    def follows_up(self) -> bool:
        """It is what was followed up that is told now."""
        return bool(self.fields.get("uppfoljning"))

    @property
    def form(self) -> UUID:
        """The shown page's own id. Raises Mistakes."""
        try:
            return UUID(self.fields.get("form", ""))
        except ValueError:
            raise Mistakes({"text": _(INCOMPLETE)}) from None


async def sent(request: Request) -> Sent:
    """Raises Mistakes: a sentence for the file or for the pasted text."""
    form = await request.form(max_files=1, max_fields=MOST_FIELDS)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    draft = fields.get("som") == DRAFT
    pasted = _lines(fields.get("text", ""))
    file = form.get("fil")
    if isinstance(file, UploadFile) and file.filename:
        if pasted.strip():
            raise Mistakes({"fil": _("Välj en fil eller klistra in text, inte båda.")})
        name = cleaned(file.filename, 100) or "?"
        return Sent(_text(await file.read(), _called(name)), name, draft, fields)
    if not pasted.strip():
        raise Mistakes({"fil": _("Välj en fil, eller klistra in överenskommelserna nedanför.")})
    _refuse_giant(pasted.encode(errors="replace"), _called(""), "text")
    return Sent(pasted, cleaned(fields.get("namn", "")), draft, fields)


def shown(told: Sent, readings: Iterable[Reading]) -> str:
    """By which is known that what is done is what was shown, to the letter."""
    said = "\n".join((str(told.draft), *(reading.slug for reading in readings), told.text))
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()


def _called(file: str) -> str:
    return _("Filen %(name)s", name=file) if file else _("Texten")


def _text(content: bytes, name: str) -> str:
    _refuse_giant(content, name, "fil")
    try:
        return _lines(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        says = _(
            "%(name)s är inte text i UTF-8. Spara den så, eller klistra in texten. Kalkylblad läses inte in.", name=name
        )
        raise Mistakes({"fil": says}) from None


def _lines(text: str) -> str:
    """As they end here, whoever wrote them: a browser ends them otherwise than a file."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_giant(content: bytes, name: str, field: str) -> None:
    if len(content) > MOST:
        raise Mistakes({field: _("%(name)s är större än 1 MB. Dela upp den i flera.", name=name)})
