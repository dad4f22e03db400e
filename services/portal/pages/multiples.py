"""How do the months of a county's municipalities become small charts to lay side by side? With one scale for all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.followup import MonthCount, MonthCounts
from schemas.geography import Municipality

SLOT, BAR, HEIGHT = 20, 14, 60
"""A month's room across, how much of it the bar takes, and how high a bar is that reaches the top of the scale."""


@dataclass(frozen=True, slots=True)
class Small:
    """A municipality's months, in the order of `Multiples.months`; the bars of `due` and `done` as SVG paths."""

    municipality: Municipality
    months: tuple[MonthCount, ...]
    due: str
    done: str

    @property
    def occurrences(self) -> int:
        return sum(one.occurrences for one in self.months)

    @property
    def completed(self) -> int:
        return sum(one.completed for one in self.months)


@dataclass(frozen=True, slots=True)
class Multiples:
    months: tuple[date, ...]
    """By their first days."""
    until: date
    """The last day that is counted."""
    top: int
    """How many occurrences the scale ends with; 0: nothing was due."""
    charts: tuple[Small, ...]


def multiples(here: Sequence[Municipality], told: MonthCounts) -> Multiples | None:
    """A chart for each municipality, in the order they were given. None: the follow-up did not say which months."""
    if told.since is None or told.until is None:
        return None
    months = tuple(_months(told.since, told.until))
    known = {(one.municipality, one.month): one for one in told.counts}
    rows = [tuple(known.get((one.code, month), _nothing(one.code, month)) for month in months) for one in here]
    top = _round(max((one.occurrences for one in told.counts), default=0))
    charts = (
        Small(one, row, _bars([a.occurrences for a in row], top), _bars([a.completed for a in row], top))
        for one, row in zip(here, rows, strict=True)
    )
    return Multiples(months, told.until, top, tuple(charts))


def _months(first: date, until: date) -> Iterator[date]:
    while first <= until:
        yield first
        first = (first + timedelta(days=31)).replace(day=1)


def _nothing(municipality: str, month: date) -> MonthCount:
    return MonthCount(municipality=municipality, month=month, occurrences=0, completed=0)


def _round(most: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50 … that is enough."""
    ten = 1
    while 10 * ten < most:
        ten *= 10
    return next((one * ten for one in (1, 2, 5) if one * ten >= most), 10 * ten) if most else 0


def _bars(counts: Sequence[int], top: int) -> str:
    """From the bottom line up; what is nothing has no bar."""
    return "".join(
        f"M{SLOT * slot + (SLOT - BAR) // 2} {HEIGHT}v-{HEIGHT * one / top:g}h{BAR}v{HEIGHT * one / top:g}z"
        for slot, one in enumerate(counts)
        if one
    )
