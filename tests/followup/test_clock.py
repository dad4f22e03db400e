"""What happens when time goes by? On a real database, with a clock that the test moves."""

import asyncio

import pytest
from sqlalchemy import text, update

from schemas import progress
from schemas.agreements import AgreementExtended, Count, Schedule, Window
from schemas.followup import (
    ExplainOccurrence,
    ListOccurrences,
    OccurrenceOverdue,
    OccurrencesPlanned,
    OccurrenceState,
    ReminderDue,
    RemindersSaid,
    Rung,
)
from services.followup.handlers.clock import DueDaysThatPassed, RemindersThatAreDue
from services.followup.store.occurrences import Occurrences
from services.followup.store.tables import occurrence
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document
from tests.followup.following import Following, a_report, signed
from tests.followup.values import day
from tests.looking import rows


async def a_promise_until(followup: Following, due: str, number: int = 1) -> None:
    commitments = tuple(a_commitment(f"arjeplog-{nr}", due=due) for nr in range(1, number + 1))
    await followup.hear(*signed(a_document(since="2026-03-01", commitments=commitments)))


def rungs(followup: Following) -> list[Rung]:
    return [fact.rung for fact in followup.heard(ReminderDue)]


async def test_each_rung_leaves_in_the_morning_of_its_working_day(followup: Following):
    await a_promise_until(followup, "2026-05-29")
    left = {}
    for _ in range(135):
        followup.clock.forward(days=1)
        await followup.let_time_work()
        left |= {rung: followup.clock.now().date() for rung in rungs(followup) if rung not in left}
    assert left == {
        Rung.T_MINUS_28: day("2026-04-30"),  # 1 May is a red day
        Rung.T_MINUS_7: day("2026-05-22"),
        Rung.T_PLUS_1: day("2026-06-01"),
        Rung.PAIR_14: day("2026-06-12"),
        Rung.T_PLUS_15: day("2026-06-15"),
        Rung.T_PLUS_29: day("2026-06-29"),
        Rung.T_PLUS_43: day("2026-07-13"),
    }
    assert len(rungs(followup)) == len(left)


async def test_nothing_leaves_before_eight_in_the_morning(followup: Following):
    await a_promise_until(followup, "2026-05-29")
    followup.clock.set("2026-04-30T07:59")
    await followup.let_time_work()
    assert rungs(followup) == []
    followup.clock.set("2026-04-30T08:00")
    await followup.let_time_work()
    (reminder,) = followup.heard(ReminderDue)
    assert reminder.functions == (KOMMUNPOLIS.id, SAMORDNARE.id)
    assert (reminder.due, reminder.due_version) == (day("2026-05-29"), 1)


async def test_after_thirty_days_of_silence_one_reminder_per_audience_leaves_and_the_rest_are_skipped(
    followup: Following,
):
    await a_promise_until(followup, "2026-05-29")
    followup.clock.set("2026-05-20T09:00")
    await followup.let_time_work()
    followup.clock.set("2026-06-19T09:00")
    await followup.let_time_work()
    assert rungs(followup) == [Rung.T_MINUS_28, Rung.PAIR_14, Rung.T_PLUS_15]
    explanation = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/once"))
    states = {one.rung: (one.state, one.reason) for one in explanation.reminders}
    assert states["t-7"] == states["t+1"]
    assert states["t+1"][0] == "skipped"
    assert "senare steg" in states["t+1"][1]


async def test_what_is_signed_late_is_reminded_of_once_and_not_in_a_burst(followup: Following):
    followup.clock.set("2026-05-25T09:00")
    await a_promise_until(followup, "2026-05-29")
    await followup.let_time_work()
    assert rungs(followup) == [Rung.T_MINUS_7]


async def test_a_rung_of_what_is_done_is_skipped_with_a_reason(followup: Following):
    await a_promise_until(followup, "2026-05-29")
    await followup.tell(a_report("arjeplog-1/once"))
    followup.clock.set("2026-05-04T09:00")
    await followup.let_time_work()
    assert rungs(followup) == []
    explanation = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/once"))
    assert [(one.state, one.reason) for one in explanation.reminders[:2]] == [
        ("skipped", "Redan genomfört."),
        ("planned", "Redan genomfört."),  # it waits for its morning, and then it will be skipped
    ]


@pytest.mark.parametrize("state", [OccurrenceState.PAUSED, OccurrenceState.CANCELLED])
async def test_a_rung_of_what_is_paused_or_cancelled_is_skipped(followup: Following, state: OccurrenceState):
    await a_promise_until(followup, "2026-05-29")
    async with followup.work() as work:
        await work.connection.execute(update(occurrence).values(state=state, announce_on=None))
    followup.clock.set("2026-06-05T09:00")
    await followup.let_time_work()
    assert (rungs(followup), followup.heard(OccurrenceOverdue)) == ([], [])


async def test_silence_becomes_overdue_once_and_the_county_hears(followup: Following):
    await a_promise_until(followup, "2026-05-29")
    followup.clock.set("2026-05-29T23:59")
    await followup.let_time_work()
    assert followup.heard(OccurrenceOverdue) == []
    for moment in ("2026-05-30T00:00", "2026-05-31T10:00", "2026-07-01T10:00"):
        followup.clock.set(moment)
        await followup.let_time_work()
    (fact,) = followup.heard(OccurrenceOverdue)
    assert (fact.due, fact.due_version, fact.done, fact.target) == (day("2026-05-29"), 1, 0, 1)
    assert len(followup.heard(progress.OccurrenceOverdue)) == 1


async def test_a_due_day_that_moved_is_announced_again_when_it_passes(followup: Following):
    document = a_document(
        since="2026-03-01",
        until="2026-05-29",
        commitments=(a_commitment(recurrence=Count(min=1, window=Window.AGREEMENT)),),
    )
    await followup.hear(*signed(document))
    followup.clock.set("2026-06-01T09:00")
    await followup.let_time_work()
    extended = AgreementExtended(
        agreement_id=document.id, until=day("2026-08-31"), was_until=day("2026-05-29"), reason="Mer tid"
    )
    await followup.hear(extended)
    await followup.let_time_work()
    assert len(followup.heard(OccurrenceOverdue)) == 1
    followup.clock.set("2026-09-01T09:00")
    await followup.let_time_work()
    assert [fact.due_version for fact in followup.heard(OccurrenceOverdue)] == [1, 2]


async def test_the_horizon_follows_the_clock_and_stops_at_the_agreement_s_end(followup: Following):
    monthly = a_commitment(recurrence=Count(min=1, window=Window.MONTH))
    await followup.hear(*signed(a_document(until="2027-12-31", commitments=(monthly,))))
    assert await last_window(followup) == "arjeplog-1/2027-04"
    followup.clock.forward(days=60)
    await followup.let_time_work()
    assert await last_window(followup) == "arjeplog-1/2027-06"
    followup.clock.forward(days=400)
    await followup.let_time_work()
    assert await last_window(followup) == "arjeplog-1/2027-12"
    assert (await rows(followup.url, "SELECT planned_until FROM commitment"))[0]["planned_until"] is None
    slugs = [one.slug for fact in followup.heard(OccurrencesPlanned) for one in fact.occurrences]
    assert len(slugs) == len(set(slugs)) == 24


async def test_the_horizon_says_nothing_when_there_is_nothing_new(followup: Following):
    weekly = a_commitment(recurrence=Schedule(rrule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=27"))
    await followup.hear(*signed(a_document(until=None, commitments=(weekly,))))
    followup.said.clear()
    followup.clock.forward(days=3)
    await followup.let_time_work()
    assert followup.heard(OccurrencesPlanned) == []


async def test_two_processes_at_once_say_each_thing_once(followup: Following):
    await a_promise_until(followup, "2026-05-29", number=40)
    followup.clock.set("2026-06-01T09:00")
    reminders = [RemindersThatAreDue() for _ in range(2)]
    overdue = [DueDaysThatPassed() for _ in range(2)]

    async def sweep(job) -> None:
        while await followup.do(job):
            pass

    await asyncio.gather(*(sweep(one.leave) for one in reminders), *(sweep(one.announce) for one in overdue))
    await followup.let_time_work()  # what the other kind of job held is left for the next round
    said = [(fact.occurrence_id, fact.rung) for fact in followup.heard(ReminderDue)]
    assert len(said) == len(set(said)) == 40
    assert len({fact.occurrence_id for fact in followup.heard(OccurrenceOverdue)}) == 40
    assert len(followup.heard(OccurrenceOverdue)) == 40


async def test_when_the_last_reminder_is_said_that_is_said_too_and_once(followup: Following):
    job = RemindersThatAreDue()
    await a_promise_until(followup, "2026-05-29", number=3)
    followup.said.clear()
    while await followup.do(job.leave):
        pass
    assert [fact.on for fact in followup.heard(RemindersSaid)] == [day("2026-03-02")]  # or we say it for who died
    followup.clock.set("2026-06-01T09:00")
    assert await followup.do(job.leave)
    assert len(followup.heard(RemindersSaid)) == 1
    for _ in range(2):
        assert await followup.do(job.leave) == 0
    assert [fact.on for fact in followup.heard(RemindersSaid)][1:] == [day("2026-06-01")]


async def test_what_one_process_holds_another_passes_by(followup: Following):
    await a_promise_until(followup, "2026-05-29", number=3)
    followup.clock.set("2026-06-01T09:00")
    async with followup.work() as first:
        await Occurrences(first.connection).take_named(["arjeplog-1/once"])
        job, said = RemindersThatAreDue(), len(followup.heard(RemindersSaid))
        await followup.do(job.leave)
        assert len(followup.heard(ReminderDue)) == 2
        await followup.do(job.leave)
        assert len(followup.heard(RemindersSaid)) == said  # one is still in another's hand
    await followup.do(job.leave)
    assert len(followup.heard(ReminderDue)) == 3
    await followup.do(job.leave)
    assert len(followup.heard(RemindersSaid)) == said + 1


async def test_of_each_morning_it_is_said_that_all_are_said_also_where_nothing_was(followup: Following):
    job = RemindersThatAreDue()
    for moment in ("2026-03-02T07:00", "2026-03-02T07:59", "2026-03-02T08:00", "2026-03-02T18:00", "2026-03-03T09:00"):
        followup.clock.set(moment)
        await followup.do(job.leave)

    assert [fact.on for fact in followup.heard(RemindersSaid)] == [day(f"2026-03-0{nr}") for nr in (1, 2, 3)]


async def test_pages_are_swept_by_key_and_a_new_sweep_begins_at_the_beginning(
    followup: Following, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("services.followup.handlers.clock.PAGE", 4)
    await a_promise_until(followup, "2026-05-29", number=10)
    followup.clock.set("2026-06-01T09:00")
    job, pages = RemindersThatAreDue(), []
    while handled := await followup.do(job.leave):
        pages.append(handled)
    assert sum(pages) == 10
    assert len(followup.heard(ReminderDue)) == 10
    followup.clock.set("2026-06-12T09:00")
    assert await followup.do(job.leave)


async def test_occurrences_wait_in_indexes_however_many_have_been_handled(followup: Following):
    await a_promise_until(followup, "2026-05-29")
    async with followup.work() as work:
        await work.connection.execute(text("SET LOCAL enable_seqscan = off"))
        await work.connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        for question in (
            "SELECT 1 FROM ladder WHERE leaves_at <= now() ORDER BY leaves_at, occurrence_id LIMIT 500",
            "SELECT id FROM occurrence WHERE announce_on <= current_date ORDER BY announce_on, id LIMIT 500",
            "SELECT id FROM commitment WHERE planned_until < current_date ORDER BY planned_until, id LIMIT 100",
        ):
            plan = await work.connection.execute(text(f"EXPLAIN {question}"))
            lines = " ".join(plan.scalars())
            assert "_next" in lines
            assert "Sort" not in lines


async def last_window(followup: Following) -> str:
    answer = await followup.ask(ListOccurrences(commitment="arjeplog-1"))
    return answer.occurrences[-1].slug
