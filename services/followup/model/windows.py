"""Into which windows is an agreement's time divided?

Windows follow the calendar, or are counted from the agreement's first day; both are clipped to its validity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from dateutil.relativedelta import relativedelta

from schemas.agreements.parts import Anchor, Count, Validity, Window
from schemas.followup.parts import FOREVER

ONE_DAY = timedelta(days=1)
MONTHS = {Window.MONTH: 1, Window.QUARTER: 3, Window.TERTIAL: 4, Window.HALF_YEAR: 6, Window.YEAR: 12}


def months_before(today: date) -> tuple[date, date]:
    """The twelve months of which yesterday's is the last: their first day, and yesterday."""
    yesterday = today - ONE_DAY
    return yesterday.replace(day=1) - relativedelta(months=11), yesterday


@dataclass(frozen=True, slots=True)
class PlanWindow:
    """`starts`–`ends` after clipping to the validity, `full_starts`–`full_ends` before; all days included."""

    label: str
    starts: date
    ends: date
    full_starts: date
    full_ends: date

    @property
    def clipped(self) -> bool:
        return (self.starts, self.ends) != (self.full_starts, self.full_ends)


@lru_cache(maxsize=256)
def windows(window: Window, anchor: Anchor, validity: Validity, until: date) -> tuple[PlanWindow, ...]:
    """Every window that touches the validity and, clipped to it, starts on or before `until`; in order.

    An agreement's commitments mostly share them, so they are remembered.
    """
    last = last_day(validity)
    if window is Window.AGREEMENT:
        whole = PlanWindow("agreement", validity.since, last, validity.since, last)
        return (whole,) if validity.since <= min(last, until) else ()
    found: list[PlanWindow] = []
    for label, starts, ends in _unclipped(window, anchor, validity.since):
        if starts > min(last, until) or validity.since > min(last, until):
            break
        found.append(PlanWindow(label, max(starts, validity.since), min(ends, last), starts, ends))
    return tuple(found)


def judged_over(rule: Count) -> Window:
    """The window that a count is judged over."""
    return (rule.evaluated_over or Window.AGREEMENT) if rule.averaged else rule.window


def window_from(rule: Count, validity: Validity, starts: date) -> PlanWindow | None:
    """The rule's window that begins on a day; None if the rule has changed since and has no such window."""
    found = windows(judged_over(rule), rule.anchor, validity, starts)
    return next((window for window in found if window.starts == starts), None)


def last_day(validity: Validity) -> date:
    return validity.until or FOREVER


def step(window: Window, times: int = 1) -> relativedelta:
    """The length of so many windows. Always added to the first day, never to a sum: 31 Jan, 28 Feb, 31 Mar."""
    if window is Window.WEEK:
        return relativedelta(weeks=times)
    return relativedelta(months=MONTHS[window] * times)


def whole_windows(window: Window, starts: date, ends: date) -> int:
    """How many whole windows fit in a stretch of time, laid end to end from its first day."""
    if window is Window.AGREEMENT:
        return 1
    fitting = 0
    while starts + step(window, fitting + 1) <= ends + ONE_DAY:
        fitting += 1
    return fitting


def asks_for_target(window: PlanWindow) -> bool:
    """Is less than half of the window left after clipping? Then a person must say the target; it is never pro-rated."""
    return 2 * _days(window.starts, window.ends) < _days(window.full_starts, window.full_ends)


def _days(starts: date, ends: date) -> int:
    return (ends - starts).days + 1


def _unclipped(window: Window, anchor: Anchor, since: date) -> Iterator[tuple[str, date, date]]:
    first = since if anchor is Anchor.AGREEMENT else calendar_start(window, since)
    for times in count():
        starts, after = first + step(window, times), first + step(window, times + 1)
        label = f"from-{starts}" if anchor is Anchor.AGREEMENT else _calendar_label(window, starts)
        yield label, starts, after - ONE_DAY


def calendar_start(window: Window, day: date) -> date:
    """The first day of the calendar window that holds a day; weeks begin on Mondays (ISO 8601)."""
    if window is Window.WEEK:
        return day - timedelta(days=day.weekday())
    months = MONTHS[window]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _calendar_label(window: Window, starts: date) -> str:
    number = (starts.month - 1) // MONTHS.get(window, 1) + 1
    match window:
        case Window.WEEK:
            year, week, _ = starts.isocalendar()
            return f"{year}-W{week:02}"
        case Window.MONTH:
            return f"{starts.year}-{number:02}"
        case Window.QUARTER:
            return f"{starts.year}-Q{number}"
        case Window.TERTIAL:
            return f"{starts.year}-T{number}"
        case Window.HALF_YEAR:
            return f"{starts.year}-H{number}"
        case _:
            return f"{starts.year}"
