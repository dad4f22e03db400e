"""On which days does a rhythm fall? An RRULE (RFC 5545), counted in civil days from the agreement's first day.

Two things differ from the letter of the RFC. A time of day is dropped, since a due day ends at midnight; and a rule for
one day of the month clamps to the month's last day instead of skipping short months ("the 31st", 29 February).
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from services.runtime.errors import Refused

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
TIMES_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
HIGHEST = {
    "INTERVAL": 999_999,
    "COUNT": 999_999,
    "BYSETPOS": 366,
    "BYMONTH": 12,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
}
FROM_THE_END = ("BYSETPOS", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
"""These may count backwards: -1 is the last. Nothing is ever number 0."""
WEEKDAY = re.compile(r"([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)")
SHORTEST_MONTH = 28
LEAP_YEAR = 2024


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by name: {"FREQ": "WEEKLY", "BYDAY": "WE"}. Raises Refused with what is wrong."""
    parts: dict[str, str] = {}
    for piece in rule.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, equals, value = piece.partition("=")
        if not equals or not value or name in parts:
            raise Refused(f"Schemat (rrule) ”{rule}” går inte att tolka vid ”{piece}”.")
        parts[name] = value
    if parts.get("FREQ") not in FREQUENCIES:
        raise Refused(f"Schemat (rrule) ”{rule}” måste ha FREQ=DAILY, WEEKLY, MONTHLY eller YEARLY.")
    for name, value in parts.items():
        if not _makes_sense(name, value):
            raise Refused(f"Schemat (rrule) ”{rule}” går inte att tolka vid ”{name}={value}”.")
    if "BYDAY" in parts and parts["FREQ"] in {"DAILY", "WEEKLY"}:  # "the first Wednesday of the week" is Wednesday
        parts["BYDAY"] = re.sub(r"[+-]?\d+", "", parts["BYDAY"])
    return {name: value for name, value in parts.items() if name not in TIMES_OF_DAY}


def days_of(rule: str, since: date, until: date) -> list[date]:
    """All days of a rule, red days included, from `since` to `until`. Raises Refused for a rule we cannot follow."""
    stated = parts_of(rule).get("UNTIL")
    end = min(until, last_day_of(stated)) if stated else until
    return [moment.date() for moment in _rule(rule, since).between(_midnight(since), _midnight(end), inc=True)]


@lru_cache(maxsize=256)
def _rule(rule: str, since: date) -> rrule | rruleset:
    parts = parts_of(rule)
    parts |= _clamped(parts, since)
    if _never(parts):
        raise Refused(f"Schemat (rrule) ”{rule}” infaller aldrig.")
    text = ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL")
    try:
        return rrulestr(text, dtstart=_midnight(since))
    except (ValueError, TypeError, AttributeError) as wrong:
        raise Refused(f"Schemat (rrule) ”{rule}” går inte att tolka.") from wrong


def _makes_sense(name: str, value: str) -> bool:
    if name in TIMES_OF_DAY:  # two times a day is finer than days
        return value.isdecimal()
    if name == "UNTIL":
        return last_day_of(value) is not None
    if name == "BYDAY":
        return all(WEEKDAY.fullmatch(day) for day in value.split(","))
    if name == "WKST":
        return value in {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
    if name == "FREQ":
        return True
    return all(_within(name, number) for number in value.split(","))


def _within(name: str, number: str) -> bool:
    highest = HIGHEST.get(name)
    if highest is None or not re.fullmatch(r"[+-]?\d{1,6}", number):
        return False
    return 1 <= (abs(int(number)) if name in FROM_THE_END else int(number)) <= highest


def _clamped(parts: dict[str, str], since: date) -> dict[str, str]:
    """The parts to change so that a rule for one late day of the month finds the last day of a shorter month."""
    if not parts.keys().isdisjoint({"BYDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"}):
        return {}
    day, month = parts.get("BYMONTHDAY", str(since.day)), parts.get("BYMONTH")
    if parts["FREQ"] == "YEARLY" and not month:
        month = None if "BYMONTHDAY" in parts else str(since.month)
    one_a_period = parts["FREQ"] == "MONTHLY" or (parts["FREQ"] == "YEARLY" and month is not None and "," not in month)
    if not one_a_period or not day.isdecimal() or int(day) <= SHORTEST_MONTH:
        return {}
    days = ",".join(str(number) for number in range(SHORTEST_MONTH, int(day) + 1))
    return {"BYMONTHDAY": days, "BYSETPOS": "-1"} | ({"BYMONTH": month} if month else {})


def _never(parts: dict[str, str]) -> bool:
    """30 February and the like, which dateutil would seek day by day to the year 9999."""
    if "BYMONTH" not in parts or "BYMONTHDAY" not in parts:
        return False
    longest = max(monthrange(LEAP_YEAR, int(month))[1] for month in parts["BYMONTH"].split(","))
    return all(abs(int(day)) > longest for day in parts["BYMONTHDAY"].split(","))


def last_day_of(until: str) -> date:
    """The day of an UNTIL: 20261231, 20261231T225959 (Stockholm) or 20261231T225959Z."""
    for pattern in ("%Y%m%d", "%Y%m%dT%H%M%S"):
        try:
            return datetime.strptime(until, pattern).date()  # noqa: DTZ007  a civil day
        except ValueError:
            continue
    try:
        return datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(STOCKHOLM).date()
    except ValueError:
        raise Refused(f"Schemats sista dag (UNTIL) ”{until}” är inte ett datum.") from None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  rrule counts civil days
