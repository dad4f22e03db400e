"""When does a mailbox's mail leave? One a day, and above the week's ceiling what can wait waits for the next week.

A week is an ISO week in Stockholm. What waits leaves as one mail on the next week's first working day, unless a due day
in it would pass before: a reminder that comes after its day is worthless, and what else waits goes with it.
"""

from collections.abc import Collection, Container, Iterable
from datetime import date, timedelta

from schemas.working_days import next_working_day
from services.notifier.model.phrases import number

WEEK = timedelta(days=7)
HAS_HAD_TODAYS = "Väntar: brevlådan har redan fått dagens mejl."


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def next_weeks_mail(day: date, red_too: Container[date] = ()) -> date:
    """When what waits for the next week leaves."""
    return next_working_day(monday(day) + WEEK, red_too)


def presses(due_days: Iterable[date | None], today: date, red_too: Container[date] = ()) -> bool:
    """Whether one of these days, today or later, would pass before what waits for the next week leaves."""
    return any(due and today <= due < next_weeks_mail(today, red_too) for due in due_days)


def why_waits(
    mailed: Collection[date], today: date, ceiling: int, *, goes_above: bool, red_too: Container[date] = ()
) -> str:
    """Why a mailbox that was mailed on these days gets no mail today; empty when it does."""
    if today in mailed:
        return HAS_HAD_TODAYS
    this_week = sum(1 for day in mailed if monday(today) <= day < today)
    if this_week < ceiling or goes_above:
        return ""
    had = "veckans enda mejl" if ceiling == 1 else f"veckans {number(ceiling)} mejl"
    return f"Väntar: brevlådan har redan fått {had}. Det går samlat {next_weeks_mail(today, red_too)}."
