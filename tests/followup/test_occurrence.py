"""What can happen to an occurrence?"""

from uuid import UUID

import pytest

from schemas.followup import ActivityReported, OccurrenceCompleted, OccurrenceState
from services.followup.store.tables import occurrence as kept
from services.runtime.errors import Refused
from tests.followup.following import a_report
from tests.followup.values import an_occurrence, day, told

TODAY = day("2026-09-15")


def test_a_report_below_the_target_is_told_and_nothing_is_completed():
    occurrence, report, facts = an_occurrence(target=2).report(a_report("x", 1, "2026-03-01", comment=" Bra "), TODAY)
    assert (occurrence.state, occurrence.done, occurrence.told_on) == (OccurrenceState.IN_PROGRESS, 1, TODAY)
    assert (report.comment, report.day, report.told_on) == ("Bra", day("2026-03-01"), TODAY)
    (fact,) = facts
    assert isinstance(fact, ActivityReported)
    assert (fact.count, fact.done) == (1, 1)


def test_reaching_the_target_completes_it_on_the_day_it_was_done():
    occurrence, _, facts = told(1, target=2).report(a_report("x", 1, "2026-09-01"), TODAY)
    assert occurrence.state is OccurrenceState.COMPLETED
    assert (occurrence.completed_on, occurrence.completed_told_on) == (day("2026-09-01"), TODAY)
    assert [type(fact) for fact in facts] == [ActivityReported, OccurrenceCompleted]
    assert not facts[1].late


def test_a_late_report_is_taken_and_keeps_its_late_day():
    overdue = an_occurrence("2026-06-30")
    occurrence, _, facts = overdue.report(a_report("x", 1, "2026-07-10"), TODAY)
    assert occurrence.completed_on == day("2026-07-10")
    assert facts[1].late


def test_what_was_done_in_time_but_told_late_is_not_late():
    _, _, facts = an_occurrence("2026-06-30").report(a_report("x", 1, "2026-06-30"), TODAY)
    assert not facts[1].late


def test_it_is_completed_once_and_takes_further_reports():
    completed, _, _ = an_occurrence().report(a_report("x"), TODAY)
    again, _, facts = completed.report(a_report("x", 3), TODAY)
    assert [type(fact) for fact in facts] == [ActivityReported]
    assert (again.state, again.done, again.completed_on) == (OccurrenceState.COMPLETED, 4, completed.completed_on)


def test_what_cannot_be_counted_is_never_completed():
    standing, _, facts = an_occurrence(None, label="ongoing").report(a_report("x", 1000), TODAY)
    assert standing.state is OccurrenceState.IN_PROGRESS
    assert len(facts) == 1


def test_repeating_a_wish_gives_the_same_report_id():
    wish = a_report("x")
    assert an_occurrence().report(wish, TODAY)[1].id == an_occurrence().report(wish, TODAY)[1].id


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2026-09-16", "har inte kommit än"),
        ("2025-12-31", "före tillfällets första dag, 2026-01-01"),
    ],
)
def test_a_day_that_cannot_be_is_refused(on: str, sentence: str):
    with pytest.raises(Refused, match=sentence):
        an_occurrence().report(a_report("x", on=on), TODAY)


def test_a_number_beyond_reason_is_refused():
    with pytest.raises(Refused, match="orimligt"):
        told(900_000, target=None).report(a_report("x", 900_000), TODAY)


def test_a_cancelled_one_takes_no_reports():
    gone, _ = an_occurrence().cancel("Dubbelt", "styrgruppen", TODAY)
    with pytest.raises(Refused, match="utgår"):
        gone.report(a_report("x"), TODAY)


@pytest.mark.parametrize("comment", ["811218-9876", "Anna 19811218-9876", "198112189876", "8112189876", "811278-9876"])
def test_a_comment_with_a_personal_number_is_refused(comment: str):
    with pytest.raises(Refused, match="personnummer"):
        an_occurrence().report(a_report("x", comment=comment), TODAY)


@pytest.mark.parametrize(
    "comment", ["ring 0701231233", "TEST A000.012/2019", "2026-09-15", "20 deltagare, 0960-123 45"]
)
def test_a_comment_with_other_numbers_is_taken(comment: str):
    an_occurrence().report(a_report("x", comment=comment), TODAY)


def test_overdue_is_derived_from_the_day_after_the_due_day():
    occurrence = an_occurrence("2026-06-30")
    assert occurrence.overdue_days(day("2026-06-30")) == 0
    assert occurrence.overdue_days(day("2026-07-01")) == 1
    assert told(1, due="2026-06-30").overdue_days(TODAY) == 0


@pytest.mark.parametrize("state", [OccurrenceState.COMPLETED, OccurrenceState.CANCELLED, OccurrenceState.PAUSED])
def test_what_is_closed_or_paused_is_never_overdue(state: OccurrenceState):
    occurrence = an_occurrence("2026-06-30", state=state)
    assert occurrence.overdue_days(TODAY) == 0
    assert occurrence.announce_on is None


def test_overdue_is_announced_once_per_due_version():
    occurrence = an_occurrence("2026-06-30")
    assert occurrence.announce_on == day("2026-07-01")
    occurrence, fact = occurrence.announce_overdue()
    assert fact.due_version == 1
    assert occurrence.announce_on is None


def test_every_fact_is_about_the_occurrence():
    _, _, facts = an_occurrence().report(a_report("x"), TODAY)
    assert {fact.about for fact in facts} == {f"occurrence/{an_occurrence().id}"}
    assert isinstance(facts[0].report_id, UUID)


def test_it_is_done_on_the_day_of_the_last_one_needed_in_whatever_order_they_are_told():
    first, late, _ = an_occurrence("2026-06-30", target=2).report(a_report("x", 1, "2026-07-10"), TODAY)
    done, _, facts = first.report(a_report("x", 1, "2026-06-20"), TODAY, [late])
    assert done.completed_on == day("2026-07-10")
    assert facts[1].late


def test_what_was_done_in_time_is_not_late_because_something_was_done_after_it():
    first, late, _ = an_occurrence("2026-06-30", target=2).report(a_report("x", 1, "2026-07-10"), TODAY)
    done, _, facts = first.report(a_report("x", 2, "2026-06-20"), TODAY, [late])
    assert done.completed_on == day("2026-06-20")
    assert not facts[1].late


def test_a_report_does_not_end_a_pause():
    paused = an_occurrence(target=2, state=OccurrenceState.PAUSED)
    told_of, _, _ = paused.report(a_report("x"), TODAY)
    assert told_of.state is OccurrenceState.PAUSED
    assert told_of.report(a_report("x"), TODAY)[0].state is OccurrenceState.COMPLETED


def test_overdue_is_no_state_of_an_occurrence():
    """It is derived each time from the day, what is done and the due day; what is kept is only what was announced."""
    late = an_occurrence()
    assert "overdue" not in set(OccurrenceState)
    assert (late.overdue_days(day("2026-12-31")), late.overdue_days(day("2027-01-02"))) == (0, 2)
    assert late.state is OccurrenceState.PLANNED
    assert [column.name for column in kept.columns if "overdue" in column.name] == ["overdue_version"]
