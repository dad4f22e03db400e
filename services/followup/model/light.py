"""Which light does a promise show? Green: on pace. Yellow: behind or paused. Red: overdue. Grey: nothing told."""

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction

from schemas.followup import Fulfilment, Light, OccurrenceState
from services.followup.model.occurrence import Occurrence


def of_occurrence(occurrence: Occurrence, today: date) -> Light:
    return _of([occurrence], today)


def of_commitment(occurrences: Iterable[Occurrence], judged: Collection[Fulfilment], today: date) -> Light:
    """Red for anything overdue or judged out of reach; else the windows that are going on, or the last that ended."""
    begun = [window for window in occurrences if window.starts <= today and window.state != OccurrenceState.CANCELLED]
    if Fulfilment.NOT_FULFILLED in judged:
        return Light.RED
    if any(window.overdue_days(today) for window in begun):
        return Light.RED
    going_on = [window for window in begun if max(window.ends, window.due or window.ends) >= today]
    last_end = max((window.ends for window in begun), default=today)
    said = {Fulfilment.FULFILLED, Fulfilment.PARTLY_FULFILLED} & set(judged)
    light = _of(going_on or [window for window in begun if window.ends == last_end], today, told=bool(said))
    uncounted = all(window.target is None for window in begun)
    return Light.YELLOW if light is Light.GREEN and uncounted and Fulfilment.PARTLY_FULFILLED in said else light


def _of(windows: list[Occurrence], today: date, *, told: bool = False) -> Light:
    """`told`: somebody has judged it, which is telling too."""
    open_ones = [window for window in windows if window.is_open]
    if any(window.overdue_days(today) for window in open_ones):
        return Light.RED
    if any(window.state == OccurrenceState.PAUSED for window in open_ones):
        return Light.YELLOW
    if not told and not any(window.told_on or window.state == OccurrenceState.COMPLETED for window in windows):
        return Light.GREY
    if all(window.state == OccurrenceState.CANCELLED for window in windows):
        return Light.GREY
    done = sum(_counted(window) for window in windows)
    return Light.YELLOW if done < sum(_pace(window, today) for window in windows) else Light.GREEN


def _counted(window: Occurrence) -> int:
    """More than promised in one window does not make up for another."""
    return min(window.done, window.target or 0)


def _pace(window: Occurrence, today: date) -> Fraction:
    """How much would be done by last night if it were done evenly until the due day, wherever that was moved.

    Fractions: 2 of 4 at half time is on pace.
    """
    if window.target is None or window.due is None or window.state == OccurrenceState.CANCELLED:
        return Fraction(0)
    if window.state == OccurrenceState.COMPLETED:
        return Fraction(_counted(window))
    length = (window.due - window.starts).days + 1
    elapsed = min(max((today - window.starts).days, 0), length)
    return Fraction(window.target * elapsed, length)
