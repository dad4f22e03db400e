"""When must something be looked at again? The clocks of the law, and of open-ended agreements.

Lag (2023:196) 6 §: a municipality updates its situation picture and follows up its action plan at least every second
year. Both are registered by day and registration number; what stands in them is never kept. Besides, an open-ended
agreement is revised with the interval that its parties agreed on.
"""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from schemas.agreements.parts import Organisation
from schemas.base import Command, CountyCode, Day, Event, MunicipalityCode, Name, Part, Query, Ref, Reply, Text


class ClockKind(StrEnum):
    """The first two run for each municipality, the last for each open-ended agreement that says how often."""

    SITUATION_PICTURE = "situation_picture"
    ACTION_PLAN = "action_plan"
    REVISION = "revision"


class ClockState(StrEnum):
    """Unknown: nobody has told when it was last done; that is never as good as running."""

    UNKNOWN = "unknown"
    RUNNING = "running"
    DUE = "due"
    """Its due day is at most 180 days away."""
    OVERDUE = "overdue"


class RecordStatutoryStep(Command):
    """Tell that a municipality has updated its situation picture, or followed up its action plan.

    `instead_of`: the day that was told by mistake for this one.
    """

    municipality: MunicipalityCode
    clock: ClockKind
    on: Day
    registration_number: Name
    instead_of: Day | None = None


class ClockFact(Event):
    """A fact about a clock."""

    abstract: ClassVar[bool] = True

    clock_id: UUID
    clock: ClockKind

    @property
    def about(self) -> str:
        return f"clock/{self.clock_id}"


class StatutoryStepRecorded(ClockFact):
    """A municipality has done what the law asks at least every second year; `due` is when it must be done again."""

    municipality: MunicipalityCode
    on: Day
    registration_number: Name
    instead_of: Day | None = None
    due: Day


class ClockDue(ClockFact):
    """The due day is 180 days away. Said once per due day, and not at all if it has passed already."""

    municipalities: tuple[MunicipalityCode, ...]
    agreement_id: UUID | None = None
    due: Day


class ClockOverdue(ClockFact):
    """The due day has passed. Said once per due day."""

    municipalities: tuple[MunicipalityCode, ...]
    agreement_id: UUID | None = None
    due: Day


class ClockLine(Part):
    """A clock as it stands. Absent days: unknown."""

    clock_id: UUID
    clock: ClockKind
    state: ClockState
    municipalities: tuple[MunicipalityCode, ...]
    agreement_id: UUID | None = None
    agreement: Name | None = None
    agreement_slug: str | None = None
    last_on: Day | None = None
    registration_number: Text = ""
    due: Day | None = None
    days_left: int | None = None
    """Until the due day; below 0 when it has passed."""


class ClockLines(Reply):
    today: Day | None = None
    clocks: tuple[ClockLine, ...] = ()


class ListClocks(Query):
    """How do the clocks stand: of a municipality, of all in a county, or of those that an agreement concerns?

    Of none of these: of every municipality that has an agreement, or of which a step has been told.
    """

    reply: ClassVar[type[Reply]] = ClockLines

    municipality: MunicipalityCode | None = None
    county: CountyCode | None = None
    agreement: Ref | None = None
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""
