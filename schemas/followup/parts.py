"""Of what is a follow-up made? The pieces that events, commands and answers share."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field
from pydantic_core import CoreSchema, core_schema

from schemas.base import Day, MunicipalityCode, Part

MOST_TIMES = 1_000_000
FOREVER = date(2199, 12, 31)
"""The last day of a window that never ends; shown to people as ”tills vidare”."""
Times = Annotated[int, Field(ge=0, le=MOST_TIMES)]
"""How many times something was, or shall be, done."""


class OccurrenceState(StrEnum):
    """Overdue is derived, never a state."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class Fulfilment(StrEnum):
    """One party's judgement of a commitment; the last two are always shown, never left blank."""

    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly_fulfilled"
    NOT_FULFILLED = "not_fulfilled"
    NOT_ASSESSED = "not_assessed"
    NOT_REPORTED = "not_reported"


class Judgement(StrEnum):
    """One party's answer to one of Brå's two questions: was it done as intended, and was the result good?"""

    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly_fulfilled"
    NOT_FULFILLED = "not_fulfilled"
    NOT_ASSESSED = "not_assessed"


class NextPeriod(StrEnum):
    """What a party wants of a commitment in the next period: lämna, bevara or utveckla."""

    DROP = "drop"
    KEEP = "keep"
    DEVELOP = "develop"


class Light(StrEnum):
    """Green: done or on pace. Yellow: behind pace or paused. Red: overdue or judged unreachable. Grey: nothing told."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Rung(str):
    """A step of a reminder ladder: `t` or `pair`, and how many days after the due day it is (`t-28`, `pair+14`).

    `pair` is said to kommunpolis and samordnare, `t` to those who answer for it.
    """

    __slots__ = ()
    PATTERN = r"^(t|pair)[+-](0|[1-9][0-9]{0,2})$"
    T_MINUS_28: ClassVar["Rung"]
    T_MINUS_7: ClassVar["Rung"]
    T_MINUS_3: ClassVar["Rung"]
    T_PLUS_1: ClassVar["Rung"]
    T_PLUS_15: ClassVar["Rung"]
    T_PLUS_29: ClassVar["Rung"]
    T_PLUS_43: ClassVar["Rung"]
    PAIR_14: ClassVar["Rung"]

    @property
    def days(self) -> int:
        """From the due day; negative before it."""
        return int(self.lstrip("tpair"))

    @property
    def to_the_pair(self) -> bool:
        return self.startswith("pair")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        word = core_schema.str_schema(pattern=cls.PATTERN)
        return core_schema.no_info_after_validator_function(cls, word)


Rung.T_MINUS_28, Rung.T_MINUS_7, Rung.T_MINUS_3 = Rung("t-28"), Rung("t-7"), Rung("t-3")
Rung.T_PLUS_1, Rung.T_PLUS_15, Rung.T_PLUS_29, Rung.T_PLUS_43 = map(Rung, ("t+1", "t+15", "t+29", "t+43"))
Rung.PAIR_14 = Rung("pair+14")


class PlannedOccurrence(Part):
    """One window of a commitment (and of one municipality where the commitment says so).

    `starts`–`ends` is the window after clipping; `due` and `target` are absent for what cannot be counted.
    """

    id: UUID
    slug: str
    starts: Day
    ends: Day
    due: Day | None
    target: Times | None
    municipality: MunicipalityCode | None = None
