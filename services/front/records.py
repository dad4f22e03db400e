"""How do a file's follow-up records come to stand in the system? As reports and judgements, each told once.

A report belongs to the occurrence whose window holds its day, else to the latest that had begun.
"""

import asyncio
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.agreements import Document
from schemas.followup import (
    AssessCommitment,
    Fulfilment,
    ListOccurrences,
    OccurrenceCard,
    OccurrenceLine,
    OccurrenceLines,
    OccurrenceState,
    ReportActivity,
    ReportLine,
    ShowOccurrence,
)
from services.front.asks import Tells
from services.front.reading import Reading, Record
from services.front.same_again import same_again
from services.runtime.errors import Refused, Unavailable

PATIENCE = 30.0
"""Seconds for the followup service to hear of a new agreement and plan its occurrences."""
LOOK_EVERY = 0.2
UNDATED = "(Källan anger ingen dag; periodens första dag står i stället.)"


@dataclass(slots=True)
class Telling:
    """What became of an agreement's records so far."""

    told: int = 0
    later: tuple[date, ...] = ()
    refused: tuple[str, ...] = ()


async def tell_records(bus: Tells, reading: Reading, today: date, patience: float = PATIENCE) -> Telling:
    """`later`: the days of records that lie ahead of the system's day; they can be told when those have come.

    `patience`: seconds to wait for each commitment's occurrences.
    """
    telling = Telling()
    for record in reading.records:
        try:
            if record.on and record.on > today:
                telling.later += (record.on,)
            elif reading.document:
                await _tell(bus, record, reading.document, today, patience)
                telling.told += 1
        except Refused as no:
            telling.refused += (f"{reading.slug}: uppföljningen av {record.commitment}: {no}",)
    return telling


async def _tell(bus: Tells, record: Record, document: Document, today: date, patience: float) -> None:
    commitment = next(entry.id for entry in document.commitments if entry.slug == record.commitment)
    if reports := _is_report(record):
        lines = await _planned(bus, commitment, patience)
        line = _occurrence_of(record, lines, today)
        candidates = [line] if record.on else [one for one in lines if one.starts <= today]
        if not await _already_told(bus, record, candidates):
            await bus.tell(_report(record, line))
    if record.fulfilment and record.fulfilment is not Fulfilment.NOT_REPORTED:  # silence is shown by itself
        comment = "" if reports else record.comment
        await bus.tell(_assessment(record, commitment, document.validity.since, comment))


def _is_report(record: Record) -> bool:
    """A record with neither a number nor a state only judges, or only comments."""
    return record.count is not None or record.occurrence_status is not None or record.fulfilment is None


async def _planned(bus: Tells, commitment: UUID, patience: float) -> tuple[OccurrenceLine, ...]:
    """The commitment's occurrences, once followup has heard of it."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while True:
        reason = "det har inga tillfällen att redovisa"
        try:
            found = await bus.ask(ListOccurrences(commitment=str(commitment)), OccurrenceLines)
            if found.occurrences:
                return found.occurrences
        except (Refused, Unavailable) as not_yet:
            reason = str(not_yet)
        if loop.time() > deadline:
            raise Refused(f"{reason.rstrip('.')} (väntade {patience:g} s). Läs in filen igen senare.")
        await asyncio.sleep(LOOK_EVERY)


def _occurrence_of(record: Record, lines: tuple[OccurrenceLine, ...], today: date) -> OccurrenceLine:
    """Raises Refused when only the municipality, which a record does not name, would tell which one."""
    day = record.on or today
    begun = [line for line in lines if line.starts <= day] or [min(lines, key=lambda line: line.starts)]
    holding = [line for line in begun if record.on and line.ends >= day]
    latest = max(line.starts for line in begun)
    found = holding or [line for line in begun if line.starts == latest]
    if len({line.municipality for line in found}) > 1:
        raise Refused("varje kommun redovisar för sig, och uppföljningen säger inte vilken den gäller.")
    return max(found, key=lambda line: line.starts)


async def _already_told(bus: Tells, record: Record, candidates: list[OccurrenceLine]) -> bool:
    """Looked for in what was told, since a record without day or number is filled in by what is known at the time."""
    for line in candidates:
        card = await bus.ask(ShowOccurrence(occurrence=str(line.id)), OccurrenceCard)
        if any(_is_told_by(report, record) for report in card.reports):
            return True
    return False


def _is_told_by(report: ReportLine, record: Record) -> bool:
    return (
        report.party is record.party
        and report.comment == _comment(record)
        and (record.on is None or report.on == record.on)
        and (record.count is None or report.count == record.count)
    )


def _report(record: Record, line: OccurrenceLine) -> ReportActivity:
    """`completed` without a number: as often as was promised, so that the occurrence is completed here too."""
    completed = record.occurrence_status is OccurrenceState.COMPLETED
    promised = (line.target or 1) if completed else 0
    wish = ReportActivity(
        occurrence=str(line.id),
        party=record.party,
        count=promised if record.count is None else record.count,
        on=record.on or line.starts,
        comment=_comment(record),
    )
    return same_again(wish, line.agreement_id)


def _assessment(record: Record, commitment: UUID, since: date, comment: str) -> AssessCommitment:
    assert record.fulfilment is not None  # noqa: S101  asked before
    wish = AssessCommitment(
        commitment=str(commitment),
        party=record.party,
        fulfilment=record.fulfilment,
        on=record.on or since,
        comment=comment,
    )
    return same_again(wish, commitment)


def _comment(record: Record) -> str:
    comment = record.comment.strip()
    return comment if record.on else f"{comment} {UNDATED}".strip()
