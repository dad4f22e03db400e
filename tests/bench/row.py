"""What is a row of the benchmark? What is measured in turn, and which ratios of it are held against a goal."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

Figures = dict[str, float]
"""By what was measured, such as "ours events/s". One repetition measures all sides one after another."""
Once = Callable[[int], Awaitable[Figures]]
"""One repetition, by its number."""


class Peerless(Exception):
    """What should stand beside cannot be had here; the sentence stands in the row."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person asked for."""

    times: int = 5
    scale: float = 1.0
    """Of every number of events, reminders, mails; below 1 the row is a quick look and no result."""
    full: bool = False
    """Build the ladder's tables of 58 million rows."""
    peers: Path = Path(".venv-bench")

    def some(self, number: int, least: int = 10) -> int:
        return max(least, round(number * self.scale))


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio within one repetition, and what it should be."""

    name: str
    ours: str
    beside: str
    must: float
    stretch: float | None = None
    at_most: bool = False

    def ratio(self, figures: Figures) -> float | None:
        """None when the other side could not be measured."""
        if self.beside not in figures or self.ours not in figures:
            return None
        return figures[self.ours] / figures[self.beside] if figures[self.beside] else None

    def holds(self, ratio: float, wanted: float) -> bool:
        return ratio <= wanted if self.at_most else ratio >= wanted


@dataclass(frozen=True, slots=True)
class Row:
    """`begin` makes everything ready and yields what measures once."""

    key: str
    title: str
    begin: Callable[[Plan], AbstractAsyncContextManager[Once]]
    goals: tuple[Goal, ...] = ()
    note: str = ""


@dataclass(slots=True)
class Measured:
    """All repetitions of one row."""

    row: Row
    repetitions: list[Figures] = field(default_factory=list)
    fault: str = ""
    seconds: float = 0.0
    load: float = 0.0
    """The machine's load average when the row began: what others were doing."""
