"""When do the parties meet? By the cadence of the agreement's review, or by a rhythm of their own."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, takewhile

from schemas.agreements import Validity, Window
from schemas.working_days import next_working_day, previous_working_day
from services.followup.model.windows import ONE_DAY, calendar_start, step

FAR = timedelta(days=400)
"""Longer than any cadence."""
ASKED_BEFORE = (timedelta(days=21), timedelta(days=7))
"""Both parties are asked to report, then those who have not (DOMAIN, Reminders)."""
SUMMARY_BEFORE = timedelta(days=1)
"""The pair get a link to the summary."""


def meeting_days(cadence: Window, validity: Validity, first: date | None, until: date) -> list[date]:
    """The days of a series up to and including `until`, each once, all of them working days.

    After each calendar window that has begun in the validity, and after the agreement's last day, which clips the last
    window. With `first`: that day and then as often, counted from it, so that 31 January is followed by 28 February and
    31 March; none after the agreement's end.
    """
    end = validity.until
    last = min(until, end) if end else until
    if first is None and end and end < until:
        days = [*_rhythm(cadence, validity, first, last), end + ONE_DAY]
    else:
        days = list(_rhythm(cadence, validity, first, last))
    return [day for day in dict.fromkeys(map(next_working_day, days)) if day <= until]


def coming_meeting(cadence: Window, validity: Validity, today: date) -> date | None:
    """The next day on which they meet by the cadence; None once the last has been."""
    days = meeting_days(cadence, validity, None, max(validity.until or today, today) + FAR)
    return next((day for day in days if day > today), None)


def since_last_meeting(cadence: Window, validity: Validity, today: date) -> date:
    """One cadence back, and never after the day on which they last met by it: nothing falls between two meetings."""
    met = meeting_days(cadence, validity, None, today - ONE_DAY)
    return min(last_meeting(cadence, validity, today), max(met, default=today))


def next_meeting(cadence: Window, validity: Validity, today: date) -> date | None:
    """The first day of the next calendar window; for the whole agreement the day after its end, if that is to come."""
    if cadence is Window.AGREEMENT:
        return validity.until + ONE_DAY if validity.until and validity.until >= today else None
    return calendar_start(cadence, today) + step(cadence)


def last_meeting(cadence: Window, validity: Validity, today: date) -> date:
    """One cadence back."""
    return validity.since if cadence is Window.AGREEMENT else today - step(cadence)


def asked_to_report_on(meeting: date) -> tuple[date, ...]:
    """What leaves before its deadline leaves on a working day before it."""
    return tuple(previous_working_day(meeting - before) for before in ASKED_BEFORE)


def summary_sent_on(meeting: date) -> date:
    return previous_working_day(meeting - SUMMARY_BEFORE)


def _rhythm(cadence: Window, validity: Validity, first: date | None, last: date) -> Iterator[date]:
    begins = first or next_meeting(cadence, validity, validity.since)
    if begins is None or cadence is Window.AGREEMENT:
        return iter([first] if first and first <= last else [])
    return takewhile(lambda day: day <= last, (begins + step(cadence, number) for number in count()))
