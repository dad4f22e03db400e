"""Can this rhythm be followed up? A rule that leaves the due day open is refused until somebody has chosen."""

import re
from datetime import datetime, time

from dateutil.rrule import rrulestr

from schemas.agreements import Count, Once, Recurrence, Schedule, Validity, Window
from services.runtime.errors import Refused

LENGTH = {
    Window.WEEK: 1,
    Window.MONTH: 4,
    Window.QUARTER: 13,
    Window.TERTIAL: 17,
    Window.HALF_YEAR: 26,
    Window.YEAR: 52,
    Window.AGREEMENT: 10_000,
}
"""About how many weeks a window lasts: enough to compare two of them."""

RRULE = re.compile(r"[A-Z]+=[A-Z0-9,+-]+(;[A-Z]+=[A-Z0-9,+-]+)*")
COMMON_PARTS = {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST", "BYDAY"}
RRULE_PARTS = {
    "DAILY": COMMON_PARTS - {"BYDAY"},
    "WEEKLY": COMMON_PARTS,
    "MONTHLY": COMMON_PARTS | {"BYMONTHDAY", "BYSETPOS"},
    "YEARLY": COMMON_PARTS | {"BYMONTHDAY", "BYSETPOS", "BYMONTH"},
}
"""What a rhythm may say, by frequency. With more, a rule may never occur, and the search takes minutes."""


def check(recurrence: Recurrence, validity: Validity, commitment: str) -> None:
    """Raises Refused, naming the commitment and the field, where the rule cannot be followed up within the validity."""
    try:
        match recurrence:
            case Count():
                _check_count(recurrence, validity)
            case Once():
                _check_once(recurrence, validity)
            case Schedule():
                _check_schedule(recurrence, validity)
    except Refused as no:
        raise Refused(f"Åtagandet {commitment}: {no}") from no


def _check_count(rule: Count, validity: Validity) -> None:
    if rule.evaluated_over and not rule.averaged:
        raise Refused("fältet recurrence.evaluated_over gäller bara snitt (averaged: true).")
    if rule.evaluated_over and LENGTH[rule.evaluated_over] < LENGTH[rule.window]:
        raise Refused("fältet recurrence.evaluated_over är kortare än perioden i recurrence.window.")
    judged_over = (rule.evaluated_over or Window.AGREEMENT) if rule.averaged else rule.window
    if judged_over is Window.AGREEMENT and validity.until is None:
        field = "evaluated_over" if rule.averaged else "window"
        raise Refused(
            f"fältet recurrence.{field} säger hela överenskommelsen, men den gäller tills vidare. "
            "Välj en period, till exempel per år."
        )


def _check_once(rule: Once, validity: Validity) -> None:
    if rule.due and rule.season:
        raise Refused("fälten recurrence.due och recurrence.season kan inte anges samtidigt. Välj datum eller årstid.")
    if rule.year and not rule.season:
        raise Refused("fältet recurrence.year anges bara tillsammans med en årstid (recurrence.season).")
    if rule.due and not _within(rule, validity):
        raise Refused(f"fältet recurrence.due är {rule.due}, utanför giltighetstiden {in_words(validity)}.")


def _within(rule: Once, validity: Validity) -> bool:
    return rule.due is None or validity.since <= rule.due <= (validity.until or rule.due)


def _check_schedule(rule: Schedule, validity: Validity) -> None:
    if not RRULE.fullmatch(rule.rrule):
        raise Refused("fältet recurrence.rrule ska bestå av delar som FREQ=WEEKLY;BYDAY=FR, utan mellanslag.")
    parts = dict(part.partition("=")[::2] for part in rule.rrule.split(";"))
    allowed = RRULE_PARTS.get(parts.get("FREQ", ""))
    if allowed is None:
        raise Refused("fältet recurrence.rrule ska ha FREQ=DAILY, WEEKLY, MONTHLY eller YEARLY.")
    if unknown := sorted(set(parts) - allowed):
        raise Refused(f"fältet recurrence.rrule innehåller {unknown[0]}, som inte kan följas upp.")
    if not parts.get("INTERVAL", "1").strip("0"):
        raise Refused("fältet recurrence.rrule har INTERVAL=0; det minsta är 1.")
    try:
        first = next(iter(rrulestr(rule.rrule, dtstart=datetime.combine(validity.since, time()))), None)
    except (ValueError, TypeError, OverflowError) as wrong:
        raise Refused(f"fältet recurrence.rrule går inte att läsa: {rule.rrule}.") from wrong
    if first is None or (validity.until and first.date() > validity.until):
        raise Refused(f"fältet recurrence.rrule infaller aldrig under giltighetstiden {in_words(validity)}.")


def in_words(validity: Validity) -> str:
    return f"{validity.since}–{validity.until}" if validity.until else f"från {validity.since} tills vidare"
