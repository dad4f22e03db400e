"""What changes when a commitment is planned, and planned again? The same window stays the same occurrence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from schemas.agreements import Continuous, Once, OnDemand, Recurrence
from schemas.base import Event, Party
from schemas.followup import OccurrenceCancelled, OccurrencesPlanned, PlannedOccurrence
from services.followup.model import recurrence
from services.followup.model.agreement import Promise
from services.followup.model.move import Move
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.windows import last_day

HORIZON = timedelta(days=400)
WINDOWS_PER_FACT = 500
"""A message must stay below the bus's limit: 290 municipalities a week for a year would not."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a commitment is planned today. `was`: the rule that applied until now, if it is replaced."""

    today: date
    agreed_on: date | None = None
    """The day that what makes us plan was agreed, which may be long before we hear of it."""
    reason: str = ""
    by: Party | None = None
    was: Recurrence | None = None
    by_horizon: bool = False

    @property
    def on(self) -> date:
        return min(self.agreed_on or self.today, self.today)


@dataclass(slots=True)
class Plan:
    """What planning a commitment came to. `changed` and `cancelled` get no new ladders, the others do."""

    promise: Promise
    planned_until: date | None
    """None: there is nothing more to plan for, however long we wait."""
    made: list[Occurrence] = field(default_factory=list)
    revived: list[Occurrence] = field(default_factory=list)
    moved: list[Occurrence] = field(default_factory=list)
    changed: list[Occurrence] = field(default_factory=list)
    cancelled: list[Occurrence] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    facts: list[tuple[Occurrence, Event]] = field(default_factory=list)
    windows: list[PlannedOccurrence] = field(default_factory=list)
    """Of what is made or revived."""

    @property
    def touched(self) -> list[Occurrence]:
        """Those that were there before."""
        return [*self.revived, *self.moved, *self.changed, *self.cancelled]

    @property
    def climbing(self) -> list[Occurrence]:
        return [*self.made, *self.revived, *self.moved]

    def announcements(self) -> list[OccurrencesPlanned]:
        commitment = self.promise.commitment
        return [
            OccurrencesPlanned(
                commitment_id=commitment.id,
                agreement_id=commitment.agreement_id,
                occurrences=page,
            )
            for page in _pages(self.windows, WINDOWS_PER_FACT)
        ]


def plan(
    promise: Promise,
    existing: Iterable[Occurrence],
    occasion: Occasion,
    reports: Mapping[UUID, list[Report]] = MappingProxyType({}),
) -> Plan:
    """Compare what the rule asks for, to the horizon, with what is planned already, and `reports` told of it."""
    asked = _asked(promise, occasion.today + HORIZON)
    known = {occurrence.id: occurrence for occurrence in existing}
    result = Plan(promise, _planned_until(promise, asked, occasion.today + HORIZON))
    for window in asked:
        occurrence = known.pop(window.id, None)
        if occurrence is None:
            _make(result, window, occasion)
        else:
            _keep(result, occurrence, window, occasion, reports.get(window.id, []))
    if not occasion.by_horizon:
        for occurrence in known.values():
            _give_up(result, occurrence, occasion)
    return result


def cancel_all(
    occurrences: Iterable[Occurrence], reason: str, forum: str, on: date
) -> list[tuple[Occurrence, OccurrenceCancelled]]:
    """The commitment no longer applies: neither do those of its windows that are still open."""
    return [one.cancel(reason, forum, on) for one in occurrences if one.is_open]


def _asked(promise: Promise, until: date) -> list[PlannedOccurrence]:
    agreement, commitment = promise.agreement, promise.commitment
    return recurrence.plan(
        commitment.id, commitment.slug, commitment.recurrence, agreement.validity, agreement.municipalities, until
    )


def _planned_until(promise: Promise, asked: list[PlannedOccurrence], until: date) -> date | None:
    once_for_all = isinstance(promise.commitment.recurrence, Once | Continuous | OnDemand) and asked
    return None if once_for_all or last_day(promise.agreement.validity) <= until else until


def _make(result: Plan, window: PlannedOccurrence, occasion: Occasion) -> None:
    if occasion.was is not None and window.ends < occasion.today:
        return  # a new rule promises nothing for time that has passed
    commitment = result.promise.commitment
    result.windows.append(window)
    result.made.append(
        Occurrence(
            id=window.id,
            slug=window.slug,
            commitment_id=commitment.id,
            agreement_id=commitment.agreement_id,
            starts=window.starts,
            ends=window.ends,
            due=window.due,
            target=window.target,
            municipality=window.municipality,
            planned_on=occasion.on,
            by_horizon=occasion.by_horizon,
        )
    )


def _keep(
    result: Plan, before: Occurrence, window: PlannedOccurrence, occasion: Occasion, reports: list[Report]
) -> None:
    today = occasion.today
    if not before.is_open:
        by_a_rule = before.cancelled_on and not before.cancel_forum  # what a forum has decided stands
        if by_a_rule and window.ends >= today and not occasion.by_horizon:
            again, completed = before.revive(window, occasion.on).complete_if_done(reports, today)
            result.revived.append(again)
            result.windows.append(window)
            result.facts.extend((again, fact) for fact in completed)
        return
    if (before.starts, before.ends, before.due, before.target) == (
        window.starts,
        window.ends,
        window.due,
        window.target,
    ):
        return
    if _is_history(before, today) and _has_passed(window, today):
        return
    after = before.adjust(window)
    moved = after.due_version != before.due_version
    if moved:
        move = Move(after.id, occasion.on, before.due, after.due, after.due_version, occasion.by, occasion.reason)
        result.moves.append(move)
        result.facts.append((after, after.moved_from(before, occasion.reason)))
    after, completed = after.complete_if_done(reports, today)
    result.facts.extend((after, fact) for fact in completed)
    (result.moved if moved else result.changed).append(after)


def _give_up(result: Plan, occurrence: Occurrence, occasion: Occasion) -> None:
    """Windows that the rule no longer asks for. What has passed under the old rule stays as it was promised."""
    if not occurrence.is_open or (_is_history(occurrence, occasion.today) and not isinstance(occasion.was, Once)):
        return
    gone, fact = occurrence.cancel(occasion.reason, "", occasion.on)
    result.cancelled.append(gone)
    result.facts.append((gone, fact))


def _pages(windows: list[PlannedOccurrence], size: int) -> Iterator[tuple[PlannedOccurrence, ...]]:
    return (tuple(windows[start : start + size]) for start in range(0, len(windows), size))


def _is_history(occurrence: Occurrence, today: date) -> bool:
    return occurrence.ends < today


def _has_passed(window: PlannedOccurrence, today: date) -> bool:
    return window.ends < today


def as_planned(occurrence: Occurrence) -> PlannedOccurrence:
    return PlannedOccurrence(
        id=occurrence.id,
        slug=occurrence.slug,
        starts=occurrence.starts,
        ends=occurrence.ends,
        due=occurrence.due,
        target=occurrence.target,
        municipality=occurrence.municipality,
    )
