"""An occurrence may rest for a while, and goes on with a ladder of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import progress
from schemas.base import Party
from schemas.followup import (
    CloseMeeting,
    ExplainOccurrence,
    Light,
    ListDue,
    ListOccurrences,
    MoveDueDay,
    OccurrenceOverdue,
    OccurrencePaused,
    OccurrenceResumed,
    OccurrenceState,
    PauseCommitment,
    PauseOccurrence,
    PlanMeeting,
    ReminderDue,
    ResumeCommitment,
    ResumeOccurrence,
    SummariseAgreement,
)
from services.followup.model import light
from services.followup.model.pause import pause, resume
from services.runtime.errors import Refused
from tests.builders import AGREEMENT, a_commitment, a_document
from tests.followup.following import Following, a_report, signed
from tests.followup.values import an_occurrence, day, told

TODAY = day("2026-09-15")
BUILDING = PauseOccurrence(occurrence="x", by=Party.MUNICIPALITY, reason=" Torget byggs om ")
OPEN_AGAIN = ResumeOccurrence(occurrence="x", by=Party.POLICE, reason="Torget är öppet")


def test_a_paused_one_is_yellow_and_never_overdue_and_says_who_and_why():
    paused, act, fact = pause(an_occurrence("2026-06-30"), BUILDING, TODAY)
    assert (paused.state, paused.paused_on) == (OccurrenceState.PAUSED, TODAY)
    assert (paused.overdue_days(TODAY), paused.announce_on) == (0, None)
    assert light.of_occurrence(paused, TODAY) is Light.YELLOW
    assert (act.on, act.by, act.reason) == (TODAY, Party.MUNICIPALITY, "Torget byggs om")
    assert (fact.by, fact.reason, fact.on) == (Party.MUNICIPALITY, "Torget byggs om", TODAY)


def test_a_resumed_one_is_planned_again_as_a_new_due_version():
    paused, _, _ = pause(an_occurrence(), BUILDING, TODAY)
    resumed, _, fact = resume(paused, OPEN_AGAIN, TODAY)
    assert (resumed.state, resumed.paused_on, resumed.due_version) == (OccurrenceState.PLANNED, None, 2)
    assert fact.due_version == 2


def test_a_resumed_one_that_something_was_told_of_is_in_progress():
    paused, _, _ = pause(told(1, target=3), BUILDING, TODAY)
    assert resume(paused, OPEN_AGAIN, TODAY)[0].state is OccurrenceState.IN_PROGRESS


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (OccurrenceState.PAUSED, "är redan pausat"),
        (OccurrenceState.COMPLETED, "är genomfört"),
        (OccurrenceState.CANCELLED, "utgår"),
    ],
)
def test_only_what_is_planned_or_in_progress_can_be_paused(state: OccurrenceState, sentence: str):
    with pytest.raises(Refused, match=sentence):
        pause(an_occurrence(state=state), BUILDING, TODAY)


@pytest.mark.parametrize("state", [one for one in OccurrenceState if one is not OccurrenceState.PAUSED])
def test_only_what_is_paused_can_be_resumed(state: OccurrenceState):
    with pytest.raises(Refused, match="inte pausat"):
        resume(an_occurrence(state=state), OPEN_AGAIN, TODAY)


@pytest.mark.parametrize(("reason", "sentence"), [("  ", "Skälet saknas"), ("Anna 811218-9876", "personnummer")])
def test_a_reason_that_says_nothing_or_names_a_person_is_refused(reason: str, sentence: str):
    with pytest.raises(Refused, match=sentence):
        pause(an_occurrence(), BUILDING.model_copy(update={"reason": reason}), TODAY)


@given(days=st.lists(st.dates(day("2026-01-01"), day("2027-12-31")), min_size=1, max_size=8))
def test_however_often_it_rests_nothing_of_the_promise_is_changed(days):
    before = going_on = an_occurrence()
    for on in sorted(days):
        going_on, _, _ = resume(pause(going_on, BUILDING, on)[0], OPEN_AGAIN, on)
    assert going_on.due_version == 1 + len(days)
    for name in ("state", "due", "target", "done", "starts", "ends"):
        assert getattr(going_on, name) == getattr(before, name)


async def test_nobody_is_reminded_during_a_pause_and_the_nearest_rung_leaves_once_after_it(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    await followup.tell(PauseOccurrence(occurrence="arjeplog-1/once", by=Party.POLICE, reason="Vägarbete"))
    followup.clock.set("2026-06-24T09:00")
    await followup.let_time_work()
    assert followup.heard(ReminderDue) == []

    await followup.tell(ResumeOccurrence(occurrence="arjeplog-1/once", by=Party.POLICE, reason="Klart"))
    followup.clock.set("2026-06-25T09:00")
    await followup.let_time_work()
    assert [(one.rung, one.due_version) for one in followup.heard(ReminderDue)] == [("t-7", 2)]

    explained = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/once"))
    assert "Tillfället pausades 2026-03-02, på begäran av polisen: Vägarbete." in explained.sentences
    assert "Tillfället återupptogs 2026-06-24, på begäran av polisen: Klart." in explained.sentences
    assert {one.reason for one in explained.reminders if one.state == "skipped"} == {"Tillfället är pausat."}
    assert "Tillfället återupptogs." in {one.reason for one in explained.reminders if one.state == "cancelled"}


async def test_what_rests_past_its_due_day_is_overdue_only_once_it_goes_on(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    await followup.tell(PauseOccurrence(occurrence="arjeplog-1/once", by=Party.POLICE, reason="Vägarbete"))
    followup.clock.set("2026-07-15T09:00")
    await followup.let_time_work()
    assert followup.heard(OccurrenceOverdue) == []
    assert (await followup.ask(ListDue())).occurrences == ()

    await followup.tell(ResumeOccurrence(occurrence="arjeplog-1/once", by=Party.POLICE, reason="Klart"))
    await followup.let_time_work()
    assert [one.due for one in followup.heard(OccurrenceOverdue)] == [day("2026-06-30")]


async def test_what_was_overdue_before_it_rested_is_not_announced_again_for_the_same_day(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    followup.clock.set("2026-07-02T09:00")
    await followup.let_time_work()
    await followup.tell(PauseOccurrence(occurrence="arjeplog-1/once", by=Party.POLICE, reason="Vägarbete"))
    followup.clock.set("2026-07-03T09:00")
    await followup.tell(ResumeOccurrence(occurrence="arjeplog-1/once", by=Party.POLICE, reason="Klart"))
    followup.said.clear()
    followup.clock.set("2026-07-16T09:00")
    await followup.let_time_work()
    assert (followup.heard(OccurrenceOverdue), followup.heard(progress.OccurrenceOverdue)) == ([], [])
    assert [one.due_version for one in followup.heard(ReminderDue)] == [2, 2], "it is reminded of, for it is overdue"

    await followup.tell(MoveDueDay(occurrence="arjeplog-1/once", due=day("2026-07-20"), by=Party.POLICE, reason="Regn"))
    followup.clock.set("2026-07-21T09:00")
    await followup.let_time_work()
    assert [one.due for one in followup.heard(OccurrenceOverdue)] == [day("2026-07-20")]


async def test_a_meeting_hears_that_what_rested_at_the_one_before_is_overdue(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    followup.clock.set("2026-07-02T09:00")
    await followup.let_time_work()
    await followup.tell(PauseOccurrence(occurrence="arjeplog-1/once", by=Party.POLICE, reason="Vägarbete"))
    await followup.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-07-02")))
    await followup.tell(CloseMeeting(meeting=f"{AGREEMENT}/meeting-1", on=day("2026-07-02")))
    followup.clock.set("2026-07-03T09:00")
    await followup.tell(ResumeOccurrence(occurrence="arjeplog-1/once", by=Party.POLICE, reason="Klart"))
    await followup.let_time_work()
    [overdue] = (await followup.ask(SummariseAgreement(agreement=AGREEMENT))).changes.newly_overdue
    assert overdue.words == "Sista dag var 2026-06-30, försenat 3 dagar: 0 av 1."


async def test_all_open_occurrences_of_a_commitment_rest_and_go_on_together(followup: Following):
    document = a_document(commitments=(a_commitment(), a_commitment("arjeplog-2")), until="2027-12-31")
    await followup.hear(*signed(document))
    await followup.tell(a_report("arjeplog-1/2026"))
    await followup.tell(PauseCommitment(commitment="arjeplog-1", by=Party.POLICE, reason="Vägarbete"))
    assert await states(followup, "arjeplog-1") == [OccurrenceState.COMPLETED, OccurrenceState.PAUSED]
    assert OccurrenceState.PAUSED not in await states(followup, "arjeplog-2")

    await followup.tell(ResumeCommitment(commitment="arjeplog-1", by=Party.POLICE, reason="Klart"))
    assert await states(followup, "arjeplog-1") == [OccurrenceState.COMPLETED, OccurrenceState.PLANNED]
    assert [type(one) for one in followup.said[-2:]] == [OccurrencePaused, OccurrenceResumed]


async def test_a_commitment_with_nothing_to_pause_or_resume_is_refused(followup: Following):
    await followup.hear(*signed(a_document()))
    with pytest.raises(Refused, match="inget pausat tillfälle"):
        await followup.tell(ResumeCommitment(commitment="arjeplog-1", by=Party.POLICE, reason="Klart"))
    await followup.tell(a_report("arjeplog-1/2026"))
    with pytest.raises(Refused, match="inget öppet tillfälle"):
        await followup.tell(PauseCommitment(commitment="arjeplog-1", by=Party.POLICE, reason="Vägarbete"))


async def states(followup: Following, commitment: str) -> list[OccurrenceState]:
    return [one.state for one in (await followup.ask(ListOccurrences(commitment=commitment))).occurrences]
