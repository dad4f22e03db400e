"""Which occurrences does a commitment have, and when is each due?

The rules of DOMAIN.md ("Recurrence"). Every occurrence gets its id and slug from the commitment and the window's
label, so that planning again finds the same occurrences.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID, uuid5

from schemas.agreements.parts import Continuous, Count, Once, OnDemand, Recurrence, Schedule, Validity
from schemas.followup.parts import FOREVER, MOST_TIMES, PlannedOccurrence
from schemas.rhythm import kept_days
from schemas.seasons import season_of
from services.followup.model.windows import judged_over, last_day, whole_windows, windows


@dataclass(frozen=True, slots=True)
class Planned:
    """An occurrence before it is somebody's: a labelled window with its due day and target."""

    label: str
    starts: date
    ends: date
    due: date | None
    target: int | None


def plan(  # noqa: PLR0913, PLR0917  what an agreement and a commitment say, and how far to look
    commitment_id: UUID,
    commitment_slug: str,
    recurrence: Recurrence,
    validity: Validity,
    municipalities: tuple[str, ...],
    until: date,
) -> list[PlannedOccurrence]:
    """Every occurrence that starts on or before `until`, from the agreement's first day; in order of time.

    Raises ValueError for a schedule that agreements would have refused.
    """
    each = municipalities if getattr(recurrence, "per_municipality", False) else (None,)
    return [
        PlannedOccurrence(
            id=uuid5(commitment_id, f"{one.label}/{municipality or ''}"),
            slug="/".join(filter(None, (commitment_slug, one.label, municipality))),
            starts=one.starts,
            ends=one.ends,
            due=one.due,
            target=one.target,
            municipality=municipality,
        )
        for one in _planned(recurrence, validity, until)
        for municipality in each
    ]


@lru_cache(maxsize=256)
def _planned(recurrence: Recurrence, validity: Validity, until: date) -> tuple[Planned, ...]:
    """Remembered, for an agreement's commitments mostly have one rule."""
    if validity.since > min(until, last_day(validity)):
        return ()
    match recurrence:
        case Count():
            return tuple(_counted(recurrence, validity, until))
        case Once():
            return tuple(_once(recurrence, validity, until))
        case Schedule():
            return tuple(_scheduled(recurrence, validity, until))
        case Continuous() | OnDemand():
            return (Planned("ongoing", validity.since, last_day(validity), None, None),)


def _counted(rule: Count, validity: Validity, until: date) -> Iterable[Planned]:
    """Due on each window's last day. On average: judged once per `evaluated_over`, over its whole windows.

    What is counted over an agreement without an end has no due day, and an average over it no target either.
    """
    for window in windows(judged_over(rule), rule.anchor, validity, until):
        endless = window.ends == FOREVER
        target: int | None = rule.min
        if rule.averaged:
            fitting = whole_windows(rule.window, window.starts, window.ends) if not endless else 0
            target = None if endless else min(rule.min * max(1, fitting), MOST_TIMES)
        yield Planned(window.label, window.starts, window.ends, None if endless else window.ends, target)


def _once(rule: Once, validity: Validity, until: date) -> Iterable[Planned]:
    """By a day, in a season or a year, or by the agreement's end; held inside the validity."""
    last = last_day(validity)
    starts, ends = once_within(rule, validity)
    ends = min(max(ends, validity.since), last)
    starts = min(max(starts, validity.since), ends)
    if starts <= until:
        yield Planned("once", starts, ends, None if ends == FOREVER else ends, 1)


def once_within(rule: Once, validity: Validity) -> tuple[date, date]:
    """First and last day of the time that the rule names, before it is held inside the validity."""
    if rule.due:
        return validity.since, rule.due
    named = season_of(rule, validity)
    if named:
        return named
    if rule.year:
        return date(rule.year, 1, 1), date(rule.year, 12, 31)
    return validity.since, last_day(validity)


def _scheduled(rule: Schedule, validity: Validity, until: date) -> Iterable[Planned]:
    """Each time is its own window of one day; a time on a red day is skipped."""
    for day in kept_days(rule.rrule, validity.since, min(until, last_day(validity))):
        yield Planned(day.isoformat(), day, day, day, 1)
