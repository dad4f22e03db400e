"""By how many whole years is an old agreement moved to be current, and how are its days moved?"""

import re
from datetime import date

from schemas.agreements import CommitmentEntry, Document, Once, Recurrence, Schedule, Validity

UNTIL = re.compile(r"(?<=UNTIL=)\d{8}")
FEBRUARY, LEAP_DAY = 2, 29


def until_current(validity: Validity, today: date) -> int:
    """The fewest years after which it has not ended; without an end, the most with which it has begun."""
    last = validity.until
    if last:
        years = max(0, today.year - last.year)
        return years if moved(last, years) >= today else years + 1
    years = max(0, today.year - validity.since.year)
    return years if years == 0 or moved(validity.since, years) <= today else years - 1


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
