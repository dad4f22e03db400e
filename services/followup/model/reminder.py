"""Which reminders does an occurrence have, and what becomes of those whose time has come?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from schemas.agreements import Responsible
from schemas.followup import OccurrenceState, ReminderDue, Rung
from services.followup.model import ladder
from services.followup.model.agreement import Promise
from services.followup.model.ladder import Audience, Step
from services.followup.model.occurrence import Occurrence


class ReminderState(StrEnum):
    PLANNED = "planned"
    FIRED = "fired"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


WHY_CANCELLED = "Tillfället utgår."
WHY_QUIET = {
    OccurrenceState.COMPLETED: "Redan genomfört.",
    OccurrenceState.CANCELLED: WHY_CANCELLED,
    OccurrenceState.PAUSED: "Tillfället är pausat.",
}
LATER_RUNG = "Ett senare steg i trappan hade också väntat och gick i stället."
NOBODY = "Ingen funktion är utpekad att påminna."
MOVED = "Sista dagen flyttades."


@dataclass(frozen=True, slots=True)
class Reminder:
    """A rung of one occurrence's ladder; it leaves in the morning of `day`."""

    occurrence_id: UUID
    rung: Rung
    day: date
    due_version: int
    to: Audience
    state: ReminderState = ReminderState.PLANNED
    reason: str = ""


def climb(occurrence: Occurrence, today: date) -> list[Reminder]:
    """The ladder of an occurrence that is made or moved today: no burst of what has already passed."""
    if occurrence.announce_on is None or occurrence.due is None:
        return []
    return [
        Reminder(
            occurrence_id=occurrence.id,
            rung=step.rung,
            day=step.day,
            due_version=occurrence.due_version,
            to=step.to,
        )
        for step in ladder.climb(occurrence.starts, occurrence.due, today)
    ]


def settle(
    promise: Promise, occurrence: Occurrence, missed: Sequence[Reminder]
) -> tuple[list[Reminder], list[ReminderDue]]:
    """What becomes of all reminders of one occurrence whose morning has come. None is passed over in silence."""
    why_quiet = _why_quiet(occurrence)
    if why_quiet:
        return [_skip(reminder, why_quiet) for reminder in missed], []
    settled, facts = [], []
    leaving, _ = ladder.collapse(Step(reminder.rung, reminder.day, reminder.to) for reminder in missed)
    rungs = {step.rung for step in leaving}
    for reminder in missed:
        functions = _functions(promise, reminder.to)
        if reminder.rung not in rungs:
            settled.append(_skip(reminder, LATER_RUNG))
        elif not functions:
            settled.append(_skip(reminder, NOBODY))
        else:
            settled.append(replace(reminder, state=ReminderState.FIRED))
            facts.append(_due(occurrence, reminder, functions))
    return settled, facts


def why(reminder: Reminder, occurrence: Occurrence) -> str:
    """Why it did not leave, or why it will not although it is planned."""
    waits = reminder.state is ReminderState.PLANNED
    return reminder.reason or (_why_quiet(occurrence) if waits else "")


def _why_quiet(occurrence: Occurrence) -> str:
    done = occurrence.target is not None and occurrence.done >= occurrence.target
    return WHY_QUIET[OccurrenceState.COMPLETED] if done else WHY_QUIET.get(occurrence.state, "")


def _functions(promise: Promise, to: Audience) -> tuple[UUID, ...]:
    """Those who answer for it now, which may be others than when the reminder was planned."""
    heard: dict[Audience, tuple[Responsible, ...]] = {
        Audience.LEAD: (promise.commitment.lead,),
        Audience.RESPONSIBLE: promise.commitment.responsible,
        Audience.COORDINATORS: promise.agreement.coordinators,
    }
    return tuple(dict.fromkeys(one.function_id for one in heard[to]))


def _due(occurrence: Occurrence, reminder: Reminder, functions: tuple[UUID, ...]) -> ReminderDue:
    assert occurrence.due is not None  # noqa: S101  what has no due day has no ladder
    return ReminderDue(
        occurrence_id=occurrence.id,
        commitment_id=occurrence.commitment_id,
        agreement_id=occurrence.agreement_id,
        rung=reminder.rung,
        due=occurrence.due,
        due_version=occurrence.due_version,
        functions=functions,
    )


def _skip(reminder: Reminder, reason: str) -> Reminder:
    return replace(reminder, state=ReminderState.SKIPPED, reason=reason)
