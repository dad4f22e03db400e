"""Which reminders does an occurrence have, and what becomes of those whose time has come?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain, repeat
from uuid import UUID

from schemas.agreements import Responsible
from schemas.followup import Audience, OccurrenceState, ReminderDue
from services.followup.model import ladder
from services.followup.model.agreement import OVER, Promise
from services.followup.model.chosen_ladder import Chosen, climbed_by
from services.followup.model.ending import NO_LONGER_APPLIES
from services.followup.model.ladder import Step
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
ANOTHER_LADDER = "En annan trappa valdes."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a reminder, and why if it did not leave."""

    state: ReminderState
    reason: str = ""

    def why(self, quiet: str) -> str:
        """Why it did not leave, or why it will not although it is planned: nobody is to be reminded, for `quiet`."""
        return self.reason or (quiet if self.state is ReminderState.PLANNED else "")


PLANNED, FIRED = Outcome(ReminderState.PLANNED), Outcome(ReminderState.FIRED)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The reminders of an occurrence for one of its due days, in the order they leave."""

    occurrence_id: UUID
    due_version: int
    rungs: tuple[Step, ...]
    outcomes: tuple[Outcome, ...] = ()
    """Of the first rungs; the others are still planned."""

    @property
    def planned(self) -> tuple[Step, ...]:
        return self.rungs[len(self.outcomes) :]

    @property
    def latest(self) -> tuple[Step, ...]:
        """Those of the ladder that was chosen last: all, if none has been struck out for another."""
        struck = [nr for nr, one in enumerate(self.outcomes) if one.state is ReminderState.CANCELLED]
        return self.rungs[struck[-1] + 1 :] if struck else self.rungs

    def due_by(self, until: date) -> list[Step]:
        """Those that wait though their morning has come, the last on `until`."""
        return [step for step in self.planned if step.day <= until]

    @property
    def leaves_on(self) -> date | None:
        """The day of the next to leave; None when none is left."""
        planned = self.planned
        return planned[0].day if planned else None

    @property
    def reminders(self) -> Iterator[tuple[Step, Outcome]]:
        return zip(self.rungs, chain(self.outcomes, repeat(PLANNED)), strict=False)

    def add(self, outcomes: Iterable[Outcome]) -> "Ladder":
        """More is known of what became of it."""
        return Ladder(self.occurrence_id, self.due_version, self.rungs, (*self.outcomes, *outcomes))

    def cancel(self, reason: str) -> "Ladder":
        """None leaves any more."""
        return self.add([Outcome(ReminderState.CANCELLED, reason)] * len(self.planned))


def climb(occurrence: Occurrence, today: date, chosen: Chosen) -> Ladder | None:
    """The ladder of an occurrence that is made or moved today: no burst of what has already passed."""
    due = occurrence.unmet_due
    if due is None:
        return None
    instead = climbed_by(occurrence, chosen)
    rungs = ladder.climb(occurrence.starts, due, today, instead.steps if instead else None)
    return Ladder(occurrence.id, occurrence.due_version, rungs)


def climb_another(occurrence: Occurrence, climbed: Ladder | None, today: date, chosen: Chosen) -> Ladder | None:
    """Another ladder is chosen today for the same due day. What has left stays; what waits by both ladders waits on."""
    anew, due = climb(occurrence, today, chosen), occurrence.due
    if climbed is None or anew is None or due is None:
        return anew
    return replanned(climbed, anew.rungs, due)


def replanned(climbed: Ladder, anew: Iterable[Step], due: date) -> Ladder:
    """What would be climbed `anew` for the same due day, less what has been said; all else that waited is struck."""
    said = [step for step, outcome in climbed.reminders if outcome == FIRED]
    coming = tuple(ladder.unsaid(anew, said, due))
    settled = climbed.rungs[: len(climbed.outcomes)]
    gone = replace(climbed, rungs=(*settled, *(step for step in climbed.planned if step not in coming)))
    return replace(gone.cancel(ANOTHER_LADDER), rungs=(*gone.rungs, *coming))


def settle(promise: Promise, occurrence: Occurrence, climbed: Ladder, until: date) -> tuple[Ladder, list[ReminderDue]]:
    """What becomes of all reminders whose morning has come, the last on `until`. None is passed over in silence."""
    missed = climbed.due_by(until)
    if why_quiet := _why_quiet(promise, occurrence):
        return climbed.add([skipped(why_quiet)] * len(missed)), []
    leaving, _ = ladder.collapse(missed)
    outcomes, facts = [], []
    for step in missed:
        functions = _functions(promise, step.to)
        if step not in leaving:
            outcomes.append(skipped(LATER_RUNG))
        elif not functions:
            outcomes.append(skipped(NOBODY))
        else:
            outcomes.append(FIRED)
            facts.append(_due(occurrence, step, functions))
    return climbed.add(outcomes), facts


def why(outcome: Outcome, promise: Promise, occurrence: Occurrence) -> str:
    return outcome.why(_why_quiet(promise, occurrence))


def _why_quiet(promise: Promise, occurrence: Occurrence) -> str:
    if promise.agreement.state in OVER:
        return NO_LONGER_APPLIES
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


def _due(occurrence: Occurrence, step: Step, functions: tuple[UUID, ...]) -> ReminderDue:
    assert occurrence.due is not None  # noqa: S101  what has no due day has no ladder
    return ReminderDue(
        occurrence_id=occurrence.id,
        commitment_id=occurrence.commitment_id,
        agreement_id=occurrence.agreement_id,
        rung=step.rung,
        due=occurrence.due,
        due_version=occurrence.due_version,
        functions=functions,
    )


def skipped(reason: str) -> Outcome:
    return Outcome(ReminderState.SKIPPED, reason)
