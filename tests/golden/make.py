"""When does everything in the nine agreements fall due, and when is who reminded? Made for a person to review.

`python -m tests.golden.make` writes dates.txt anew; the difference in the commit is what a reviewer reads.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from schemas.agreements import Schedule
from schemas.followup import PlannedOccurrence
from schemas.rhythm import days_of
from schemas.working_days import holiday_name
from services.followup.model.ladder import rungs
from services.followup.model.recurrence import plan
from services.followup.model.windows import FOREVER, last_day
from services.followup.model.words import period_in_words, rule_in_words
from tests.golden.agreements import Agreed, Promised, agreements

FILE = Path(__file__).parent / "dates.txt"
HORIZON = date(2026, 11, 22) + timedelta(days=400)
HEAD = """\
Due days and reminder days of the nine agreements, planned to {horizon}.
Made by `python -m tests.golden.make`; read the difference before you commit it.

  occurrence    window    last day    target
      rung→the working day it leaves
A schedule shows its first calendar year, then all red days it skips, and its number of times per year.
"""


def written() -> str:
    lines = [HEAD.format(horizon=HORIZON)]
    for agreement in agreements():
        lines += _agreement(agreement)
    return "\n".join(lines) + "\n"


def _agreement(agreement: Agreed) -> Iterator[str]:
    yield f"\n{'=' * 100}\n{agreement.slug}  {period_in_words(agreement.validity)}\n{agreement.title}"
    for promised in agreement.commitments:
        yield f"\n{promised.slug}  {promised.text}\n  ({rule_in_words(promised.recurrence)})"
        yield from _commitment(agreement, promised)


def _commitment(agreement: Agreed, promised: Promised) -> Iterator[str]:
    rule = promised.recurrence
    occurrences = plan(promised.id, promised.slug, rule, agreement.validity, agreement.municipalities, HORIZON)
    if not isinstance(rule, Schedule):
        yield from _occurrences(occurrences)
        return
    first = agreement.validity.since.year
    yield from _occurrences([one for one in occurrences if one.starts.year == first])
    for day in days_of(rule.rrule, agreement.validity.since, min(HORIZON, last_day(agreement.validity))):
        if holiday_name(day):
            yield f"  skipped {day} {holiday_name(day)}"
    times = Counter(one.starts.year for one in occurrences)
    yield "  times per year: " + ", ".join(f"{year}: {number}" for year, number in sorted(times.items()))


def _occurrences(occurrences: list[PlannedOccurrence]) -> Iterator[str]:
    """One row per window; its municipalities, where each has its own occurrence, in braces."""
    for _, group in groupby(occurrences, key=lambda one: one.starts):
        places = list(group)
        one = places[0]
        slug = one.slug
        if one.municipality:
            codes = ",".join(str(place.municipality) for place in places)
            slug = f"{slug.removesuffix(one.municipality)}{{{codes}}}"
        ends = "tills vidare" if one.ends == FOREVER else one.ends
        yield f"  {slug}    {one.starts}–{ends}    {one.due or 'no due day'}    {one.target or 'no target'}"
        if one.due:
            yield "      " + "  ".join(f"{step.rung}→{step.day}" for step in rungs(one.starts, one.due))


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
