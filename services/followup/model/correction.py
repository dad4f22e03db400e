"""What stands when a report was wrong? A later one that corrects it; both are kept, and nothing is removed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid5

from schemas.followup import MOST_TIMES, CorrectReport, OccurrenceReopened, OccurrenceState, ReportCorrected
from schemas.followup.events import OccurrenceFact
from services.followup.model.act import Act, ActKind
from services.followup.model.comment import kept_reason, refuse_day, refuse_unkeepable
from services.followup.model.occurrence import Occurrence, Report
from services.runtime.errors import Refused

REOPENED = "Tillfället öppnades igen."
"""Why the rungs from before it was reopened are struck out."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction came to. `act`: that it reopened the occurrence, if it did."""

    occurrence: Occurrence
    report: Report
    facts: list[OccurrenceFact]
    act: Act | None = None


def standing(reports: Iterable[Report]) -> list[Report]:
    """Those in whose place no later one stands, in the same order."""
    told = list(reports)
    corrected = {one.corrects for one in told}
    return [one for one in told if one.id not in corrected]


def correct(occurrence: Occurrence, told: Collection[Report], wish: CorrectReport, today: date) -> Correction:
    """`told`: all reports of the occurrence, corrected ones too.

    May complete it, move the day it was done, or reopen what was told to be completed. A cancelled one stays so.
    Raises Refused for another occurrence's or party's report, for one already corrected, and where nothing changes.
    """
    was = _to_correct(told, wish)
    report = _corrected(occurrence, was, wish, today)
    done = occurrence.done - was.count + report.count
    if done > MOST_TIMES:
        raise Refused(f"Antalet {report.count} är orimligt stort. Kontrollera siffran.")
    fact = ReportCorrected(
        **occurrence.about(),
        report_id=report.id,
        corrects=was.id,
        party=report.party,
        count=report.count,
        requests=report.requests,
        on=report.day,
        comment=report.comment,
        reason=report.reason,
        done=done,
    )
    after = replace(occurrence, done=done, told_on=today)
    if after.state is OccurrenceState.COMPLETED and not after.is_done_with():
        after, act, reopened = _reopen(after, report)
        return Correction(after, report, [fact, reopened], act)
    after, completed = after.complete_if_done(standing([*told, report]), today)
    return Correction(after, report, [fact, *completed])


def _to_correct(told: Collection[Report], wish: CorrectReport) -> Report:
    was = next((one for one in told if one.id == wish.report), None)
    if was is None:
        raise Refused("Tillfället har ingen sådan redovisning.")
    if was not in standing(told):
        raise Refused("Redovisningen är redan rättad. Rätta den som gäller nu i stället.")
    if was.party is not wish.party:
        raise Refused("Varje part rättar bara sina egna redovisningar.")
    return was


def _corrected(occurrence: Occurrence, was: Report, wish: CorrectReport, today: date) -> Report:
    """What is absent from the wish stays as it was."""
    told: dict[str, Any] = {"count": wish.count, "requests": wish.requests, "day": wish.on, "comment": wish.comment}
    changed = {name: value for name, value in told.items() if value is not None and value != getattr(was, name)}
    if not changed:
        raise Refused("Rättelsen ändrar ingenting. Ange det antal, den dag eller den kommentar som ska gälla.")
    after = replace(was, **changed)
    refuse_day(after.day, occurrence.starts, today)
    refuse_unkeepable(after.comment)
    return replace(
        after,
        id=uuid5(occurrence.id, str(wish.command_id)),
        told_on=today,
        comment=after.comment.strip(),
        corrects=was.id,
        reason=kept_reason(wish.reason),
    )


def _reopen(completed: Occurrence, report: Report) -> tuple[Occurrence, Act, OccurrenceReopened]:
    """Open again, paused if it was paused, with a ladder of its own: a new due version.

    What is overdue by that is announced, also if it was before: since then it has been told to be completed.
    """
    assert completed.target is not None  # noqa: S101  what has no target is never completed
    state = OccurrenceState.PAUSED if completed.paused_on else OccurrenceState.IN_PROGRESS
    again = replace(completed, state=state, completed_on=None, completed_told_on=None)
    again = replace(again, due_version=completed.due_version + 1)
    fact = OccurrenceReopened(
        **again.about(),
        by=report.party,
        reason=report.reason,
        on=report.told_on,
        done=again.done,
        target=completed.target,
        due_version=again.due_version,
    )
    return again, Act(again.id, ActKind.REOPENED, report.told_on, report.party, report.reason), fact
