"""An agreement that stands, for tests of what may become of it."""

from datetime import date

from schemas.agreements import Document
from services.agreements.model import Agreement, register
from tests.builders import a_document

TODAY = date(2026, 3, 2)
FIRST_DAY = date(2026, 1, 1)


def kinds(facts: tuple[object, ...]) -> list[type]:
    return [type(fact) for fact in facts]


def registered(document: Document | None = None, today: date = TODAY) -> Agreement:
    return register(document or a_document(), signed_on=FIRST_DAY, today=today)[0]
