"""When must a situation picture, an action plan or an open-ended agreement be looked at again, and who is told?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from dateutil.relativedelta import relativedelta

from schemas.agreements import AgreementState
from schemas.base import NAMESPACE_LOFTESKOLL
from schemas.followup import (
    FOREVER,
    ClockDue,
    ClockKind,
    ClockLine,
    ClockOverdue,
    ClockState,
    RecordStatutoryStep,
    StatutoryStepRecorded,
)
from schemas.geography import municipalities
from services.followup.model.agreement import Agreement
from services.followup.model.comment import refuse_unkeepable
from services.runtime.errors import Refused

STATUTORY_MONTHS = 24
"""Lag (2023:196) 6 §: at least every second year."""
STATUTORY = (ClockKind.SITUATION_PICTURE, ClockKind.ACTION_PLAN)
COMING = timedelta(days=180)
"""How long before its due day a clock is told of: the first rung of its ladder."""
COUNTED = frozenset({AgreementState.SIGNED, AgreementState.ACTIVE})
"""An agreement is revised only while it applies."""


@dataclass(frozen=True, slots=True)
class Step:
    """It was done on a day; what was written then is found by its registration number."""

    on: date
    registration_number: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """`steps` in the order of their days; `months` from the last of them to the due day.

    `due_said`, `overdue_said`: the due day of which it was said last that it comes, and that it has passed.
    """

    id: UUID
    clock: ClockKind
    municipalities: tuple[str, ...]
    months: int
    agreement_id: UUID | None = None
    running: bool = True
    steps: tuple[Step, ...] = ()
    due_said: date | None = None
    overdue_said: date | None = None

    @property
    def last(self) -> Step | None:
        return self.steps[-1] if self.steps else None

    @property
    def due(self) -> date | None:
        return months_after(self.last.on, self.months) if self.last else None

    @property
    def announce_on(self) -> date | None:
        """The next day on which something is to be said of it."""
        if not self.running or self.due is None or self.overdue_said == self.due:
            return None
        return self.due + timedelta(days=1) if self.due_said == self.due else self.due - COMING

    def state(self, today: date) -> ClockState:
        if self.due is None:
            return ClockState.UNKNOWN
        if today > self.due:
            return ClockState.OVERDUE
        return ClockState.DUE if today >= self.due - COMING else ClockState.RUNNING

    def stepped(self, step: Step, instead_of: date | None = None) -> "Clock":
        """Of one day the last thing told stands."""
        others = [one for one in self.steps if one.on not in {step.on, instead_of}]
        return replace(self, steps=tuple(sorted([*others, step], key=lambda one: one.on)))

    def announce(self, today: date) -> tuple["Clock", list[ClockDue | ClockOverdue]]:
        """What has come to be said by today: only the later of the two if both have."""
        if self.due is None or self.announce_on is None or today < self.announce_on:
            return self, []
        said = {
            "clock_id": self.id,
            "clock": self.clock,
            "municipalities": self.municipalities,
            "agreement_id": self.agreement_id,
            "due": self.due,
        }
        if today > self.due:
            return replace(self, overdue_said=self.due), [ClockOverdue.model_validate(said)]
        return replace(self, due_said=self.due), [ClockDue.model_validate(said)]

    def as_of(self, day: date) -> "Clock":
        """As it stood on a day, by what is known of it now."""
        return replace(self, steps=tuple(step for step in self.steps if step.on <= day))


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day.

    31 August and six months is 28 February; 29 February 2024 and 24 months is 28 February 2026. Never later than
    a calendar says, since what is done in time must not be late.
    """
    return min(day + relativedelta(months=months), FOREVER)


def statutory(municipality: str, clock: ClockKind) -> Clock:
    """A municipality's clock before anything has been told of it: unknown."""
    key = uuid5(NAMESPACE_LOFTESKOLL, f"clock/{municipality}/{clock}")
    return Clock(id=key, clock=clock, municipalities=(municipality,), months=STATUTORY_MONTHS)


def of_revision(agreement: Agreement, known: Clock | None) -> Clock | None:
    """An agreement is revised while it applies without an end; counted from its first day. None: nothing to keep."""
    months = agreement.revision_interval_months
    if agreement.validity.until or agreement.state not in COUNTED or not months:
        return replace(known, running=False) if known else None
    clock = known or Clock(
        id=uuid5(agreement.id, "clock/revision"),
        clock=ClockKind.REVISION,
        municipalities=agreement.municipalities,
        months=months,
        agreement_id=agreement.id,
        steps=(Step(agreement.validity.since),),
    )
    return replace(clock, running=True, months=months, municipalities=agreement.municipalities)


def check(wish: RecordStatutoryStep) -> None:
    """Raises Refused for what no municipality's clock can take."""
    if wish.clock not in STATUTORY:
        raise Refused("Revideringen av en överenskommelse registreras på överenskommelsen, inte på kommunen.")
    if wish.municipality not in municipalities():
        raise Refused(f"Det finns ingen kommun med koden {wish.municipality}.")
    refuse_unkeepable(wish.registration_number, "Diarienumret")
    if not wish.registration_number.strip():
        raise Refused("Diarienumret saknas. Ange det, så att handlingen går att hitta.")


def record(clock: Clock, wish: RecordStatutoryStep, today: date) -> tuple[Clock, StatutoryStepRecorded]:
    if wish.on > today:
        raise Refused(f"Dagen {wish.on} har inte kommit än. Ange den dag då det gjordes.")
    if wish.instead_of and wish.instead_of not in {step.on for step in clock.steps}:
        raise Refused(f"Det finns ingen uppgift för den {wish.instead_of} att rätta.")
    number = wish.registration_number.strip()
    clock = clock.stepped(Step(wish.on, number), wish.instead_of)
    return clock, StatutoryStepRecorded(
        clock_id=clock.id,
        clock=clock.clock,
        municipality=wish.municipality,
        on=wish.on,
        registration_number=number,
        instead_of=wish.instead_of,
        due=clock.due or wish.on,
    )


def lines(clocks: Iterable[Clock], today: date, agreements: Iterable[Agreement]) -> tuple[ClockLine, ...]:
    """`agreements`: those whose names are shown."""
    known = {agreement.id: agreement for agreement in agreements}
    return tuple(_line(one, today, known.get(one.agreement_id) if one.agreement_id else None) for one in clocks)


def _line(clock: Clock, today: date, agreement: Agreement | None) -> ClockLine:
    last, due = clock.last, clock.due
    return ClockLine(
        clock_id=clock.id,
        clock=clock.clock,
        state=clock.state(today),
        municipalities=clock.municipalities,
        agreement_id=clock.agreement_id,
        agreement=agreement.title if agreement else None,
        agreement_slug=agreement.slug if agreement else None,
        last_on=last.on if last else None,
        registration_number=last.registration_number if last else "",
        due=due,
        days_left=(due - today).days if due else None,
    )


def around(agreement: Agreement, clocks: Iterable[Clock]) -> list[Clock]:
    """The statutory clocks of its municipalities, and its own."""
    return with_unknown((one for one in clocks if one.agreement_id in {None, agreement.id}), agreement.municipalities)


def with_unknown(clocks: Iterable[Clock], codes: Iterable[str]) -> list[Clock]:
    """Both statutory clocks of each municipality, also of those nobody has told of, then the agreements' clocks."""
    known = {clock.id: clock for clock in clocks}
    of_law = [statutory(code, kind) for code in sorted(set(codes)) for kind in STATUTORY]
    revised = [clock for clock in known.values() if clock.clock not in STATUTORY]
    return [known.get(clock.id, clock) for clock in of_law] + revised
