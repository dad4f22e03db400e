"""May an occurrence rest for a while, and how does it go on?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from schemas.followup import (
    OccurrencePaused,
    OccurrenceResumed,
    OccurrenceState,
    PauseCommitment,
    PauseOccurrence,
    ResumeCommitment,
    ResumeOccurrence,
)
from services.followup.model.act import Act, ActKind
from services.followup.model.comment import kept_reason
from services.followup.model.occurrence import QUIET, Occurrence
from services.runtime.errors import Refused

RESUMED = "Tillfället återupptogs."
"""Why the rungs from before the pause are struck out."""


def to_pause(occurrences: Iterable[Occurrence], commitment: str) -> list[Occurrence]:
    """Raises Refused when nothing of the commitment is open."""
    going_on = [one for one in occurrences if one.state not in QUIET]
    if not going_on:
        raise Refused(f"Åtagandet {commitment} har inget öppet tillfälle att pausa.")
    return going_on


def to_resume(occurrences: Iterable[Occurrence], commitment: str) -> list[Occurrence]:
    """Raises Refused when nothing of the commitment is paused."""
    paused = [one for one in occurrences if one.state is OccurrenceState.PAUSED]
    if not paused:
        raise Refused(f"Åtagandet {commitment} har inget pausat tillfälle.")
    return paused


def pause(
    occurrence: Occurrence, wish: PauseOccurrence | PauseCommitment, today: date
) -> tuple[Occurrence, Act, OccurrencePaused]:
    """It shows yellow, and is neither overdue nor reminded of. Raises Refused unless it is planned or in progress."""
    if occurrence.state in QUIET:
        raise Refused(f"Tillfället {occurrence.slug} {_WHY_NOT[occurrence.state]} och kan inte pausas.")
    done = Act(occurrence.id, ActKind.PAUSED, today, wish.by, kept_reason(wish.reason))
    paused = replace(occurrence, state=OccurrenceState.PAUSED, paused_on=today)
    return paused, done, OccurrencePaused(**occurrence.about(), by=done.by, reason=done.reason, on=today)


def resume(
    occurrence: Occurrence, wish: ResumeOccurrence | ResumeCommitment, today: date
) -> tuple[Occurrence, Act, OccurrenceResumed]:
    """Planned again, or in progress where something has been told; its ladder begins anew, as of a new due version.

    The due day is the same, so what was announced of it as overdue is not announced again.
    """
    if occurrence.state is not OccurrenceState.PAUSED:
        raise Refused(f"Tillfället {occurrence.slug} är inte pausat.")
    done = Act(occurrence.id, ActKind.RESUMED, today, wish.by, kept_reason(wish.reason))
    state = OccurrenceState.IN_PROGRESS if occurrence.told_on else OccurrenceState.PLANNED
    version, announced = occurrence.due_version + 1, occurrence.overdue_version == occurrence.due_version
    going_on = replace(occurrence, state=state, paused_on=None, due_version=version)
    going_on = replace(going_on, overdue_version=version) if announced else going_on
    fact = OccurrenceResumed(
        **occurrence.about(), by=done.by, reason=done.reason, on=today, due_version=going_on.due_version
    )
    return going_on, done, fact


_WHY_NOT = {
    OccurrenceState.PAUSED: "är redan pausat",
    OccurrenceState.COMPLETED: "är genomfört",
    OccurrenceState.CANCELLED: "utgår",
}
