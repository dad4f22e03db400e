"""How far on may the clock of a trial be moved? To what comes, by a year at most, and never back."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from schemas.working_days import next_working_day
from services.front.language import _
from services.runtime.errors import Refused

MORNING = time(8)
"""Reminders leave from this hour (DOMAIN, Reminders)."""
FURTHEST = timedelta(days=366)
SPEEDS = {"vanlig": 1.0, "fort": 1440.0, "still": 0.0}
"""Seconds of the trial's time per real second, by the name in the form; a day a minute."""


def next_morning(now: datetime) -> datetime:
    """The next working day's at eight, today's if it has not been yet. `now` and the answer: Swedish time."""
    today = datetime.combine(next_working_day(now.date()), MORNING, now.tzinfo)
    if today > now:
        return today
    return datetime.combine(next_working_day(now.date() + timedelta(days=1)), MORNING, now.tzinfo)


STEPS: Mapping[str, Callable[[datetime], datetime]] = {
    "morgon": next_morning,
    "dygn": lambda now: now + timedelta(days=1),
    "vecka": lambda now: now + timedelta(weeks=1),
}
"""By the name in the form."""


def morning_of(day: date, now: datetime) -> datetime:
    """Raises Refused for a day whose morning has been, or that is too far off. `now`: Swedish time."""
    at = datetime.combine(day, MORNING, now.tzinfo)
    if at <= now:
        raise Refused(_("Klockan går bara framåt. Välj en dag efter %(day)s.", day=now.date()))
    if at - now > FURTHEST:
        raise Refused(_("Klockan flyttas fram högst ett år i taget. Välj en dag inom ett år."))
    return at
