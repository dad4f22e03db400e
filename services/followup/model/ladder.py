"""When is somebody reminded of an occurrence, and who?

The ladder of DOMAIN.md ("Reminders"). A rung before the due day moves to the previous working day, one after to the
next, so that every mail can leave in the morning of a working day.
"""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from schemas.followup.ladders import Audience, LadderKind, LadderStep
from schemas.followup.parts import Rung
from schemas.working_days import mail_day, next_working_day

LONG_WINDOW = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Step:
    """A rung with the working day it leaves on."""

    rung: Rung
    day: date
    to: Audience


def _to_the_pair(*rungs: str) -> tuple[LadderStep, ...]:
    return tuple(LadderStep(rung=Rung(one), to=Audience.COORDINATORS) for one in rungs)


DEFAULTS: Mapping[LadderKind, tuple[LadderStep, ...]] = {
    LadderKind.LONG_WINDOW: (
        LadderStep(rung=Rung.T_MINUS_28, to=Audience.RESPONSIBLE),
        LadderStep(rung=Rung.T_MINUS_7, to=Audience.RESPONSIBLE),
        LadderStep(rung=Rung.T_PLUS_1, to=Audience.RESPONSIBLE),
        LadderStep(rung=Rung.PAIR_14, to=Audience.COORDINATORS),
        LadderStep(rung=Rung.T_PLUS_15, to=Audience.RESPONSIBLE),
        LadderStep(rung=Rung.T_PLUS_29, to=Audience.RESPONSIBLE),
        LadderStep(rung=Rung.T_PLUS_43, to=Audience.RESPONSIBLE),
    ),
    LadderKind.SHORT_WINDOW: (
        LadderStep(rung=Rung.T_MINUS_3, to=Audience.LEAD),
        LadderStep(rung=Rung.T_PLUS_1, to=Audience.LEAD),
        LadderStep(rung=Rung.PAIR_14, to=Audience.COORDINATORS),
    ),
    LadderKind.MEETING: _to_the_pair("t-21", "t-7", "t-1"),
    LadderKind.AGREEMENT_END: _to_the_pair("t-180", "t-90", "t-30"),
    LadderKind.REVISION: _to_the_pair("t-180", "t-90", "t-30", "t+1"),
    LadderKind.PUBLIC_FEEDBACK: _to_the_pair("t+30"),
}


def kind(starts: date, due: date) -> LadderKind:
    """Which of the ladders an occurrence with this window and due day climbs."""
    long = due - starts + timedelta(days=1) >= LONG_WINDOW
    return LadderKind.LONG_WINDOW if long else LadderKind.SHORT_WINDOW


def rungs(starts: date, due: date, chosen: tuple[LadderStep, ...] | None = None) -> list[Step]:
    """The whole ladder of an occurrence with this window and due day, in the order it leaves.

    `chosen`: the ladder that people have chosen in place of our default.
    """
    steps = DEFAULTS[kind(starts, due)] if chosen is None else chosen
    return _in_order(Step(one.rung, _leaves(one.rung, due), one.to) for one in steps)


@lru_cache(maxsize=4096)
def climb(starts: date, due: date, today: date, chosen: tuple[LadderStep, ...] | None = None) -> tuple[Step, ...]:
    """The ladder of what is made or moved today. Remembered, for many occurrences have the same days."""
    return tuple(ahead(rungs(starts, due, chosen), today))


def ahead(steps: Iterable[Step], today: date) -> list[Step]:
    """What is left of a ladder for an occurrence that is made or moved today.

    Everything from today on, and of the rungs already passed only the nearest, on the next working day, and
    only if nothing else leaves that day: a late-made occurrence is told of once, not in a burst.
    """
    ordered = _in_order(steps)
    coming = [step for step in ordered if step.day >= today]
    passed = [step for step in ordered if step.day < today]
    first = next_working_day(today)
    if passed and all(step.day != first for step in coming):
        coming.append(replace(passed[-1], day=first))
    return _in_order(coming)


def collapse(missed: Iterable[Step]) -> tuple[list[Step], list[Step]]:
    """Of one occurrence's rungs that should have left by now: which leave, and which are skipped?

    The last one for each audience leaves. One for all would lose the only word to the coordinators whenever
    pair+14 and t+15 move to the same Monday, which needs no downtime at all.
    """
    ordered = _in_order(missed)
    last = {_heard_by(step): step for step in ordered}
    return [step for step in ordered if step in last.values()], [step for step in ordered if step not in last.values()]


def _heard_by(step: Step) -> bool:
    return step.to is Audience.COORDINATORS


def unsaid(steps: Iterable[Step], said: Collection[Step], due: date) -> list[Step]:
    """What is left to say of a ladder that is begun anew for the same due day, when these have left already.

    No rung leaves twice; nor does one whose own day its listeners have heard on, or since.
    """

    def is_said(step: Step) -> bool:
        day = _leaves(step.rung, due)
        return any(one.rung == step.rung or (_heard_by(one) == _heard_by(step) and one.day >= day) for one in said)

    return [step for step in steps if not (said and is_said(step))]


def moved_off(steps: Iterable[Step], red_too: Container[date]) -> list[Step]:
    """The steps as they would leave if these days were red too."""
    return _in_order(replace(step, day=_working(step.rung, step.day, red_too)) for step in steps)


def _leaves(rung: Rung, due: date) -> date:
    return _working(rung, due + timedelta(days=rung.days))


def _working(rung: Rung, day: date, red_too: Container[date] = ()) -> date:
    return mail_day(rung.days, day, red_too)


def _in_order(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: (step.day, step.rung.days))
