"""On which days do people work in Sweden, and which days are red?

A working day is neither Saturday, Sunday nor one of the `holidays` package's Swedish `public` or `de_facto` days
(midsommarafton, julafton and nyårsafton are only in the latter).
"""

from collections.abc import Container
from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)
PROPER_NAMES = ("Kristi",)


@cache
def _holidays_of(year: int) -> dict[date, str]:
    sweden = holidays.country_holidays(
        "SE", years=year, include_sundays=False, categories=("public", "de_facto"), language="sv"
    )
    return {day: _as_in_a_sentence(name) for day, name in sweden.items()}


def _as_in_a_sentence(names: str) -> str:
    """`Första maj; Kristi himmelsfärdsdag` → `första maj och Kristi himmelsfärdsdag`."""
    return " och ".join(
        name if name.startswith(PROPER_NAMES) else name[:1].lower() + name[1:] for name in names.split("; ")
    )


def holiday_name(day: date) -> str | None:
    """The Swedish name of a holiday, as it is written inside a sentence; None for any other day, also a Sunday."""
    return _holidays_of(day.year).get(day)


def red_day(day: date) -> bool:
    """Is a scheduled time on this day skipped?

    Only named holidays are red here. An ordinary Saturday or Sunday is not: a rhythm that lands there
    means it (nattvandring), or would otherwise lose a time in silence ("the 15th of every month").
    """
    return holiday_name(day) is not None


def is_working_day(day: date, red_too: Container[date] = ()) -> bool:
    """`red_too`: days that are taken to be red as well, when it is asked what would happen then."""
    return day.weekday() < SATURDAY and not red_day(day) and day not in red_too


def next_working_day(day: date, red_too: Container[date] = ()) -> date:
    """The day itself if it is a working day."""
    while not is_working_day(day, red_too):
        day += ONE_DAY
    return day


def previous_working_day(day: date, red_too: Container[date] = ()) -> date:
    """The day itself if it is a working day."""
    while not is_working_day(day, red_too):
        day -= ONE_DAY
    return day


def mail_day(days: int, day: date, red_too: Container[date] = ()) -> date:
    """The working day on which a mail for this day leaves, so many `days` from its deadline (negative: before it).

    Before the deadline, and on it, the working day before; after it the next (DOMAIN.md, "Reminders").
    """
    return (previous_working_day if days <= 0 else next_working_day)(day, red_too)
