"""How does a test let days pass, and see what is said of deadlines? Shared by those that do."""

from datetime import date, datetime

from schemas.agreements import (
    Document,
)
from schemas.followup import (
    ClockKind,
    DeadlineKind,
    DeadlineLine,
    DeadlineReminderDue,
    ListDeadlines,
    RecordStatutoryStep,
)
from services.followup.handlers.clock import RemindersThatAreDue
from services.runtime.clock import day_in_stockholm
from tests.builders import (
    AGREEMENT,
    KOMMUNPOLIS,
    SAMORDNARE,
    a_commitment,
    a_document,
)
from tests.followup.following import Following
from tests.followup.values import day
from tests.looking import rows

FIRST, SECOND = f"{AGREEMENT}/meeting-1", f"{AGREEMENT}/meeting-2"
PAIR = (KOMMUNPOLIS.id, SAMORDNARE.id)
MEETING, END, FEEDBACK = DeadlineKind.MEETING, DeadlineKind.AGREEMENT_END, DeadlineKind.PUBLIC_FEEDBACK
Said = dict[str, tuple[str, tuple]]


def a_long_promise(**changes: object) -> Document:
    """One commitment that is due last of all, so that nothing but deadlines is said before."""
    fields = {"since": "2026-01-01", "until": "2027-12-31", "commitments": (a_commitment(due="2027-12-31"),)}
    return a_document(**fields | changes)


async def days_pass(followup: Following, until: str) -> Said:
    """Every morning comes on which something is planned to leave; what was said of deadlines: when, and to whom."""
    return {f"{fact.deadline} {fact.rung}": (str(on), fact.functions) for on, fact in await mornings(followup, until)}


async def mornings(followup: Following, until: str) -> list[tuple[date, DeadlineReminderDue]]:
    said: list[tuple[date, DeadlineReminderDue]] = []
    last = day(until)
    while (morning := await next_morning(followup)) and day_in_stockholm(morning) <= last:
        today = max(day_in_stockholm(morning), day_in_stockholm(followup.clock.now()))
        followup.clock.set(f"{today}T09:00")
        job, before = RemindersThatAreDue(), len(followup.said)
        while await followup.do(job.leave):
            pass
        said += [(today, fact) for fact in followup.said[before:] if isinstance(fact, DeadlineReminderDue)]
    followup.clock.set(f"{until}T12:00")
    return said


async def next_morning(followup: Following) -> datetime | None:
    both = "SELECT leaves_at FROM ladder UNION ALL SELECT leaves_at FROM deadline"
    [found] = await rows(followup.url, f"SELECT min(leaves_at) FROM ({both}) AS both_kinds")  # noqa: S608  our own words
    return found[0]


async def wait_for(followup: Following, moment: str) -> list[tuple[str, str, tuple]]:
    """All that is said of deadlines when everything was down until then."""
    before = len(followup.heard(DeadlineReminderDue))
    followup.clock.set(moment)
    await followup.let_time_work()
    return [(fact.deadline, fact.rung, fact.functions) for fact in followup.heard(DeadlineReminderDue)[before:]]


async def listed(followup: Following, kind: DeadlineKind) -> DeadlineLine:
    answer = await followup.ask(ListDeadlines(agreement=AGREEMENT))
    return next(one for one in answer.deadlines if one.deadline is kind)


def became(line: DeadlineLine) -> list[tuple[str, str, str, str]]:
    return [(one.rung, str(one.leaves), one.state, one.reason) for one in line.rungs]


async def tell_step(followup: Following, on: str, clock: ClockKind = ClockKind.ACTION_PLAN) -> None:
    number = "KS 2026/0031"
    await followup.tell(RecordStatutoryStep(municipality="2506", clock=clock, on=day(on), registration_number=number))
