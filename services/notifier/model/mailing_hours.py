"""When may mail leave? On Swedish working days from 08:00 until midnight, Stockholm time."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST_HOUR = 8
GATHER = timedelta(minutes=5)
"""What waits for a morning becomes due this long after 08:00, so that it joins the mail of that morning's reminders."""


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _red_days(day.year)  # noqa: PLR2004  Monday is 0, Friday 4


def may_leave(moment: datetime) -> bool:
    local = moment.astimezone(STOCKHOLM)
    return local.hour >= FIRST_HOUR and is_working_day(local.date())


def leaves_from(moment: datetime) -> datetime:
    """The moment itself when mail may leave, else the next working day's morning, as UTC."""
    if may_leave(moment):
        return moment
    local = moment.astimezone(STOCKHOLM)
    return _morning(local.date() if local.hour < FIRST_HOUR else local.date() + timedelta(days=1))


def next_mail_day(moment: datetime) -> datetime:
    """The morning of the first working day after the moment's own day."""
    return _morning(moment.astimezone(STOCKHOLM).date() + timedelta(days=1))


def _morning(earliest: date) -> datetime:
    day = earliest
    while not is_working_day(day):
        day += timedelta(days=1)
    eight = datetime.combine(day, time(FIRST_HOUR), STOCKHOLM)
    return eight.astimezone(ZoneInfo("UTC")) + GATHER


@cache
def _red_days(year: int) -> frozenset[date]:
    """Public and de facto holidays: midsommarafton, julafton and nyårsafton are only in `de_facto`."""
    return frozenset(holidays.country_holidays("SE", categories=("public", "de_facto"), years=year))
