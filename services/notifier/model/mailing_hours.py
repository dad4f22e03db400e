"""When may mail leave? On Swedish working days from 08:00 until midnight, Stockholm time."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schemas.working_days import is_working_day, next_working_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST_HOUR = 8
GATHER = timedelta(minutes=5)
"""What waits for a morning becomes due this long after 08:00, so that it joins the mail of that morning's reminders."""


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
    eight = datetime.combine(next_working_day(earliest), time(FIRST_HOUR), STOCKHOLM)
    return eight.astimezone(ZoneInfo("UTC")) + GATHER
