"""Of what is a follow-up made? The pieces that events, commands and answers share."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

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


class Rung(StrEnum):
    """Steps of the reminder ladder. T is the due day; the number is in days."""

    T_MINUS_28 = "t-28"
    T_MINUS_7 = "t-7"
    T_MINUS_3 = "t-3"
    T_PLUS_1 = "t+1"
    T_PLUS_15 = "t+15"
    T_PLUS_29 = "t+29"
    T_PLUS_43 = "t+43"
    PAIR_14 = "pair+14"
    """Overdue 14 days: once, to kommunpolis and samordnare."""


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
