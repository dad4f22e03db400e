"""On which days does a schedule fall? An RRULE (RFC 5545), counted in civil days from the agreement's first day.

This is what a `Schedule` means, for whoever writes one and for whoever plans it. Two things differ from the letter of
the RFC: there are no times of day, since a due day ends at midnight; and a rule for one day of the month clamps to the
month's last day instead of skipping short months ("the 31st", 29 February). A time on a red day is skipped.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from schemas.working_days import red_day

FIELD = "fältet recurrence.rrule"
"""Every sentence of a ValueError here begins with it."""
STOCKHOLM = ZoneInfo("Europe/Stockholm")
ALWAYS = {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST"}
ALLOWED = {
    "DAILY": ALWAYS,
    "WEEKLY": ALWAYS | {"BYDAY"},
    "MONTHLY": ALWAYS | {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": ALWAYS | {"BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH"},
}
"""What a rule may say, by frequency. With more, a rule may never occur, and the search takes minutes."""
HIGHEST = {"INTERVAL": 9_999, "COUNT": 99_999, "BYSETPOS": 366, "BYMONTH": 12, "BYMONTHDAY": 31}
FROM_THE_END = {"BYSETPOS", "BYMONTHDAY"}
"""These may count backwards: -1 is the last. Nothing is ever number 0."""
PIECE = re.compile(r"[A-Z]+=[A-Z0-9,+-]+")
WEEKDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
"""Perhaps with its number in the month or year: 2WE, -1FR."""
SHORTEST_MONTH = 28
LEAP_YEAR = 2024
SEARCHED = timedelta(days=3653)
"""How far a schedule under an open-ended agreement is searched for its first time: ten years."""


def check_schedule(rule: str, since: date, until: date | None) -> None:
    """Raises ValueError, with a Swedish sentence, for what cannot be read or never occurs from `since` to `until`."""
    if next(kept_days(rule, since, until or since + SEARCHED), None) is None:
        asked = f"{since}–{until}" if until else f"från {since} tills vidare"
        raise ValueError(f"{FIELD} infaller aldrig under giltighetstiden {asked}, röda dagar oräknade.")


def kept_days(rule: str, since: date, until: date) -> Iterator[date]:
    """The days of a rule from `since` to `until`, without the red ones, which are skipped. Raises ValueError."""
    return (day for day in days_of(rule, since, until) if not red_day(day))


def days_of(rule: str, since: date, until: date) -> Iterator[date]:
    """All days of a rule from `since` to `until`, red days included. Raises ValueError for what cannot be read."""
    stated = parts_of(rule).get("UNTIL")
    last = min(until, last_day_of(stated)) if stated else until
    return takewhile(lambda day: day <= last, (moment.date() for moment in _rule(rule, since)))


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by name: {"FREQ": "WEEKLY", "BYDAY": "WE"}. Raises ValueError with what is wrong."""
    parts: dict[str, str] = {}
    for piece in rule.split(";"):
        name, _, value = piece.partition("=")
        if not PIECE.fullmatch(piece) or name in parts:
            raise ValueError(f"{FIELD} ska bestå av olika delar som FREQ=WEEKLY;BYDAY=FR, utan mellanslag.")
        parts[name] = value
    allowed = ALLOWED.get(parts.get("FREQ", ""))
    if allowed is None:
        raise ValueError(f"{FIELD} ska ha FREQ=DAILY, WEEKLY, MONTHLY eller YEARLY.")
    for name, value in parts.items():
        if name not in allowed:
            raise ValueError(f"{FIELD} innehåller {name}, som inte kan följas upp med FREQ={parts['FREQ']}.")
        if not _makes_sense(name, value, parts):
            raise ValueError(f"{FIELD} går inte att läsa vid {name}={value}.")
    if "BYSETPOS" in parts and parts.keys().isdisjoint({"BYDAY", "BYMONTHDAY"}):
        raise ValueError(f"{FIELD} har BYSETPOS utan BYDAY eller BYMONTHDAY att välja bland.")
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError(f"{FIELD} kan inte ha både COUNT och UNTIL. Välj antal eller sista dag.")
    return parts


def last_day_of(until: str) -> date:
    """The day of an UNTIL: 20261231, 20261231T225959 (Stockholm) or 20261231T225959Z. Raises ValueError."""
    if re.fullmatch(r"\d{8}", until):
        return _read(until, "%Y%m%d").date()
    if re.fullmatch(r"\d{8}T\d{6}Z", until):
        return _read(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(STOCKHOLM).date()
    return _read(until, "%Y%m%dT%H%M%S").date()


@lru_cache(maxsize=256)
def _rule(rule: str, since: date) -> rrule | rruleset:
    parts = parts_of(rule)
    if _never(parts):
        raise ValueError(f"{FIELD} infaller aldrig.")
    parts |= _clamped(parts, since)
    text = ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL")
    try:
        return rrulestr(text, dtstart=datetime(since.year, since.month, since.day))  # noqa: DTZ001  civil days
    except (ValueError, TypeError, AttributeError) as wrong:
        raise ValueError(f"{FIELD} går inte att läsa: {rule}.") from wrong


def _makes_sense(name: str, value: str, parts: dict[str, str]) -> bool:
    match name:
        case "FREQ":
            return True
        case "WKST":
            return value in {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
        case "BYDAY":
            days = [WEEKDAY.fullmatch(day) for day in value.split(",")]
            return all(day and (parts["FREQ"] != "WEEKLY" or not day[1]) for day in days)
        case "UNTIL":
            return _is_a_day(value)
    return all(_within(name, number) for number in value.split(",")) and ("," not in value or name.startswith("BY"))


def _is_a_day(until: str) -> bool:
    try:
        last_day_of(until)
    except ValueError:
        return False
    return True


def _within(name: str, number: str) -> bool:
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", number):
        return False
    return 1 <= (abs(int(number)) if name in FROM_THE_END else int(number)) <= HIGHEST[name]


def _clamped(parts: dict[str, str], since: date) -> dict[str, str]:
    """The parts to change so that a rule for one late day of the month finds the last day of a shorter month."""
    if not parts.keys().isdisjoint({"BYDAY", "BYSETPOS"}):
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


def _read(day: str, pattern: str) -> datetime:
    return datetime.strptime(day, pattern)  # noqa: DTZ007  a civil day
