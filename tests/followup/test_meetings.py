"""What happens when the parties plan, prepare, hold and close follow-up meetings? On a real database."""

import hashlib
from uuid import UUID

import pytest

from schemas import progress
from schemas.agreements import CommitmentCancelled, CommitmentReassigned, Continuous, Review, Window
from schemas.base import Command, Party
from schemas.followup import (
    AddAgendaItem,
    AssessCommitment,
    CancelMeeting,
    CloseMeeting,
    DecisionKind,
    DecisionRecorded,
    FreezeSummaryAnew,
    Fulfilment,
    InformSteeringGroup,
    ListMeetings,
    MeetingClosed,
    MeetingMoved,
    MeetingState,
    MoveDueDay,
    MoveMeeting,
    PlanMeeting,
    PlanMeetings,
    RecordDecision,
    ShowFrozenSummary,
    ShowMeeting,
    SteeringGroupInformed,
    SummariseAgreement,
    Summary,
)
from services.followup.handlers.meetings import plan_coming_meetings
from services.runtime.errors import Refused
from tests.builders import AGREEMENT, SAMORDNARE, a_commitment, a_document, responsible
from tests.followup.following import Following, a_report, drafted, signed
from tests.followup.values import day

FIRST, SECOND = f"{AGREEMENT}/meeting-1", f"{AGREEMENT}/meeting-2"
COMMITMENT = "arjeplog-1"


@pytest.fixture
async def agreed(followup: Following) -> Following:
    """A signed agreement with two commitments, and no meeting yet."""
    commitments = (a_commitment(due="2026-06-30"), a_commitment("arjeplog-2", due="2026-01-31"))
    await followup.hear(*signed(a_document(commitments=commitments)))
    return followup


async def days(followup: Following, *, coming: bool = True) -> list[str]:
    answer = await followup.ask(ListMeetings(agreement=AGREEMENT, coming=coming))
    return [str(one.on) for one in answer.meetings]


async def frozen(followup: Following, meeting: str, version: int | None = None) -> Summary:
    answer = await followup.ask(ShowFrozenSummary(meeting=meeting, version=version))
    assert hashlib.sha256(answer.content.encode()).hexdigest() == answer.content_hash
    return Summary.model_validate_json(answer.content)


async def close(followup: Following, meeting: str, on: str = "2026-03-02") -> Summary:
    await followup.tell(CloseMeeting(meeting=meeting, on=day(on)))
    return await frozen(followup, meeting)


async def test_a_series_follows_the_cadence_of_the_agreement_s_review(followup: Following):
    await followup.hear(*signed(a_document(review=Review(cadence=Window.TERTIAL))))
    await followup.tell(PlanMeetings(agreement=AGREEMENT))
    assert await days(followup) == ["2026-05-04", "2026-09-01", "2027-01-04"]


async def test_the_parties_may_meet_on_days_of_their_own(agreed: Following):
    await agreed.tell(PlanMeetings(agreement=AGREEMENT, days=(day("2026-11-20"), day("2026-05-20"))))
    assert await days(agreed) == ["2026-05-20", "2026-11-20"]


async def test_planning_the_same_series_again_changes_nothing(agreed: Following):
    await agreed.tell(PlanMeetings(agreement=AGREEMENT))
    await agreed.tell(MoveMeeting(meeting=FIRST, to=day("2026-06-11"), reason="Semestrar"))
    agreed.said.clear()
    await agreed.tell(PlanMeetings(agreement=AGREEMENT))
    assert agreed.said == []
    assert await days(agreed) == ["2026-06-11", "2027-01-04"]


async def test_another_series_cancels_the_coming_meetings_of_the_one_before(agreed: Following):
    await agreed.tell(PlanMeetings(agreement=AGREEMENT))
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-04-14")))
    await agreed.tell(PlanMeetings(agreement=AGREEMENT, cadence=Window.QUARTER))
    assert await days(agreed) == ["2026-04-01", "2026-04-14", "2026-07-01", "2026-10-01", "2027-01-04"]


async def test_time_brings_the_meetings_that_were_too_far_away(followup: Following):
    await followup.hear(*signed(a_document(until="2029-12-31", review=Review(cadence=Window.YEAR))))
    await followup.tell(PlanMeetings(agreement=AGREEMENT))
    await followup.do(plan_coming_meetings)
    assert await days(followup) == ["2027-01-04"]
    followup.clock.forward(days=400)
    while await followup.do(plan_coming_meetings):
        pass
    assert await days(followup) == ["2027-01-04", "2028-01-03"]


async def test_nobody_follows_up_what_is_not_signed(followup: Following):
    await followup.hear(*drafted(a_document()))
    with pytest.raises(Refused, match="inte undertecknad"):
        await followup.tell(PlanMeetings(agreement=AGREEMENT))


async def test_a_meeting_moves_to_a_day_to_come(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-10")))
    with pytest.raises(Refused, match="har passerat"):
        await agreed.tell(MoveMeeting(meeting=FIRST, to=day("2026-03-01"), reason="Sjukdom"))
    await agreed.tell(MoveMeeting(meeting=FIRST, to=day("2026-03-12"), reason="Sjukdom"))
    (moved,) = agreed.heard(MeetingMoved)
    assert (moved.was_on, moved.on, moved.reason) == (day("2026-03-10"), day("2026-03-12"), "Sjukdom")


async def test_a_cancelled_meeting_cannot_be_closed(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    await agreed.tell(CancelMeeting(meeting=FIRST, reason="Sjukdom"))
    with pytest.raises(Refused, match="inställt"):
        await agreed.tell(CloseMeeting(meeting=FIRST, on=day("2026-03-02")))


async def test_closing_freezes_the_summary_and_says_so_to_the_counties(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    summary = await close(agreed, FIRST)
    (closed,) = agreed.heard(MeetingClosed)
    (told,) = agreed.heard(progress.FollowUpApproved)
    assert closed.content_hash == (await agreed.ask(ShowFrozenSummary(meeting=FIRST))).content_hash
    assert (told.on, told.municipalities, told.meeting_id) == (day("2026-03-02"), ("2506",), closed.meeting_id)
    assert summary.meeting == FIRST
    with pytest.raises(Refused, match="avslutat"):
        await agreed.tell(CloseMeeting(meeting=FIRST, on=day("2026-03-02")))


async def test_later_changes_make_a_new_version_and_both_can_be_shown(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    before = await close(agreed, FIRST)
    await agreed.tell(a_report("arjeplog-1/once", comment="Kom för sent till mötet"))
    await agreed.tell(FreezeSummaryAnew(meeting=FIRST, reason="Polisens redovisning kom efter mötet"))
    after = await frozen(agreed, FIRST)
    assert await frozen(agreed, FIRST, 1) == before
    assert [row.parties[1].count for row in after.focus_areas[0].commitments] == [1, 0]
    assert after.changes.done == (), "it is news to the next meeting"
    with pytest.raises(Refused, match="den senaste är 2"):
        await agreed.ask(ShowFrozenSummary(meeting=FIRST, version=3))


async def test_each_meeting_is_told_what_is_new_since_the_one_before(agreed: Following):
    for on in ("2026-03-02", "2026-03-02", "2026-03-02"):
        await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day(on)))
    await agreed.let_time_work()
    first = (await close(agreed, FIRST)).changes
    assert [one.words for one in first.newly_overdue] == ["Sista dag var 2026-01-31, försenat 30 dagar: 0 av 1."]
    assert len(first.new) == 2
    await agreed.tell(a_report("arjeplog-2/once"))
    await agreed.tell(
        MoveDueDay(occurrence="arjeplog-1/once", due=day("2026-07-31"), by=Party.POLICE, reason="Snön låg kvar")
    )
    await agreed.hear(_reassigned())
    second = (await close(agreed, SECOND)).changes
    assert (second.since, second.last_meeting) == (day("2026-03-02"), FIRST)
    assert [one.occurrence for one in second.done] == ["arjeplog-2/once"]
    assert [one.words.partition(",")[2] for one in second.moved] == [" 31 dagar senare. Skäl: Snön låg kvar."]
    assert [one.words for one in second.handed_over] == [
        "Överlämnat från kommunpolis (polisen), samordnare (kommunen) till samordnare (kommunen)."
    ]
    assert (second.new, second.newly_overdue) == ((), ())
    third = (await close(agreed, f"{AGREEMENT}/meeting-3")).changes
    nothing = dict.fromkeys(("done", "new", "moved", "newly_overdue", "cancelled", "handed_over", "reopened"), ())
    assert third.model_dump(exclude={"since", "last_meeting"}) == nothing


async def test_what_is_not_yet_met_about_is_counted_from_the_last_meeting(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    await close(agreed, FIRST)
    await agreed.tell(a_report("arjeplog-2/once"))
    summary = await agreed.ask(SummariseAgreement(agreement=AGREEMENT))
    assert [one.occurrence for one in summary.changes.done] == ["arjeplog-2/once"]
    assert (summary.changes.last_meeting, summary.meeting) == (FIRST, None)


async def test_the_agenda_has_what_comes_by_itself_and_what_somebody_put_up(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-10")))
    await agreed.tell(AddAgendaItem(meeting=FIRST, text="Ny belysning", commitment=COMMITMENT))
    await _judge(agreed, Party.POLICE, Fulfilment.FULFILLED)
    await _judge(agreed, Party.MUNICIPALITY, Fulfilment.PARTLY_FULFILLED)
    card = await agreed.ask(ShowMeeting(meeting=FIRST))
    assert [one.key for one in card.agenda] == ["differing:arjeplog-1", "overdue:arjeplog-2/once", "item:1"]
    assert card.agenda[0].text.startswith(
        "Parterna bedömer olika om det är uppfyllt (kommunen: delvis uppfyllt, polisen: uppfyllt):"
    )
    assert not any(one.carried_over for one in card.agenda)
    assert card.asked_to_report_on == (day("2026-02-17"), day("2026-03-03"))


async def test_what_was_not_decided_stands_on_the_next_agenda(agreed: Following):
    for on in ("2026-03-02", "2026-09-01"):
        await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day(on)))
    for text in ("Ny belysning", "Fler nattvandrare"):
        await agreed.tell(AddAgendaItem(meeting=FIRST, text=text))
    assert [one.key for one in (await agreed.ask(ShowMeeting(meeting=SECOND))).agenda] == ["overdue:arjeplog-2/once"]
    await agreed.tell(
        RecordDecision(meeting=FIRST, decision=DecisionKind.OTHER, item="item:1", text="Kommunen byter lamporna")
    )
    summary = await close(agreed, FIRST)
    assert [(one.item, one.text) for one in summary.decisions] == [("item:1", "Kommunen byter lamporna")]
    assert [one.key for one in summary.decisions_needed] == ["overdue:arjeplog-2/once", "item:2"]
    left = (await agreed.ask(ShowMeeting(meeting=SECOND))).agenda
    assert [(one.key, one.carried_over) for one in left] == [("overdue:arjeplog-2/once", True), ("item:2", True)]


async def test_what_was_decided_comes_back_only_if_it_comes_up_anew(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    await agreed.tell(
        RecordDecision(meeting=FIRST, decision=DecisionKind.KEEP, item="overdue:arjeplog-2/once", text="Görs i mars")
    )
    assert (await agreed.ask(ShowMeeting(meeting=FIRST))).agenda == ()
    await agreed.tell(
        MoveDueDay(occurrence="arjeplog-2/once", due=day("2026-03-31"), by=Party.POLICE, reason="Görs i mars")
    )
    agreed.clock.set("2026-04-28T09:00")
    assert [one.key for one in (await agreed.ask(ShowMeeting(meeting=FIRST))).agenda] == ["overdue:arjeplog-2/once"]


async def test_a_decision_that_is_a_change_keeps_the_command_that_carried_it_out(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    wish = RecordDecision(meeting=FIRST, decision=DecisionKind.CANCEL_COMMITMENT, commitment=COMMITMENT)
    with pytest.raises(Refused, match="Genomför den först"):
        await agreed.tell(wish)
    document = a_document()
    await agreed.hear(
        CommitmentCancelled(
            agreement_id=document.id,
            commitment_id=document.commitments[0].id,
            reason="Torget byggs om",
            forum="Lokala BRÅ",
            on=day("2026-03-02"),
        )
    )
    await agreed.tell(wish.model_copy(update={"carried_out_by": wish.command_id}))
    (decided,) = agreed.heard(DecisionRecorded)
    assert decided.carried_out_by == wish.command_id
    summary = await close(agreed, FIRST)
    assert summary.decisions[0].carried_out_by == wish.command_id
    assert [one.occurrence for one in summary.changes.cancelled] == ["arjeplog-1/once"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"decision": DecisionKind.KEEP, "item": "item:7"}, "står inte på dagordningen"),
        ({"decision": DecisionKind.OTHER}, "Skriv vad mötet beslutade"),
        ({"decision": DecisionKind.REASSIGN}, "vilket åtagande"),
        ({"decision": DecisionKind.OTHER, "text": "Ring 19811218-9876"}, "personnummer"),
        ({"decision": DecisionKind.KEEP, "item": "overdue:19811218-9876"}, "personnummer"),
        ({"decision": DecisionKind.KEEP, "carried_out_by": UUID(int=1)}, "ändrar ingenting"),
        ({"decision": DecisionKind.KEEP, "commitment": "finns-inte"}, "finns inte"),
    ],
)
async def test_an_unclear_decision_is_refused_in_words(agreed: Following, changes: dict[str, object], sentence: str):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    with pytest.raises(Refused, match=sentence):
        await agreed.tell(RecordDecision(meeting=FIRST, **changes))


async def test_a_meeting_decides_nothing_about_another_agreement_s_commitments(agreed: Following):
    other = a_document("annan", commitments=(a_commitment("annan-1", agreement="annan"),))
    await agreed.hear(*signed(other))
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    with pytest.raises(Refused, match="annan överenskommelse"):
        await agreed.tell(RecordDecision(meeting=FIRST, decision=DecisionKind.KEEP, commitment="annan-1"))


@pytest.mark.parametrize(
    "wish",
    [
        MoveMeeting(meeting=FIRST, to=day("2026-03-03"), reason="Ring 19811218-9876"),
        CancelMeeting(meeting=FIRST, reason="Ring 19811218-9876"),
        AddAgendaItem(meeting=FIRST, text="Ring 19811218-9876"),
    ],
)
async def test_no_text_of_a_meeting_names_a_person(agreed: Following, wish: Command):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    with pytest.raises(Refused, match="personnummer"):
        await agreed.tell(wish)


async def test_who_has_reported_since_the_last_meeting_is_known(agreed: Following):
    for on in ("2026-03-02", "2026-09-01"):
        await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day(on)))
    await agreed.tell(a_report("arjeplog-1/once", on="2026-02-20"))
    assert await _reported(agreed, FIRST) == {Party.POLICE}
    await close(agreed, FIRST)
    assert await _reported(agreed, SECOND) == set()
    await _judge(agreed, Party.MUNICIPALITY, Fulfilment.FULFILLED)
    assert await _reported(agreed, SECOND) == {Party.MUNICIPALITY}
    assert await _reported(agreed, FIRST) == {Party.POLICE}


async def test_what_cannot_be_counted_is_commented_anew_for_each_meeting(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(recurrence=Continuous()),))))
    for on in ("2026-03-02", "2026-09-01"):
        await followup.tell(PlanMeeting(agreement=AGREEMENT, on=day(on)))
    await followup.tell(a_report("arjeplog-1/ongoing", 0, comment="Pågår"))
    assert [one.party for one in (await close(followup, FIRST)).not_reported] == [Party.MUNICIPALITY]
    summary = await followup.ask(SummariseAgreement(agreement=AGREEMENT))
    assert [one.party for one in summary.not_reported] == [Party.MUNICIPALITY, Party.POLICE]


async def test_the_steering_group_is_informed_of_what_a_closed_meeting_came_to(agreed: Following):
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    with pytest.raises(Refused, match="Avsluta först"):
        await agreed.tell(InformSteeringGroup(meeting=FIRST, on=day("2026-03-02")))
    await agreed.tell(CloseMeeting(meeting=FIRST, on=day("2026-03-01"), steering_group_informed_on=day("2026-03-02")))
    assert [one.on for one in agreed.heard(SteeringGroupInformed)] == [day("2026-03-02")]
    (line,) = (await agreed.ask(ListMeetings())).meetings
    assert (line.state, line.on, line.versions) == (MeetingState.CLOSED, day("2026-03-01"), 1)
    assert line.steering_group_informed_on == day("2026-03-02")


async def test_meetings_are_closed_in_the_order_they_were_held(agreed: Following):
    for _ in range(2):
        await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    await close(agreed, SECOND)
    with pytest.raises(Refused, match="hölls senare"):
        await agreed.tell(CloseMeeting(meeting=FIRST, on=day("2026-03-01")))
    with pytest.raises(Refused, match="har inte kommit än"):
        await agreed.tell(CloseMeeting(meeting=FIRST, on=day("2026-03-03")))


async def _judge(followup: Following, party: Party, fulfilment: Fulfilment) -> None:
    await followup.tell(
        AssessCommitment(commitment=COMMITMENT, party=party, fulfilment=fulfilment, on=day("2026-03-01"))
    )


async def _reported(followup: Following, meeting: str) -> set[Party]:
    return {one.party for one in (await followup.ask(ShowMeeting(meeting=meeting))).reporting if one.reported}


def _reassigned() -> CommitmentReassigned:
    document = a_document()
    return CommitmentReassigned(
        agreement_id=document.id, commitment_id=document.commitments[0].id, responsible=responsible(SAMORDNARE)
    )
