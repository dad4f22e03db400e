"""Does each county get what concerns it, once, and nothing of another's? A second, plain model of what is told them."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from tests.faults.evidence import Evidence
from tests.faults.verdict import Check, Kind, Wrong

TOLD_OF_AGREEMENTS = ("agreement-activated", "agreement-expired")
TOLD_ON = ("occurrence-completed", "occurrence-overdue", "occurrence-cancelled")


def each_county_is_told_once(evidence: Evidence) -> Iterator[Wrong]:
    """Every fact about an occurrence that counties are told of, told once, on the subject of the agreement's county."""
    wanted, told = Counter(_wanted(evidence)), Counter(_told(evidence))
    for (subject, about), times in (wanted - told).items():
        yield Kind.LOST, f"{subject} about {about} was told {times} times too few"
    for (subject, about), times in (told - wanted).items():
        kind = Kind.DUPLICATED if (subject, about) in wanted else Kind.WRONG_ROWS
        yield kind, f"{subject} about {about} was told {times} times too often"


def _wanted(evidence: Evidence) -> Iterator[tuple[str, str]]:
    codes = {wish.document.id: wish.document.municipalities for wish in evidence.notes.agreed}
    for agreement, municipalities in codes.items():
        yield from ((_subject(code, "agreement-signed"), str(agreement)) for code in municipalities)
    for what in TOLD_OF_AGREEMENTS:
        for said in evidence.said("agreements", what):
            about = said.body["agreement_id"]
            yield from ((_subject(code, what), about) for code in codes.get(UUID(about), ()))
    for what in TOLD_ON:
        for said in evidence.said("followup", what):
            about, concerned = said.body["occurrence_id"], codes.get(UUID(said.body["agreement_id"]), ())
            yield from ((_subject(code, what), about) for code in concerned)


def _told(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for said in evidence.logs["followup"]:
        about = str(said.body.get("occurrence_id") or said.body["agreement_id"]) if said.is_progress else ""
        yield from ((subject, about) for subject in said.subjects if said.is_progress)


def _subject(code: str, what: str) -> str:
    return f"progress.{code[:2]}.{code}.{what}.v1"


CHECKS: tuple[Check, ...] = (each_county_is_told_once,)
