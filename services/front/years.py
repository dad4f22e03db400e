"""By how many whole years is an old agreement moved to be current, and how are its days moved?"""

import re
from collections.abc import Iterable
from datetime import date

from schemas.agreements import CommitmentEntry, Document, Once, Recurrence, Schedule, Validity

UNTIL = re.compile(r"(?<=UNTIL=)\d{8}")
FEBRUARY, LEAP_DAY = 2, 29


def until_current(validity: Validity, today: date, told: Iterable[date] = ()) -> int:
    """As many years as leave it begun and everything `told` of it in the past; more only if it has ended by then."""
    pasts = (validity.since, *told)
    years = max(0, min(_years_up_to(day, today) for day in pasts))
    if not validity.until:
        return years
    while moved(validity.until, years) < today:
        years += 1
    return years


def _years_up_to(day: date, today: date) -> int:
    """The most years by which a day can be moved without passing today; negative when it lies ahead."""
    years = today.year - day.year
    return years if moved(day, years) <= today else years - 1


def moved(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes the 28th where there is none. Raises ValueError past 9999."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        if (day.month, day.day) != (FEBRUARY, LEAP_DAY):
            raise
        return day.replace(year=day.year + years, day=LEAP_DAY - 1)


def moved_document(document: Document, years: int) -> Document:
    validity = document.validity
    until = moved(validity.until, years) if validity.until else None
    return document.model_copy(
        update={
            "validity": Validity(since=moved(validity.since, years), until=until),
            "commitments": tuple(_moved_entry(entry, years) for entry in document.commitments),
            "plan_year": document.plan_year + years if document.plan_year else None,
        }
    )


def _moved_entry(entry: CommitmentEntry, years: int) -> CommitmentEntry:
    return entry.model_copy(update={"recurrence": _moved_rule(entry.recurrence, years)})


def _moved_rule(rule: Recurrence, years: int) -> Recurrence:
    match rule:
        case Once():
            due = moved(rule.due, years) if rule.due else None
            return rule.model_copy(update={"due": due, "year": rule.year + years if rule.year else None})
        case Schedule():
            return rule.model_copy(update={"rrule": UNTIL.sub(lambda day: _moved_until(day[0], years), rule.rrule)})
    return rule


def _moved_until(day: str, years: int) -> str:
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return day  # no day at all: refused, with the field, where rhythms are checked
    return f"{moved(last, years):%Y%m%d}"
