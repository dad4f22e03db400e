"""Who is reminded of meetings, ends, clocks and residents? On a real database, with a clock that the test moves."""

import asyncio
from datetime import date, datetime

import pytest

from schemas.agreements import (
    AgreementAmended,
    AgreementChanges,
    AgreementClosed,
    AgreementExpired,
    AgreementExtended,
    AgreementRevised,
    AgreementTerminated,
    Checklist,
    CoordinatorsChanged,
    Document,
    Signatory,
    Window,
)
from schemas.base import Party
from schemas.followup import (
    AgendaKind,
    AssessCommitment,
    CancelMeeting,
    ClockKind,
    CloseMeeting,
    DeadlineKind,
    DeadlineLine,
    DeadlineReminderDue,
    Fulfilment,
    ListDeadlines,
    MoveMeeting,
    PlanMeeting,
    PlanMeetings,
    RecordPublicFeedback,
    RecordStatutoryStep,
    ReminderDue,
    RemindersSaid,
    SimulateReminders,
    SummariseAgreement,
)
from services.followup.handlers.clock import RemindersThatAreDue, oldest_unsaid
from services.followup.handlers.deadlines import set_deadlines
from services.followup.handlers.meetings import plan_coming_meetings
from services.followup.store.deadlines import Deadlines
from services.runtime.clock import day_in_stockholm
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
from tests.followup.following import Following, a_report, drafted, signed
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


@pytest.fixture
async def agreed(followup: Following) -> Following:
    await followup.hear(*signed(a_long_promise()))
    return followup


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


async def test_of_a_meeting_both_are_asked_then_the_silent_and_the_pair_gets_the_summary(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    await agreed.tell(a_report("arjeplog-1/once", 0, on="2026-03-02", by=Party.POLICE, comment="Inget än"))
    assert await days_pass(agreed, "2026-06-10") == {
        "meeting t-21": ("2026-05-18", PAIR),
        "meeting t-7": ("2026-06-01", (SAMORDNARE.id,)),
        "meeting t-1": ("2026-06-05", PAIR),  # 7 June is a Sunday
    }


async def test_who_has_assessed_has_reported_and_what_was_told_before_the_last_meeting_does_not_count(
    agreed: Following,
):
    await agreed.tell(a_report("arjeplog-1/once", 0, on="2026-03-02", by=Party.MUNICIPALITY))
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    await agreed.tell(CloseMeeting(meeting=FIRST, on=day("2026-03-02")))
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-08")))
    judged = AssessCommitment(
        commitment="arjeplog-1", party=Party.POLICE, fulfilment=Fulfilment.PARTLY_FULFILLED, on=day("2026-03-02")
    )
    await agreed.tell(judged)
    assert (await days_pass(agreed, "2026-06-02"))["meeting t-7"] == ("2026-06-01", (SAMORDNARE.id,))


async def test_a_meeting_that_is_moved_strikes_its_old_rungs_and_gets_new_ones(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-06-10")))
    await days_pass(agreed, "2026-05-25")
    await agreed.tell(MoveMeeting(meeting=FIRST, to=day("2026-09-16"), reason="Semestrar"))
    line = await listed(agreed, MEETING)
    assert (line.due, line.due_version, line.meeting_slug) == (day("2026-09-16"), 2, FIRST)
    assert became(line) == [
        ("t-21", "2026-05-20", "fired", ""),
        ("t-7", "2026-06-03", "cancelled", "Mötet flyttades."),
        ("t-1", "2026-06-09", "cancelled", "Mötet flyttades."),
        ("t-21", "2026-08-26", "planned", ""),
        ("t-7", "2026-09-09", "planned", ""),
        ("t-1", "2026-09-15", "planned", ""),
    ]
    assert set(await days_pass(agreed, "2026-09-20")) == {"meeting t-21", "meeting t-7", "meeting t-1"}
    assert [fact.due_version for fact in agreed.heard(DeadlineReminderDue)] == [1, 2, 2, 2]


async def test_a_meeting_that_is_planned_late_is_told_of_once_and_not_in_a_burst(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-06")))
    assert await wait_for(agreed, "2026-03-02T09:00") == [(MEETING, "t-7", PAIR)]
    assert await wait_for(agreed, "2026-03-05T09:00") == [(MEETING, "t-1", PAIR)]


async def test_a_meeting_that_has_been_held_or_cancelled_calls_nobody(agreed: Following):
    for on in ("2026-06-10", "2026-09-16"):
        await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day(on)))
    await agreed.tell(CloseMeeting(meeting=FIRST, on=day("2026-03-02")))
    await agreed.tell(CancelMeeting(meeting=SECOND, reason="Inga ärenden"))
    assert await days_pass(agreed, "2026-09-20") == {}
    lines = [one for one in (await agreed.ask(ListDeadlines(agreement=AGREEMENT))).deadlines if one.deadline is MEETING]
    assert [one.why_quiet for one in lines] == ["Mötet har hållits.", "Mötet är inställt."]
    assert {one.reason for one in lines[0].rungs} == {"Mötet har hållits."}


async def test_the_coming_meetings_of_a_series_are_reminded_of_also_those_that_time_brings(followup: Following):
    await followup.hear(*signed(a_long_promise(until="2029-12-31")))
    await followup.tell(PlanMeetings(agreement=AGREEMENT, cadence=Window.YEAR))
    followup.clock.forward(days=400)
    while await followup.do(plan_coming_meetings):
        pass
    answer = await followup.ask(ListDeadlines(agreement=AGREEMENT))
    assert [str(one.due) for one in answer.deadlines if one.deadline is MEETING] == ["2027-01-04", "2028-01-03"]


async def test_of_an_agreement_s_end_the_pair_hears_three_times_and_who_signed_it_once(followup: Following):
    chair = a_function("kommunalråd")
    signing = (Signatory(party=Party.MUNICIPALITY, role="kommunalråd"), Signatory(party=Party.POLICE, role="lpo_chef"))
    document = a_long_promise(
        commitments=(a_commitment(due="2027-12-31", by=(SAMORDNARE, chair)),), until="2026-12-31", signatories=signing
    )
    await followup.hear(*signed(document))
    assert await days_pass(followup, "2026-12-31") == {
        "agreement_end t-180": ("2026-07-03", PAIR),
        "agreement_end t-90": ("2026-10-02", (*PAIR, chair.id)),
        "agreement_end t-30": ("2026-12-01", PAIR),
    }
    reasons = {one.rung: one.reason for one in (await listed(followup, END)).rungs}
    assert (
        reasons["t-90"] == "Går inte till alla undertecknare: lpo chef (polisen) är ingen funktion i överenskommelsen."
    )
    assert reasons["t-30"] == ""


async def test_an_agreement_that_is_extended_ends_another_day(agreed: Following):
    extended = AgreementExtended(
        agreement_id=agreement_id(), until=day("2028-06-30"), was_until=day("2027-12-31"), reason="Mer tid"
    )
    await agreed.hear(extended)
    line = await listed(agreed, END)
    assert (line.due, line.due_version) == (day("2028-06-30"), 2)
    assert {one.reason for one in line.rungs if one.state == "cancelled"} == {"Överenskommelsens sista dag ändrades."}


async def test_an_agreement_that_is_terminated_is_told_of_no_more(agreed: Following):
    await agreed.hear(AgreementTerminated(agreement_id=agreement_id(), on=day("2026-03-02"), reason="R", forum="KS"))
    line = await listed(agreed, END)
    assert line.why_quiet == "Överenskommelsen gäller inte längre."
    assert {one.state for one in line.rungs} == {"cancelled"}
    assert await days_pass(agreed, "2028-02-10") == {}


async def test_an_expired_promise_with_nothing_told_to_residents_reminds_the_pair_after_30_days(followup: Following):
    await followup.hear(*signed(a_document(until="2026-03-31", commitments=())))
    followup.clock.set("2026-04-01T09:00")
    await followup.hear(AgreementExpired(agreement_id=agreement_id(), on=day("2026-04-01")))
    assert (await days_pass(followup, "2026-06-30")) == {"public_feedback t+30": ("2026-04-30", PAIR)}


async def test_residents_who_have_been_told_are_owed_no_mail(followup: Following):
    await followup.hear(*signed(a_document(until="2026-03-31", commitments=())))
    await followup.tell(RecordPublicFeedback(agreement=AGREEMENT, on=day("2026-03-02"), channel="Webbplatsen"))
    followup.clock.set("2026-04-01T09:00")
    assert "public_feedback t+30" not in await days_pass(followup, "2026-06-30")
    line = await listed(followup, FEEDBACK)
    assert line.why_quiet == "Invånarna har fått återkoppling."
    assert [(one.state, one.reason) for one in line.rungs] == [("cancelled", line.why_quiet)]


async def test_of_the_law_s_clock_samordnare_of_all_the_municipality_s_agreements_hear(agreed: Following):
    other = a_function("andt-samordnare")
    bare = {"commitments": ()}
    second = a_long_promise(slug="two", functions=(other, KOMMUNPOLIS), municipalities=("2506", "2580"), **bare)
    elsewhere = a_long_promise(slug="lulea", functions=(a_function("lulea"),), municipalities=("2580",), **bare)
    over = a_long_promise(slug="over", functions=(a_function("over"),), **bare)
    unsigned = a_long_promise(slug="draft", functions=(a_function("draft"),), **bare)
    await agreed.hear(*signed(second), *signed(elsewhere), *signed(over), *drafted(unsigned))
    await agreed.hear(AgreementClosed(agreement_id=over.id, on=day("2026-03-02"), checklist=Checklist()))
    await tell_step(agreed, "2024-11-12")
    said = {rung: told for rung, told in (await days_pass(agreed, "2026-12-31")).items() if "action_plan" in rung}
    both = (SAMORDNARE.id, other.id)
    assert said == {
        "action_plan t-180": ("2026-05-15", both),
        "action_plan t-90": ("2026-08-14", both),
        "action_plan t-30": ("2026-10-13", both),
        "action_plan t+1": ("2026-11-13", both),
    }
    facts = [fact for fact in agreed.heard(DeadlineReminderDue) if fact.deadline is DeadlineKind.ACTION_PLAN]
    assert {fact.agreement_id for fact in facts} == {None}


async def test_a_statutory_step_begins_the_clock_s_ladder_anew(agreed: Following):
    await tell_step(agreed, "2024-11-12")
    await tell_step(agreed, "2026-02-27")
    (line,) = [one for one in (await agreed.ask(ListDeadlines())).deadlines if one.municipality]
    assert (line.due, line.due_version, line.municipality, line.agreement) == (day("2028-02-27"), 2, "2506", None)
    kept = (await agreed.ask(ListDeadlines(ids=(line.id,)))).deadlines[0]
    assert {one.reason for one in kept.rungs if one.state == "cancelled"} == {"Åtgärdsplanen har följts upp."}


async def test_an_open_ended_agreement_s_revision_reminds_samordnare_until_it_is_revised(followup: Following):
    document = a_long_promise(since="2025-09-02", until=None, revision_interval_months=12)
    await followup.hear(*signed(document))
    assert await days_pass(followup, "2026-06-30") == {
        "revision t-180": ("2026-03-06", (SAMORDNARE.id,)),
        "revision t-90": ("2026-06-04", (SAMORDNARE.id,)),
    }
    await followup.hear(AgreementRevised(agreement_id=agreement_id(), on=day("2026-06-30"), forum="Styrgruppen"))
    assert await days_pass(followup, "2026-12-01") == {}
    assert (await listed(followup, DeadlineKind.REVISION)).due == day("2027-06-30")


async def test_another_revision_interval_moves_the_revision(followup: Following):
    await followup.hear(*signed(a_long_promise(since="2025-09-02", until=None, revision_interval_months=12)))
    changes = AgreementChanges(revision_interval_months=24)
    fields = ("revision_interval_months",)
    on = day("2026-03-02")
    await followup.hear(
        AgreementAmended(agreement_id=agreement_id(), version=2, fields=fields, changes=changes, reason="R", on=on)
    )
    assert (await listed(followup, DeadlineKind.REVISION)).due == day("2027-09-02")


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
    for fact in agreed.heard(DeadlineReminderDue):
        assert set(fact.model_dump()) == fields
        assert "@" not in fact.model_dump_json()
