"""Which facts are news to a meeting? Those said after its last meeting's mark in the event log: none lost, none twice.

The relay gives an event its position as it publishes, so a mark has two parts: the highest position seen, and what was
committed but had no position yet. Numbers of rows are not their order, and are used here as names only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import get_args

from schemas.base import Event
from schemas.followup import (
    ActivityReported,
    CommitmentAssessed,
    CommitmentHandedOver,
    OccurrenceCancelled,
    OccurrenceCompleted,
    OccurrenceDueMoved,
    OccurrenceOverdue,
    OccurrenceReopened,
    OccurrenceResumed,
    OccurrencesPlanned,
    ReportCorrected,
)

Told = ActivityReported | ReportCorrected | CommitmentAssessed
"""What a party says of a commitment."""
NEWS: tuple[type[Event], ...] = (
    OccurrencesPlanned,
    OccurrenceCompleted,
    OccurrenceReopened,
    OccurrenceResumed,
    OccurrenceDueMoved,
    OccurrenceOverdue,
    OccurrenceCancelled,
    CommitmentHandedOver,
    *get_args(Told),
)
"""What a meeting gets to know of."""


@dataclass(frozen=True, slots=True)
class Said:
    """A row of our own event log. `seq` names it; `position` is its place among what was published, None before."""

    seq: int
    position: int | None
    fact: Event
    on: date
    """The day it was said."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a meeting has seen."""

    position: int = 0
    unpositioned: frozenset[int] = frozenset()

    def covers(self, said: Said) -> bool:
        published = said.position is not None and said.position <= self.position
        return published or said.seq in self.unpositioned

    def moved_to(self, seen: Iterable[Said]) -> "Mark":
        """The mark after a look at everything that is not at or below this one's position."""
        looked = list(seen)
        return Mark(
            max((said.position for said in looked if said.position is not None), default=self.position),
            frozenset(said.seq for said in looked if said.position is None),
        )


NOTHING_SEEN = Mark()


def between(said: Iterable[Said], after: Mark, until: Mark | None = None) -> list[Said]:
    """What was said after one mark, and if told up to another."""
    return [one for one in said if not after.covers(one) and (until is None or until.covers(one))]
