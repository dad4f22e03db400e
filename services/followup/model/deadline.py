"""Which days beside the occurrences' must not be missed, when is somebody reminded of them, and who?

The lines of DOMAIN.md's ladder ("Reminders") that are about no occurrence. What is overdue for 28 days has no mail: it
comes by itself on the next meeting's agenda (model/agenda.py).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from schemas.agreements import AgreementState, AgreementType
from schemas.followup import FOREVER, ClockKind, DeadlineKind, LadderKind, MeetingState, Rung
from services.followup.model.agreement import OVER, Agreement
from services.followup.model.chosen_ladder import Chosen, Steps, applies
from services.followup.model.clock import Clock
from services.followup.model.ending import NO_LONGER_APPLIES
from services.followup.model.ladder import DEFAULTS, Step, ahead, moved_off
from services.followup.model.meeting import Meeting
from services.followup.model.public_feedback import Feedback
from services.followup.model.reminder import ANOTHER_LADDER, Ladder, ReminderState, replanned

LADDERS = {
    DeadlineKind.MEETING: LadderKind.MEETING,
    DeadlineKind.AGREEMENT_END: LadderKind.AGREEMENT_END,
    DeadlineKind.SITUATION_PICTURE: LadderKind.REVISION,
    DeadlineKind.ACTION_PLAN: LadderKind.REVISION,
    DeadlineKind.REVISION: LadderKind.REVISION,
    DeadlineKind.PUBLIC_FEEDBACK: LadderKind.PUBLIC_FEEDBACK,
}
"""The law's clocks are a municipality's, for which nobody chooses: they climb our default for revisions."""
CLOCKS = {
    DeadlineKind.SITUATION_PICTURE: ClockKind.SITUATION_PICTURE,
    DeadlineKind.ACTION_PLAN: ClockKind.ACTION_PLAN,
    DeadlineKind.REVISION: ClockKind.REVISION,
}
KINDS = {clock: kind for kind, clock in CLOCKS.items()}

TOLD = "Invånarna har fått återkoppling."
WHY_QUIET = {
    AgreementState.EXPIRED: "Överenskommelsen har löpt ut.",
    MeetingState.CLOSED: "Mötet har hållits.",
    MeetingState.CANCELLED: "Mötet är inställt.",
}
END_MOVED = "Överenskommelsens sista dag ändrades."
WHY_MOVED = {
    DeadlineKind.MEETING: "Mötet flyttades.",
    DeadlineKind.AGREEMENT_END: END_MOVED,
    DeadlineKind.SITUATION_PICTURE: "Lägesbilden har uppdaterats.",
    DeadlineKind.ACTION_PLAN: "Åtgärdsplanen har följts upp.",
    DeadlineKind.REVISION: "Överenskommelsen har reviderats, eller ska revideras en annan dag.",
    DeadlineKind.PUBLIC_FEEDBACK: END_MOVED,
}
PASSED = "Dagen har passerat."


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that must not be missed: of a meeting, an agreement or a clock, which is its subject.

    `due` of public feedback is the promise's last day, 30 days after which residents are owed an answer.
    """

    id: UUID
    kind: DeadlineKind
    subject_id: UUID
    agreement_id: UUID | None
    """None for what the law asks of a municipality."""
    due: date
    version: int = 1
    """Counts how often its ladder has been begun: the day moved, or what had been called off came back."""
    why_quiet: str = ""
    """Why nobody is to be reminded of it any more; empty while it stands. Never kept: it follows from its subject."""
    chosen: Steps | None = None
    """The ladder that is chosen for it. None: our default. Never kept: it follows from its agreement's choices."""

    @property
    def steps(self) -> Steps:
        return DEFAULTS[LADDERS[self.kind]] if self.chosen is None else self.chosen

    def quiet_on(self, today: date) -> str:
        """As `why_quiet`; and what is only reminded of beforehand is too late when its day has passed."""
        only_before = all(step.rung.days < 0 for step in DEFAULTS[LADDERS[self.kind]])
        return self.why_quiet or (PASSED if only_before and today > self.due else "")


Kept = tuple[Deadline, Ladder]
"""A deadline in one of its versions, with what became of its rungs."""


def of_agreement(
    agreement: Agreement, meetings: Iterable[Meeting], told: Iterable[Feedback], revision: Clock | None
) -> Iterator[Deadline]:
    """As things stand; what nobody is reminded of any more says why. `revision`: its clock.

    A meeting that is planned will be held, also the last one of an agreement that is over.
    """
    if not agreement.is_promised:
        return
    over = NO_LONGER_APPLIES if agreement.state in OVER else ""
    ends = agreement.validity.until
    if ends:
        yield _of(DeadlineKind.AGREEMENT_END, agreement.id, ends, over or WHY_QUIET.get(agreement.state, ""))
    if ends and agreement.type is AgreementType.CITIZEN_PROMISE:
        yield _of(DeadlineKind.PUBLIC_FEEDBACK, agreement.id, ends, TOLD if any(told) else over)
    yield from map(of_meeting, meetings)
    if revision:
        yield from of_clock(revision)


def of_meeting(meeting: Meeting) -> Deadline:
    quiet = WHY_QUIET.get(meeting.state, "")
    return replace(_of(DeadlineKind.MEETING, meeting.id, meeting.day, quiet), agreement_id=meeting.agreement_id)


def of_clock(clock: Clock) -> Iterator[Deadline]:
    """None while nobody has told when it was last done."""
    if clock.due:
        quiet = "" if clock.running else NO_LONGER_APPLIES
        yield replace(_of(KINDS[clock.clock], clock.id, clock.due, quiet), agreement_id=clock.agreement_id)


def as_it_stands(kept: Deadline, now: Deadline | None) -> Deadline:
    """With why it is quiet now. `now`: what should be; None when its subject asks for nothing any more."""
    return replace(kept, why_quiet=now.why_quiet if now else NO_LONGER_APPLIES)


def by_chosen(deadline: Deadline, chosen: Chosen) -> Deadline:
    """With the ladder that stands chosen for it, if one does: only for an agreement's, never for a municipality's."""
    if deadline.agreement_id is None:
        return deadline
    one = applies(LADDERS[deadline.kind], chosen, deadline.agreement_id, None)
    return replace(deadline, chosen=one.steps if one else None)


def rungs(deadline: Deadline) -> list[Step]:
    """The whole ladder, in the order it leaves; every step on a working day.

    A step before the day moves to the previous working day, one after it to the next. All are said to the pair, or
    to the part of it that `heard_by` names.
    """
    due = deadline.due
    steps = (Step(one.rung, due + timedelta(days=one.rung.days), one.to) for one in deadline.steps)
    return [step for step in moved_off(steps, ()) if step.day <= FOREVER]


def climb(deadline: Deadline, today: date) -> Ladder:
    """The ladder of what is made or moved today: no burst, and no foretelling of a day that has passed by then."""
    steps = ahead(rungs(deadline), today)
    kept = tuple(step for step in steps if not is_too_late(step.rung, deadline.due, step.day))
    return Ladder(deadline.id, deadline.version, kept)


def is_too_late(rung: Rung, due: date, on: date) -> bool:
    """What is said by the day is not said once it has passed."""
    return rung.days <= 0 and on > due


def follow(kept: Kept | None, now: Deadline | None, today: date) -> tuple[Ladder | None, Kept | None]:
    """What is struck out of a ladder, and the ladder that is begun: what should be, compared with what is kept.

    Nothing, when both are as one: asking again changes nothing.
    """
    if kept is None:
        return None, (now, climb(now, today)) if now and not now.why_quiet else None
    was, ladder = kept
    gone = now.why_quiet if now else NO_LONGER_APPLIES
    if now is None or gone:
        return _struck(ladder, gone), None
    if now.due == was.due and not _called_off(ladder):
        return None, None
    begun = replace(now, version=was.version + 1)
    return _struck(ladder, WHY_MOVED[was.kind]), (begun, climb(begun, today))


def climb_another(before: Deadline, after: Deadline, climbed: Ladder, today: date) -> Ladder | None:
    """By the steps that apply `after` another ladder is chosen today. None: by no other steps, or nobody is reminded.

    What has left stays and is not said again; what waits by both ladders waits on. Where nobody is reminded and nothing
    was there to be struck out for that, the new steps are: so it is known to begin anew should it come back.
    """
    if before.steps == after.steps or (after.why_quiet and (climbed.planned or _called_off(climbed))):
        return None
    other = replanned(climbed, climb(after, today).rungs, after.due)
    return other.cancel(after.why_quiet) if after.why_quiet else other


def _struck(ladder: Ladder, reason: str) -> Ladder | None:
    return ladder.cancel(reason) if ladder.planned else None


def _called_off(ladder: Ladder) -> bool:
    """Not when the rungs were only struck out for those of another ladder."""
    last = ladder.outcomes[-1] if ladder.outcomes else None
    return last is not None and last.state is ReminderState.CANCELLED and last.reason != ANOTHER_LADDER


def _of(kind: DeadlineKind, subject_id: UUID, due: date, why_quiet: str) -> Deadline:
    return Deadline(uuid5(subject_id, f"deadline/{kind}"), kind, subject_id, subject_id, due, why_quiet=why_quiet)
