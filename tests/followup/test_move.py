"""The due day of one occurrence may be moved: who, when and why are kept, and every move is counted."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import AgreementExtended, CommitmentDueRuleChanged, Count, Once, Window
from schemas.base import Party
from schemas.followup import (
    ExplainOccurrence,
    Light,
    ListOccurrences,
    MoveDueDay,
    OccurrenceDueMoved,
    OccurrenceOverdue,
    OccurrenceState,
    ReminderDue,
    ShowOccurrence,
)
from services.followup.model import light
from services.followup.model.move import move, slips
from services.followup.model.occurrence import Occurrence
from services.followup.model.planning import Occasion, as_planned, plan
from services.runtime.errors import Refused
from tests.builders import a_commitment, a_document
from tests.followup.following import Following, signed
from tests.followup.values import a_promise, an_occurrence, day, told

TODAY = day("2026-06-15")
DAYS = st.dates(TODAY, day("2028-12-31"))


def a_move(due: str, by: Party = Party.MUNICIPALITY, reason: str = "Snön låg kvar", of: str = "x") -> MoveDueDay:
    return MoveDueDay(occurrence=of, due=day(due), by=by, reason=reason)


def test_a_move_keeps_who_when_and_why_and_is_a_new_due_version():
    after, moved, fact = move(an_occurrence("2026-06-30"), a_move("2026-09-30"), TODAY)
    assert (after.due, after.due_version, after.ends) == (day("2026-09-30"), 2, day("2026-06-30"))
    assert (moved.on, moved.by, moved.reason) == (TODAY, Party.MUNICIPALITY, "Snön låg kvar")
    assert (moved.was_due, moved.due, moved.due_version) == (day("2026-06-30"), day("2026-09-30"), 2)
    assert (fact.by, fact.on, fact.reason) == (Party.MUNICIPALITY, TODAY, "Snön låg kvar")


@pytest.mark.parametrize(
    ("occurrence", "due", "sentence"),
    [
        (an_occurrence(None), "2026-09-30", "ingen sista dag"),
        (an_occurrence(), "2026-12-31", "redan 2026-12-31"),
        (an_occurrence(), "2026-06-14", "redan passerat"),
        (an_occurrence(starts="2026-07-01"), "2026-06-30", "första dag, 2026-07-01"),
        (an_occurrence(state=OccurrenceState.COMPLETED), "2026-09-30", "avslutat"),
        (an_occurrence(state=OccurrenceState.CANCELLED), "2026-09-30", "avslutat"),
    ],
)
def test_a_move_that_cannot_be_is_refused(occurrence: Occurrence, due: str, sentence: str):
    with pytest.raises(Refused, match=sentence):
        move(occurrence, a_move(due), TODAY)


def test_a_reason_with_a_personal_number_is_refused():
    with pytest.raises(Refused, match="personnummer"):
        move(an_occurrence(), a_move("2026-09-30", reason="Anna 811218-9876 är sjuk"), TODAY)


def test_a_paused_one_can_be_moved_and_stays_paused():
    after, _, _ = move(an_occurrence(state=OccurrenceState.PAUSED), a_move("2027-03-31"), TODAY)
    assert after.state is OccurrenceState.PAUSED


def test_pace_is_reckoned_to_the_day_it_was_moved_to():
    behind = told(2, target=4, due="2026-06-30")
    assert light.of_occurrence(behind, TODAY) is Light.YELLOW
    moved, _, _ = move(behind, a_move("2027-12-31"), TODAY)
    assert light.of_occurrence(moved, TODAY) is Light.GREEN
    assert light.of_commitment([moved], [], day("2026-07-15")) is Light.GREEN


@given(st.lists(st.tuples(DAYS, st.sampled_from(Party)), max_size=12))
def test_slips_sum_to_the_way_from_the_first_due_day_to_the_last(wished):
    occurrence, moves = an_occurrence("2026-06-30"), []
    for due, by in wished:
        if due != occurrence.due:
            occurrence, moved, _ = move(occurrence, MoveDueDay(occurrence="x", due=due, by=by, reason="Skäl"), TODAY)
            moves.append(moved)
    told_of = slips(moves)
    assert sum(one.times for one in told_of) == len(moves)
    assert timedelta(sum(one.days for one in told_of)) == occurrence.due - day("2026-06-30")
    assert [one.party for one in told_of] == [party for party in Party if any(one.by == party for one in moves)]


@given(DAYS, st.dates(TODAY, day("2029-12-31")))
def test_planning_again_never_takes_back_a_day_that_people_chose(due, today):
    promise = a_promise(a_document(until="2029-12-31", commitments=(a_commitment(recurrence=Once(due=TODAY)),)))
    (made,) = plan(promise, [], Occasion(day("2026-01-01"))).made
    wish = MoveDueDay(occurrence="x", due=due, by=Party.POLICE, reason="Skäl")
    moved = move(made, wish, TODAY)[0] if due != made.due else made
    again = plan(promise, [moved], Occasion(today))
    assert (again.moves, again.cancelled, again.made) == ([], [], [])
    assert {one.due for one in again.touched} <= {due}


def test_a_new_rule_gives_a_new_day_also_where_people_had_chosen_one():
    moved, _, _ = move(an_occurrence("2026-06-30"), a_move("2026-09-30"), TODAY)
    asked = as_planned(an_occurrence("2026-11-30"))
    after = moved.adjust(asked)
    assert (after.due, after.rule_due, after.due_version) == (day("2026-11-30"), None, 3)


async def test_the_old_ladder_is_struck_out_and_a_new_one_climbs(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    await followup.tell(a_move("2026-10-30", of="arjeplog-1/once"))
    (moved,) = followup.heard(OccurrenceDueMoved)
    assert (moved.by, moved.due_version) == (Party.MUNICIPALITY, 2)
    followup.clock.set("2026-07-15T09:00")
    await followup.let_time_work()
    assert followup.heard(ReminderDue) == followup.heard(OccurrenceOverdue) == []
    followup.clock.set("2026-10-02T09:00")
    await followup.let_time_work()
    assert [(one.rung, one.due) for one in followup.heard(ReminderDue)] == [("t-28", day("2026-10-30"))]


async def test_a_rung_that_has_left_leaves_again_for_the_day_it_was_moved_to(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    followup.clock.set("2026-06-02T09:00")
    await followup.let_time_work()
    await followup.tell(a_move("2026-10-30", of="arjeplog-1/once"))
    followup.clock.set("2026-10-02T09:00")
    await followup.let_time_work()
    left = [(one.rung, one.due, one.due_version) for one in followup.heard(ReminderDue)]
    assert left == [("t-28", day("2026-06-30"), 1), ("t-28", day("2026-10-30"), 2)]


async def test_the_explanation_tells_each_move_and_what_they_sum_to_per_party(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    await followup.tell(a_move("2026-07-10", of="arjeplog-1/once"))
    followup.clock.set("2026-07-01T09:00")
    await followup.tell(a_move("2026-07-31", Party.POLICE, "Personalbrist", "arjeplog-1/once"))
    await followup.tell(a_move("2026-07-30", Party.POLICE, "Mötet är då", "arjeplog-1/once"))

    sentences = (await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/once"))).sentences
    assert sentences[-4:] == (
        "Sista dagen flyttades 2026-03-02 från 2026-06-30 till 2026-07-10, på begäran av kommunen: Snön låg kvar.",
        "Sista dagen flyttades 2026-07-01 från 2026-07-10 till 2026-07-31, på begäran av polisen: Personalbrist.",
        "Sista dagen flyttades 2026-07-01 från 2026-07-31 till 2026-07-30, på begäran av polisen: Mötet är då.",
        "Sista dagen har flyttats 3 gånger: kommunen 1 gång, 10 dagar senare; polisen 2 gånger, 20 dagar senare.",
    )
    card = await followup.ask(ShowOccurrence(occurrence="arjeplog-1/once"))
    assert [(one.party, one.times, one.days) for one in card.slips] == [
        (Party.MUNICIPALITY, 1, 10),
        (Party.POLICE, 2, 20),
    ]


async def test_a_moved_day_stands_when_time_goes_by_and_the_agreement_runs_longer(followup: Following):
    document = a_document(commitments=(a_commitment(recurrence=Count(min=1, window=Window.HALF_YEAR)),))
    await followup.hear(*signed(document))
    await followup.tell(a_move("2026-08-15", of="arjeplog-1/2026-H1"))
    longer = AgreementExtended(
        agreement_id=document.id, until=day("2027-12-31"), was_until=day("2026-12-31"), reason="Fortsätter"
    )
    await followup.hear(longer)
    followup.clock.set("2026-08-01T09:00")
    await followup.let_time_work()
    answer = await followup.ask(ListOccurrences(commitment="arjeplog-1"))
    assert [one.due for one in answer.occurrences][:2] == [day("2026-08-15"), day("2026-12-31")]


async def test_a_new_rule_moves_it_anew(followup: Following):
    document = a_document(commitments=(a_commitment(due="2026-06-30"),))
    await followup.hear(*signed(document))
    await followup.tell(a_move("2026-08-15", of="arjeplog-1/once"))
    changed = CommitmentDueRuleChanged(
        agreement_id=document.id,
        commitment_id=document.commitments[0].id,
        recurrence=Once(due=day("2026-11-30")),
        by=Party.POLICE,
        reason="Nytt beslut",
    )
    await followup.hear(changed)
    card = await followup.ask(ShowOccurrence(occurrence="arjeplog-1/once"))
    assert (card.occurrence.due, card.occurrence.due_version) == (day("2026-11-30"), 3)
