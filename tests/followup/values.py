"""Values of the follow-up model with sensible defaults, for tests of its rules."""

from dataclasses import replace
from datetime import date
from uuid import uuid5

from schemas.agreements import Document
from schemas.followup import OccurrenceState
from services.followup.model.agreement import Agreement, Commitment, Promise, added, drafted
from services.followup.model.occurrence import Occurrence
from tests.builders import a_document, agreement_id, commitment_id
from tests.followup import following


def day(text: str) -> date:
    return date.fromisoformat(text)


def an_occurrence(
    due: str | None = "2026-12-31", *, starts: str = "2026-01-01", label: str = "2026", **changes: object
):
    """The year 2026 of arjeplog-1, once."""
    occurrence = Occurrence(
        id=uuid5(commitment_id(), f"{label}/"),
        slug=f"arjeplog-1/{label}",
        commitment_id=commitment_id(),
        agreement_id=agreement_id(),
        starts=day(starts),
        ends=day(due or "2026-12-31"),
        due=day(due) if due else None,
        target=1 if due else None,
        municipality=None,
        planned_on=day("2026-01-01"),
    )
    return replace(occurrence, **changes)


def told(done: int, on: str = "2026-02-01", **changes: object) -> Occurrence:
    """An occurrence of which something has been told; `target` and `due` as in `an_occurrence`."""
    return an_occurrence(done=done, told_on=day(on), state=OccurrenceState.IN_PROGRESS, **changes)


def an_agreement(document: Document | None = None, **changes: object) -> Agreement:
    return replace(drafted(following.drafted(document or a_document())[0]), **changes)


def commitments_of(document: Document) -> list[Commitment]:
    return [added(fact) for fact in following.drafted(document)[1:]]


def a_promise(document: Document | None = None, **changes: object) -> Promise:
    """The document's first commitment in its signed agreement."""
    document = document or a_document()
    return Promise(an_agreement(document, **changes), commitments_of(document)[0])
