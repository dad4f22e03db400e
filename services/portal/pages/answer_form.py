"""What did somebody answer, and is it an answer? From form fields to values, or to mistakes with a sentence each."""

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from schemas.base import FIRST_DAY, LAST_DAY, Party
from services.portal.pages.language import _, word

INCOMPLETE = word("Formuläret var inte komplett. Skicka det en gång till.")
NO_DAY = word("Skriv datumet som år-månad-dag, till exempel 2026-03-31.")
MOST_TIMES = 1_000_000
LONGEST_COMMENT = 3000


class Outcome(StrEnum):
    DONE = "gjort"
    PARTLY = "delvis"
    NOT_DONE = "inte-gjort"


class Mistakes(Exception):
    """The form cannot be taken as it is filled in: a sentence per field."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__("; ".join(sentences.values()))
        self.sentences = dict(sentences)


class Answer(BaseModel):
    """What the form says. `count` is what is new, never the sum; `form` is the filled-in form's own id."""

    model_config = ConfigDict(frozen=True)

    form: UUID
    outcome: Outcome
    party: Party
    count: int
    requests: int | None
    target: int | None
    on: date
    comment: str

    @field_validator("form", mode="before")
    @classmethod
    def _form(cls, text: str) -> UUID:
        with suppress(ValueError):
            return UUID(text)
        raise ValueError(INCOMPLETE)

    @field_validator("outcome", mode="before")
    @classmethod
    def _outcome(cls, text: str) -> Outcome:
        with suppress(ValueError):
            return Outcome(text)
        raise ValueError(_("Välj om det är gjort, delvis gjort eller inte gjort."))

    @field_validator("party", mode="before")
    @classmethod
    def _party(cls, text: str) -> Party:
        with suppress(ValueError):
            return Party(text)
        raise ValueError(_("Välj vem svaret gäller: kommunen eller polisen."))

    @field_validator("count", mode="before")
    @classmethod
    def _count(cls, text: str, told: ValidationInfo) -> int:
        count, outcome = _number(text), told.data.get("outcome")
        if outcome is Outcome.NOT_DONE and count:
            raise ValueError(
                _("Du valde Inte gjort men skrev %(count)s. Välj Delvis, eller ta bort antalet.", count=count)
            )
        if outcome is Outcome.DONE and count == 0:
            raise ValueError(_("Gjort betyder minst en gång. Skriv ett antal, eller välj Inte gjort."))
        if outcome is Outcome.PARTLY and count is None:
            raise ValueError(_("Skriv hur många gånger som blev klara; 0 om ingen gång är helt klar."))
        return (1 if outcome is Outcome.DONE else 0) if count is None else count

    @field_validator("requests", mode="before")
    @classmethod
    def _requests(cls, text: str) -> int | None:
        return _number(text)

    @field_validator("target", mode="before")
    @classmethod
    def _target(cls, text: str) -> int | None:
        target = _number(text)
        if target == 0:
            raise ValueError(_("Målet ska vara minst en gång. Lämna tomt om ni inte har bestämt er."))
        return target

    @field_validator("on", mode="before")
    @classmethod
    def _on(cls, text: str) -> date:
        with suppress(ValueError):
            day = date.fromisoformat(text.strip())
            if FIRST_DAY <= day <= LAST_DAY:
                return day
        raise ValueError(NO_DAY)

    @field_validator("comment", mode="before")
    @classmethod
    def _comment(cls, text: str) -> str:
        comment = written(text)
        if len(comment) > LONGEST_COMMENT:
            raise ValueError(
                _(
                    "Kommentaren är %(length)s tecken lång. Korta den till högst %(most)s.",
                    length=len(comment),
                    most=LONGEST_COMMENT,
                )
            )
        return comment


def read_answer(fields: Mapping[str, str], party: Party | None) -> Answer:
    """`party` is known when the answer came through a mailed link, whatever the fields say. Raises Mistakes."""
    texts = {name: fields.get(name, "") for name in Answer.model_fields}
    try:
        return Answer.model_validate(texts | ({"party": party.value} if party else {}))
    except ValidationError as error:
        wrong = {str(mistake["loc"][0]): str(mistake["ctx"]["error"]) for mistake in error.errors()}
        raise Mistakes(wrong) from None


def written(text: str) -> str:
    """What somebody wrote, without what cannot be seen."""
    seen = "".join(letter for letter in text.replace("\r\n", "\n") if _is_writing(letter))
    return unicodedata.normalize("NFC", seen.strip())


def _number(text: str) -> int | None:
    """Empty is none. Only plain digits: `int()` would take `1_0` and Arabic digits too."""
    digits = text.strip()
    if not digits:
        return None
    if not (
        digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_TIMES)) and int(digits) <= MOST_TIMES
    ):
        raise ValueError(_("Skriv antalet som ett helt tal, till exempel 2."))
    return int(digits)


def _is_writing(letter: str) -> bool:
    """Control, format and direction characters can make a text look like another; line breaks and joiners stay."""
    return letter in "\n\t\u200d" or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
