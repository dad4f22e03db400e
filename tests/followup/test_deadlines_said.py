"""When are deadlines said, listed and simulated: after downtime, by two at once, and if nothing more were told?"""

import asyncio

import pytest

from schemas.agreements import (
    AgreementExtended,
    CoordinatorsChanged,
    Window,
)
from schemas.followup import (
    AgendaKind,
    ClockKind,
    DeadlineKind,
    DeadlineReminderDue,
    ListDeadlines,
    PlanMeeting,
    PlanMeetings,
    RecordPublicFeedback,
    ReminderDue,
    RemindersSaid,
    SimulateReminders,
    SummariseAgreement,
)
from services.followup.handlers.clock import RemindersThatAreDue, oldest_unsaid
from services.followup.handlers.deadlines import set_deadlines
from services.followup.handlers.meetings import plan_coming_meetings
from services.followup.store.deadlines import Deadlines
from services.runtime.errors import Refused
from tests.builders import (
    AGREEMENT,
    KOMMUNPOLIS,
    SAMORDNARE,
    a_commitment,
    a_document,
    a_function,
    agreement_id,
    responsible,
)
from tests.followup.deadlines import (
    END,
    FEEDBACK,
    MEETING,
    PAIR,
    a_long_promise,
    days_pass,
    listed,
    mornings,
    tell_step,
    wait_for,
)
from tests.followup.following import Following, drafted, signed
from tests.followup.values import day
from tests.looking import rows


async def test_who_is_reminded_is_read_in_the_moment_it_is_said(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    successor = a_function("trygghetssamordnare")
    pair = responsible(KOMMUNPOLIS, successor)
    await agreed.hear(CoordinatorsChanged(agreement_id=agreement_id(), coordinators=pair, on=day("2026-03-02")))
    assert (await days_pass(agreed, "2026-05-18"))["meeting t-21"] == ("2026-05-18", (KOMMUNPOLIS.id, successor.id))


async def test_after_downtime_one_reminder_of_each_deadline_leaves(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-12-14")))
    await tell_step(agreed, "2024-11-12")
    said = await wait_for(agreed, "2026-12-14T09:00")
    assert said == [(DeadlineKind.ACTION_PLAN, "t+1", (SAMORDNARE.id,)), (MEETING, "t-1", PAIR)]


async def test_downtime_beyond_the_day_itself_says_nothing_of_a_meeting_that_has_passed(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    assert await wait_for(agreed, "2026-06-09T09:00") == []
    assert {one.reason for one in (await listed(agreed, MEETING)).rungs} == {"Dagen har passerat."}


async def test_nothing_leaves_before_eight_in_the_morning(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    assert await wait_for(agreed, "2026-05-18T07:59") == []
    assert await wait_for(agreed, "2026-05-18T08:00") == [(MEETING, "t-21", PAIR)]


async def test_that_all_of_a_morning_is_said_is_not_said_before_the_deadlines_are(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-05"),))))
    await followup.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-19")))
    job = RemindersThatAreDue()
    followup.clock.set("2026-05-29T09:00")
    async with followup.work() as work:
        assert await oldest_unsaid(work) is not None
    while await followup.do(job.leave):
        pass
    kinds = [type(fact) for fact in followup.said if type(fact) in {ReminderDue, DeadlineReminderDue, RemindersSaid}]
    assert kinds == [ReminderDue, DeadlineReminderDue, RemindersSaid]
    async with followup.work() as work:
        assert await oldest_unsaid(work) is None


async def test_the_word_of_a_morning_is_said_again_for_a_deadline_that_is_made_later_that_day(agreed: Following):
    job = RemindersThatAreDue()
    agreed.clock.set("2026-03-02T09:00")
    while await agreed.do(job.leave):
        pass
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-06")))
    assert await agreed.do(job.leave)
    await agreed.do(job.leave)
    assert [type(fact) for fact in agreed.said[-2:]] == [DeadlineReminderDue, RemindersSaid]


async def test_that_all_is_said_waits_for_a_deadline_that_is_in_another_s_hand(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    agreed.clock.set("2026-05-18T09:00")
    async with agreed.work() as work:
        await Deadlines(work.connection).take_due(work.now, None, 1)
        job = RemindersThatAreDue()
        assert await agreed.do(job.leave) == 0
        assert agreed.heard(RemindersSaid) == []
    assert await agreed.do(job.leave) == 1
    await agreed.do(job.leave)
    assert len(agreed.heard(RemindersSaid)) == 1


async def test_two_processes_at_once_say_each_deadline_once(followup: Following):
    for nr in range(30):
        document = a_long_promise(slug=f"agreement-{nr}", commitments=())
        await followup.hear(*signed(document))
        await followup.tell(PlanMeeting(agreement=document.slug, on=day("2026-06-08")))
    followup.clock.set("2026-05-18T09:00")

    async def sweep() -> None:
        job = RemindersThatAreDue()
        while await followup.do(job.leave):
            pass

    await asyncio.gather(sweep(), sweep())
    await followup.let_time_work()
    said = [fact.deadline_id for fact in followup.heard(DeadlineReminderDue)]
    assert len(said) == len(set(said)) == 30


async def test_setting_them_again_changes_nothing(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    before = await rows(agreed.url, "SELECT * FROM deadline ORDER BY id, version")
    agreed.clock.forward(days=50)
    await agreed.do(set_deadlines, agreement_id())
    assert await rows(agreed.url, "SELECT * FROM deadline ORDER BY id, version") == before


async def test_two_who_plan_meetings_of_one_agreement_at_once_both_get_their_reminders(agreed: Following):
    wishes = [PlanMeeting(agreement=AGREEMENT, on=day(f"2026-06-{nr:02}")) for nr in range(8, 13)]
    await asyncio.gather(*(agreed.tell(wish) for wish in wishes))
    answer = await agreed.ask(ListDeadlines(agreement=AGREEMENT))
    assert sum(one.deadline is MEETING for one in answer.deadlines) == 5


async def test_whatever_changes_at_once_the_deadlines_are_in_the_end_as_the_agreement_is(agreed: Following):
    extended = AgreementExtended(
        agreement_id=agreement_id(), until=day("2028-06-30"), was_until=day("2027-12-31"), reason="Mer tid"
    )
    told = [
        RecordPublicFeedback(agreement=AGREEMENT, on=day("2026-03-02"), channel=f"Webbplatsen {nr}") for nr in range(4)
    ]
    planned = [PlanMeeting(agreement=AGREEMENT, on=day(f"2026-06-{nr:02}")) for nr in range(8, 12)]
    await asyncio.gather(agreed.hear(extended), *(agreed.tell(wish) for wish in [*told, *planned]))
    lines = (await agreed.ask(ListDeadlines(agreement=AGREEMENT))).deadlines
    waiting = {one.deadline for one in lines if any(rung.state == "planned" for rung in one.rungs)}
    assert (await listed(agreed, END)).due == day("2028-06-30")
    assert (waiting, len(lines)) == ({END, MEETING}, 6)


async def test_a_draft_has_no_deadlines(followup: Following):
    await followup.hear(*drafted(a_long_promise()))
    assert (await followup.ask(ListDeadlines(agreement=AGREEMENT))).deadlines == ()
    with pytest.raises(Refused, match="finns inte"):
        await followup.ask(ListDeadlines(agreement="okänd"))


async def test_deadlines_are_listed_soonest_first_with_how_many_days_are_left(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    lines = (await agreed.ask(ListDeadlines())).deadlines
    assert [(str(one.due), one.days_left) for one in lines] == [("2026-06-08", 98), *[("2027-12-31", 669)] * 2]
    assert (lines[0].deadline, {one.deadline for one in lines[1:]}) == (MEETING, {END, FEEDBACK})
    assert {one.agreement_slug for one in lines} == {AGREEMENT}


async def test_each_who_cannot_be_reminded_is_named_once_also_beside_the_municipality_s_clock(agreed: Following):
    await tell_step(agreed, "2026-01-02")
    (end,) = [one for one in (await agreed.ask(ListDeadlines())).deadlines if one.deadline is END]
    assert [one.reason.count("kommunalråd") for one in end.rungs] == [0, 1, 0]


async def test_an_occurrence_overdue_for_28_days_comes_on_the_next_agenda_without_a_mail(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-05-29"),))))
    summaries = []
    for on in ("2026-06-25", "2026-06-26"):
        followup.clock.set(f"{on}T09:00")
        summaries.append(await followup.ask(SummariseAgreement(agreement=AGREEMENT)))
    kinds = [[item.kind for item in summary.decisions_needed] for summary in summaries]
    assert [AgendaKind.OVERDUE in found for found in kinds] == [False, True]


async def test_a_year_of_deadlines_is_simulated_as_it_then_comes(agreed: Following):
    await agreed.tell(PlanMeetings(agreement=AGREEMENT, cadence=Window.TERTIAL))
    await tell_step(agreed, "2025-01-15")
    await tell_step(agreed, "2024-11-12", ClockKind.SITUATION_PICTURE)
    foretold = await agreed.ask(SimulateReminders(since=day("2026-03-02"), until=day("2027-03-02")))
    came = await mornings(agreed, "2027-03-02")
    assert len(came) == 3 * 3 + 2 * 4
    assert sorted(str((one.on, one.reminder)) for one in foretold.deadlines) == sorted(map(str, came))


async def test_meetings_that_no_series_has_reached_yet_are_simulated_as_they_come(followup: Following):
    await followup.hear(*signed(a_long_promise(until="2029-06-30", commitments=())))
    await followup.tell(PlanMeetings(agreement=AGREEMENT, cadence=Window.HALF_YEAR))
    foretold = await followup.ask(SimulateReminders(since=day("2026-03-02"), until=day("2029-12-31")))
    came = []
    for year in range(2026, 2030):
        for until in (f"{year}-06-30", f"{year}-12-31"):
            while await followup.do(plan_coming_meetings):
                pass
            came += await mornings(followup, until)
    assert len(came) == 3 * 7 + 3 + 1  # the last meeting is the day after the end
    assert sorted(str((one.on, one.reminder)) for one in foretold.deadlines) == sorted(map(str, came))


async def test_of_one_agreement_only_its_own_deadlines_are_simulated_and_a_red_day_moves_them(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    await tell_step(agreed, "2024-11-12")
    asked = SimulateReminders(
        since=day("2026-03-02"), until=day("2026-06-30"), agreement=AGREEMENT, if_holidays=(day("2026-05-18"),)
    )
    coming = (await agreed.ask(asked)).deadlines
    assert [(str(one.on), one.reminder.rung, one.line.days_left) for one in coming] == [
        ("2026-05-15", "t-21", 24),
        ("2026-06-01", "t-7", 7),
        ("2026-06-05", "t-1", 3),
    ]


async def test_what_is_said_of_a_deadline_holds_no_person_s_and_no_free_text(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    await days_pass(agreed, "2026-06-08")
    fields = {"deadline_id", "deadline", "agreement_id", "rung", "due", "due_version", "functions"}
    said = agreed.heard(DeadlineReminderDue)
    assert len(said) == 3
    for fact in said:
        assert set(fact.model_dump()) == fields
        assert "@" not in fact.model_dump_json()
