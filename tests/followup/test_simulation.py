"""Is what is simulated what then leaves? As things stand, beyond the horizon, and if something were different."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from schemas.agreements import Count, Document, Schedule, Window
from schemas.base import Party
from schemas.followup import (
    CancelOccurrence,
    ComingReminders,
    DueIf,
    MoveDueDay,
    PauseOccurrence,
    ReminderDue,
    SimulateReminders,
)
from schemas.working_days import is_working_day
from services.followup.handlers.clock import DueDaysThatPassed, RemindersThatAreDue, extend_the_horizon
from services.followup.model.ladder import moved_off, rungs
from services.runtime.clock import day_in_stockholm
from services.runtime.database import Database
from services.runtime.errors import Refused
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document
from tests.followup.following import Following, a_report, signed
from tests.followup.values import day
from tests.looking import rows

Told = list[tuple[date, ReminderDue]]
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


async def simulated(followup: Following, until: str, **asked: object) -> Told:
    today = day_in_stockholm(followup.clock.now())
    answer = await followup.ask(SimulateReminders(**{"since": today, "until": day(until)} | asked))
    assert isinstance(answer, ComingReminders)
    return [(one.on, one.reminder) for one in answer.reminders]


async def what_leaves(followup: Following, until: str) -> Told:
    """Let every morning come on which something is planned to leave."""
    left: Told = []
    kept = Database(followup.url, followup.clock)
    jobs = (extend_the_horizon, RemindersThatAreDue().leave, DueDaysThatPassed().announce)
    while (morning := await _next_morning(kept)) and day_in_stockholm(morning) <= day(until):
        today = max(day_in_stockholm(morning), day_in_stockholm(followup.clock.now()))
        followup.clock.set(f"{today}T09:00")
        for job in jobs:
            done = 1
            while done:
                async with kept.work() as work:
                    done = await job(work)
                    left += [(today, one) for one in work.facts if isinstance(one, ReminderDue)]
    await kept.close()
    return left


async def _next_morning(kept: Database) -> datetime | None:
    async with kept.reading() as connection:
        return await connection.scalar(text("SELECT min(leaves_at) FROM ladder"))


def known(told: Told) -> list[tuple[date, str]]:
    return sorted((on, one.model_dump_json()) for on, one in told)


def a_long_one() -> Document:
    """Three years, of which the horizon sees little more than one."""
    commitments = (
        a_commitment("arjeplog-1", Count(min=1, window=Window.QUARTER)),
        a_commitment("arjeplog-2", Schedule(rrule="FREQ=MONTHLY;BYMONTHDAY=1"), by=(SAMORDNARE,)),
        a_commitment("arjeplog-3", due="2026-05-29", by=(KOMMUNPOLIS,)),
    )
    return a_document(until="2028-12-31", commitments=commitments)


@pytest.fixture
async def promised(followup: Following) -> Following:
    followup.clock.set("2026-01-05T07:00")
    await followup.hear(*signed(a_long_one()))
    return followup


async def test_three_years_are_simulated_as_they_come_also_what_the_horizon_has_not_reached(promised: Following):
    foretold = await simulated(promised, "2028-12-31")
    assert known(foretold) == known(await what_leaves(promised, "2028-12-31"))
    assert max(on for on, _ in foretold) > day("2028-11-30")


async def test_a_year_asked_about_week_by_week_is_the_year_asked_about_at_once(promised: Following):
    weeks = [day("2026-01-05") + timedelta(weeks=number) for number in range(52)]
    parts = [await simulated(promised, str(first + timedelta(days=6)), since=first) for first in weeks]
    assert known([one for part in parts for one in part]) == known(await simulated(promised, "2027-01-03"))


async def test_nothing_is_written_or_said_by_asking(promised: Following):
    tables = [f"SELECT * FROM {table}" for table in ("occurrence", "ladder", "commitment", "due_move", "event_log")]  # noqa: S608
    before, said = [await rows(promised.url, table) for table in tables], list(promised.said)
    moved = DueIf(occurrence="arjeplog-3/once", due=day("2026-06-30"))
    await simulated(promised, "2028-12-31", if_due=(moved,), if_holidays=(day("2026-06-05"),))
    assert [await rows(promised.url, table) for table in tables] == before
    assert promised.said == said


async def test_if_a_due_day_were_moved_the_old_rungs_are_gone_and_the_new_ones_leave(promised: Following):
    wish = MoveDueDay(occurrence="arjeplog-3/once", due=day("2026-08-31"), by=Party.POLICE, reason="Vägen byggs om")
    foretold = await simulated(promised, "2026-12-31", if_due=(DueIf(occurrence=wish.occurrence, due=wish.due),))
    await promised.tell(wish)
    assert known(foretold) == known(await what_leaves(promised, "2026-12-31"))
    assert foretold != await simulated(promised, "2026-12-31")


async def test_what_is_done_paused_or_cancelled_is_simulated_as_silent(promised: Following):
    promised.clock.set("2026-02-02T09:00")
    await promised.tell(a_report("arjeplog-1/2026-Q1", on="2026-02-01"))
    await promised.tell(PauseOccurrence(occurrence="arjeplog-1/2026-Q2", by=Party.POLICE, reason="Torget byggs om"))
    await promised.tell(CancelOccurrence(occurrence="arjeplog-3/once", reason="Ny väg", forum="Lokala BRÅ"))
    foretold = await simulated(promised, "2026-12-31")
    assert known(foretold) == known(await what_leaves(promised, "2026-12-31"))
    assert {one.due for _, one in foretold}.isdisjoint({day("2026-03-31"), day("2026-06-30"), day("2026-05-29")})


async def test_what_was_missed_while_all_was_down_leaves_the_first_working_day_once(promised: Following):
    promised.clock.set("2026-05-23T10:00")  # a Saturday, after months
    foretold = await simulated(promised, "2026-05-25")
    late = [(on, one.rung) for on, one in foretold if one.due == day("2026-03-31")]
    assert late == [(day("2026-05-25"), "pair+14"), (day("2026-05-25"), "t+43")]


async def test_only_one_agreement_is_simulated_if_it_is_named(promised: Following):
    other = a_document("vidare-2026", commitments=(a_commitment("vidare-1", agreement="vidare-2026"),))
    await promised.hear(*signed(other))
    foretold = await simulated(promised, "2028-12-31", agreement="vidare-2026")
    assert {one.agreement_id for _, one in foretold} == {other.id}
    wish = DueIf(occurrence="arjeplog-3/once", due=day("2026-06-30"))
    with pytest.raises(Refused, match="hör inte till vidare-2026"):
        await simulated(promised, "2026-12-31", agreement="vidare-2026", if_due=(wish,))


async def test_if_a_day_were_red_mails_move_off_it_and_a_scheduled_time_on_it_is_skipped(promised: Following):
    red = day("2026-10-01"), day("2026-10-30")
    as_it_is, otherwise = (
        await simulated(promised, "2026-12-31"),
        await simulated(promised, "2026-12-31", if_holidays=red),
    )
    assert [one for one in as_it_is if one[0] in red]
    assert [one for one in otherwise if one[0] in red] == []
    skipped = {one.due for _, one in as_it_is} - {one.due for _, one in otherwise}
    assert skipped == {day("2026-10-01")}


@given(due=DAYS, length=st.integers(1, 400), red=st.frozensets(DAYS, max_size=40))
def test_a_rung_moves_to_the_nearest_working_day_that_is_not_taken_to_be_red(
    due: date, length: int, red: frozenset[date]
):
    for step in moved_off(rungs(due - timedelta(days=length - 1), due), red):
        meant = due + timedelta(days=step.rung.days)
        passed_over = [meant + timedelta(days=n) for n in range((step.day - meant).days)]
        passed_over += [meant - timedelta(days=n) for n in range((meant - step.day).days)]
        assert (step.day < meant) <= (step.rung.days < 0)
        assert (step.day > meant) <= (step.rung.days > 0)
        assert is_working_day(step.day, red)
        assert not any(is_working_day(one, red) for one in passed_over)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": day("2026-01-04")}, "Det som har varit simuleras inte"),
        ({"since": day("2026-02-01")}, "ligger före första dagen"),
        ({"agreement": "ingen"}, "finns inte"),
        ({"if_due": (DueIf(occurrence="ingen/once", due=day("2026-06-30")),)}, "finns inte"),
        ({"if_due": (DueIf(occurrence="arjeplog-3/once", due=day("2026-01-02")),)}, "har redan passerat"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(promised: Following, asked: dict[str, object], sentence: str):
    with pytest.raises(Refused, match=sentence):
        await simulated(promised, "2026-01-31", **asked)
