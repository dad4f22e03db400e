"""How do the nine agreements fare, told so that a person can review it? One file for each, and one for what is refused.

`python -m tests.golden` writes them anew; the difference in the commit is what a reviewer reads.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import StringIO
from itertools import groupby
from pathlib import Path

from rich.console import Console

from schemas.agreements import Schedule
from schemas.followup import Light, Summary
from schemas.rhythm import days_of
from schemas.working_days import holiday_name
from services.cli.reading import read
from services.cli.summary import show_summary
from services.followup.model.agreement import Commitment
from services.followup.model.cadence import asked_to_report_on, summary_sent_on
from services.followup.model.ladder import climb
from services.followup.model.occurrence import Occurrence
from services.followup.model.windows import FOREVER, last_day
from services.followup.model.words import period_in_words, rule_in_words
from services.front.reading import Record
from tests.golden.agreements import FILE as AGREEMENTS
from tests.golden.life import Life, begin
from tests.golden.refusals import refusals

FOLDER = Path(__file__).parent
LINE = "=" * 100
SUMMARY = "THE SUMMARY at the last meeting"
SIGNS = {Light.GREEN: "✓", Light.YELLOW: "●", Light.RED: "▲", Light.GREY: "○"}
HEAD = f"""\
Made by `python -m tests.golden`; read the difference before you commit it. Signed on the day the file says, then only
what the file records is told, on the day it says; what has no day there, on the agreement's last.
{LINE}
"""
REFUSED = f"""\
Made by `python -m tests.golden`; read the difference before you commit it. What is asked of Arjeplog's promises of
2019, and the sentence that says no.
{LINE}
"""


def files() -> dict[str, str]:
    """Name and content of each."""
    return {f"{slug}.txt": agreement(slug) for slug in slugs()} | {"refused.txt": refused_in_words()}


def refused_in_words() -> str:
    return REFUSED + "\n".join(refusals())


def slugs() -> list[str]:
    return [reading.slug for reading in read(AGREEMENTS)]


@cache
def agreement(slug: str) -> str:
    return HEAD + "\n".join(_agreement(life(slug)))


def life(slug: str) -> Life:
    return next(begin(reading) for reading in read(AGREEMENTS) if reading.slug == slug)


def summary_in(text: str) -> str:
    """The last part of a file."""
    return text.partition(SUMMARY)[2].partition("\n\n")[2]


def in_words(summary: Summary) -> str:
    """As the terminal shows it."""
    shown = StringIO()
    show_summary(Console(file=shown, width=160, markup=False, emoji=False, highlight=False), summary)
    return "\n".join(line.rstrip() for line in shown.getvalue().splitlines()) + "\n"


def _agreement(lived: Life) -> Iterator[str]:
    agreement = lived.agreement
    lights = list(lived.lights())
    last = lived.meetings()[-1]
    lived.live_to(last)
    yield f"{agreement.slug}  {period_in_words(agreement.validity)}, signed {lived.signed_on}\n{agreement.title}\n"
    yield "OCCURRENCES: window, last day, times asked for; and when whom is reminded, as planned when it was made\n"
    for commitment in lived.commitments:
        yield f"{commitment.slug}  {commitment.text}\n  ({rule_in_words(commitment.recurrence)})"
        yield from _occurrences_of(lived, commitment)
        yield ""
    yield "MEETINGS: asked to report, those who have not, the summary is sent\n"
    for day in lived.meetings():
        yield f"  {day}    {'  '.join(map(str, (*asked_to_report_on(day), summary_sent_on(day))))}"
    yield "\nTOLD\n"
    yield from [_told(on, record) for on, record in lived.told] or ["  nothing"]
    yield "\nLIGHTS at each month's end: ✓ green  ● yellow  ▲ red  ○ grey\n"
    for commitment in lived.commitments:
        runs = groupby(lights, key=lambda one: one[1][commitment.slug])
        yield f"  {commitment.slug:<16}" + "  ".join(_run(light, [day for day, _ in run]) for light, run in runs)
    yield f"\n{SUMMARY}, {last}\n"
    yield in_words(lived.summary(last))


def _told(on: date, record: Record) -> str:
    times = "" if record.count is None else f", {record.count} times"
    day = "" if record.on else ", no day in the file"
    return f"  {on}  {record.commitment}  {record.party}: {record.occurrence_status}{times}, {record.fulfilment}{day}"


def _run(light: Light, days: list[date]) -> str:
    return f"{SIGNS[light]} {days[0]:%Y-%m}" + (f"…{days[-1]:%Y-%m}" if len(days) > 1 else "")


def _occurrences_of(lived: Life, commitment: Commitment) -> Iterator[str]:
    rule, validity = commitment.recurrence, lived.agreement.validity
    occurrences = [one for one in lived.occurrences.values() if one.commitment_id == commitment.id]
    if not isinstance(rule, Schedule):
        yield from _occurrences(occurrences)
        return
    yield from _occurrences([one for one in occurrences if one.starts.year == validity.since.year])
    yield f"  … and so on to {occurrences[-1].slug}; red days are skipped:"
    for day in days_of(rule.rrule, validity.since, min(occurrences[-1].starts, last_day(validity))):
        if holiday_name(day):
            yield f"  skipped {day} {holiday_name(day)}"
    times = Counter(one.starts.year for one in occurrences)
    yield "  times per year: " + ", ".join(f"{year}: {number}" for year, number in sorted(times.items()))


def _occurrences(occurrences: list[Occurrence]) -> Iterator[str]:
    """One row per window; its municipalities, where each has its own occurrence, in braces."""
    for _, group in groupby(occurrences, key=lambda one: one.starts):
        places = list(group)
        one = places[0]
        slug = one.slug
        if one.municipality:
            codes = ",".join(str(place.municipality) for place in places)
            slug = f"{slug.removesuffix(one.municipality)}{{{codes}}}"
        ends = "tills vidare" if one.ends == FOREVER else one.ends
        yield f"  {slug}    {one.starts}–{ends}    {one.due or 'no last day'}    {one.target or 'not counted'}"
        if one.due:
            steps = climb(one.starts, one.due, one.planned_on)
            yield "      " + "  ".join(f"{step.rung}→{step.day}" for step in steps)
