"""Who is reminded of meetings, ends, clocks and residents? On a real database, with a clock that the test moves."""

from schemas.agreements import (
    AgreementAmended,
    AgreementChanges,
    AgreementClosed,
    AgreementExpired,
    AgreementExtended,
    AgreementRevised,
    AgreementTerminated,
    Checklist,
    Signatory,
    Window,
)
from schemas.base import Party
from schemas.followup import (
    AssessCommitment,
    CancelMeeting,
    CloseMeeting,
    DeadlineKind,
    DeadlineReminderDue,
    Fulfilment,
    ListDeadlines,
    MoveMeeting,
    PlanMeeting,
    PlanMeetings,
    RecordPublicFeedback,
)
from services.followup.handlers.meetings import plan_coming_meetings
from tests.builders import (
    AGREEMENT,
    KOMMUNPOLIS,
    SAMORDNARE,
    a_commitment,
    a_document,
    a_function,
    agreement_id,
)
from tests.followup.deadlines import (
    END,
    FEEDBACK,
    FIRST,
    MEETING,
    PAIR,
    SECOND,
    a_long_promise,
    became,
    days_pass,
    listed,
    tell_step,
    wait_for,
)
from tests.followup.following import Following, a_report, drafted, signed
from tests.followup.values import day


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


async def test_the_last_meeting_is_planned_also_where_red_days_follow_the_end(followup: Following):
    await followup.hear(*signed(a_long_promise(until="2028-06-30")))  # a Friday
    await followup.tell(PlanMeetings(agreement=AGREEMENT, cadence=Window.HALF_YEAR))
    followup.clock.set("2027-05-20T09:00")
    for _ in range(14):
        while await followup.do(plan_coming_meetings):
            pass
        followup.clock.forward(days=1)
    answer = await followup.ask(ListDeadlines(agreement=AGREEMENT))
    assert max(str(one.due) for one in answer.deadlines if one.deadline is MEETING) == "2028-07-03"


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
