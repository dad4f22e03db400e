"""How does a course of measured values become a line? Where each point lies, and what the edges stand for.

A scale that is known is drawn whole, any other from zero: a small change shall not look like a large one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.followup import CommunityReadiness, Measured, MeasuredValue, MeasureSeries, PreventionIndex

WIDTH, HEIGHT = 300, 100


@dataclass(frozen=True, slots=True)
class Chart:
    """`points` in a box of WIDTH × HEIGHT with its origin on top to the left; `top` and `bottom` as numbers."""

    points: tuple[tuple[float, float], ...]
    top: str
    bottom: str
    baseline: float | None = None
    """How far down lies the value that the changes are told from; None: there is none yet."""

    @property
    def line(self) -> str:
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


def chart(series: MeasureSeries) -> Chart:
    """A single value is a point."""
    values = series.values
    low, high = _scale(series.measured, [float(one.value) for one in values])
    points = tuple((_across(one, values), _down(float(one.value), low, high)) for one in values)
    begun = _down(float(series.baseline.value), low, high) if series.baseline else None
    return Chart(points, top=f"{high:g}", bottom=f"{low:g}", baseline=begun)


def _scale(measured: Measured, values: Sequence[float]) -> tuple[float, float]:
    match measured:
        case CommunityReadiness():
            return 1, 9
        case PreventionIndex():
            return 0, 20
    low, high = min(0, *values), max(0, *values)
    return low, high if high > low else low + 1


def _across(one: MeasuredValue, values: Sequence[MeasuredValue]) -> float:
    """By days, since it may be a month or a year between two measurements."""
    first, last = values[0].on, values[-1].on
    if first == last:
        return WIDTH / 2
    return round(WIDTH * (one.on - first).days / (last - first).days, 1)


def _down(value: float, low: float, high: float) -> float:
    return round(HEIGHT * (high - value) / (high - low), 1)
