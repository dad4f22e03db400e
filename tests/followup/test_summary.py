"""What does a follow-up meeting get?"""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from schemas.agreements import AgreementState, Continuous, Count, FocusArea, Review, Validity, Window
from schemas.base import Party
from schemas.followup import Fulfilment, Light, OccurrenceState
from services.followup.model.assessment import Assessment
from services.followup.model.cadence import last_meeting, next_meeting
from services.followup.model.move import Move
from services.followup.model.occurrence import Report
from services.followup.model.summary import Standing, summarise
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document
from tests.followup.values import an_agreement, an_occurrence, commitments_of, day, told

TODAY = day("2026-09-15")
CALENDAR_YEAR = Validity(since=day("2026-01-01"), until=day("2026-12-31"))


def a_standing(*occurrences, document=None, reports=(), assessments=(), moves=(), **agreement) -> Standing:
    document = document or a_document()
    return Standing(
        agreement=an_agreement(document, **({"state": AgreementState.ACTIVE} | agreement)),
        commitments=commitments_of(document),
        occurrences=list(occurrences),
        reports=list(reports),
        assessments=list(assessments),
        moves=list(moves),
    )


def a_report_of(occurrence, count: int = 1, on: str = "2026-08-20", *, by=Party.POLICE, comment: str = "") -> Report:
    return Report(uuid4(), occurrence.id, occurrence.commitment_id, by, count, None, day(on), day(on), comment, None)


def a_judgement(fulfilment: Fulfilment, on: str = "2026-09-01", *, by=Party.POLICE, comment: str = "") -> Assessment:
    return Assessment(uuid4(), an_occurrence().commitment_id, by, fulfilment, comment, day(on), day(on))


def the_row(summary):
    return summary.focus_areas[0].commitments[0]


def test_the_head_tells_agreement_period_and_days_left():
    head = summarise(a_standing(), TODAY).head
    assert (head.title, head.state, head.days_left) == ("Medborgarlöften Arjeplog", AgreementState.ACTIVE, 107)
    assert head.registration_numbers[Party.POLICE] == "TEST A000.001/2026"
    assert summarise(a_standing(validity=Validity(since=day("2026-01-01"))), TODAY).head.days_left is None


def test_all_commitments_appear_also_silent_ones_and_in_the_agreement_s_order():
    areas = (FocusArea(id="unga", name="Unga"), FocusArea(id="trygghet", name="Trygghet", goal="Fler ute"))
    commitments = (
        a_commitment("arjeplog-1"),
        a_commitment("arjeplog-2", focus_area="unga"),
        a_commitment("arjeplog-3"),
    )
    sections = summarise(a_standing(document=a_document(focus_areas=areas, commitments=commitments)), TODAY).focus_areas
    assert [(area.name, [row.slug for row in area.commitments]) for area in sections] == [
        ("Unga", ["arjeplog-2"]),
        ("Trygghet", ["arjeplog-1", "arjeplog-3"]),
    ]
    assert sections[1].goal == "Fler ute"


def test_a_commitment_outside_the_listed_focus_areas_still_appears():
    document = a_document(focus_areas=(), commitments=(a_commitment(focus_area="okand"),))
    (section,) = summarise(a_standing(document=document), TODAY).focus_areas
    assert (section.name, len(section.commitments)) == ("okand", 1)


def test_done_is_counted_against_the_target_of_windows_that_have_begun():
    first = told(5, target=2, due="2026-06-30", label="2026-H1")
    second = told(1, target=2, starts="2026-07-01", label="2026-H2")
    coming = an_occurrence("2027-06-30", starts="2027-01-01", target=2, label="2027-H1")
    row = the_row(summarise(a_standing(first, second, coming), TODAY))
    assert (row.done, row.target, row.due, row.light) == (3, 4, day("2026-12-31"), Light.GREEN)


def test_what_cannot_be_counted_has_no_target():
    row = the_row(summarise(a_standing(told(3, due=None)), TODAY))
    assert (row.done, row.target, row.due) == (3, None, None)


def test_the_due_day_is_the_last_one_when_all_are_met():
    done = [told(1, due=due, label=due) for due in ("2026-06-30", "2026-12-31")]
    assert the_row(summarise(a_standing(*done), TODAY)).due == day("2026-12-31")


def test_the_rule_is_said_in_swedish():
    document = a_document(commitments=(a_commitment(recurrence=Count(min=2, window=Window.HALF_YEAR)),))
    assert the_row(summarise(a_standing(document=document), TODAY)).rule == "minst 2 gånger per halvår"


def test_each_party_has_its_own_view_and_silence_is_said():
    occurrence = told(2, target=3)
    reports = [a_report_of(occurrence, comment="Första"), a_report_of(occurrence, on="2026-09-02", comment="Andra")]
    police, municipality = _views(summarise(a_standing(occurrence, reports=reports), TODAY))
    assert (police.fulfilment, police.count, police.latest_comment) == (Fulfilment.NOT_ASSESSED, 2, "Andra")
    assert (municipality.fulfilment, municipality.count) == (Fulfilment.NOT_REPORTED, 0)
    assert municipality.latest_on is None


def test_a_later_judgement_stands_before_an_earlier_one():
    judged = [
        a_judgement(Fulfilment.FULFILLED, comment="Klart"),
        a_judgement(Fulfilment.PARTLY_FULFILLED, "2026-05-01"),
    ]
    police, _ = _views(summarise(a_standing(assessments=judged), TODAY))
    assert (police.fulfilment, police.latest_comment) == (Fulfilment.FULFILLED, "Klart")


def test_a_party_that_is_silent_about_what_it_answers_for_is_listed():
    commitments = (a_commitment("arjeplog-1"), a_commitment("arjeplog-2", by=(SAMORDNARE,)))
    reports = [a_report_of(an_occurrence())]
    summary = summarise(a_standing(document=a_document(commitments=commitments), reports=reports), TODAY)
    assert [(one.party, one.commitment, one.roles) for one in summary.not_reported] == [
        (Party.MUNICIPALITY, "arjeplog-1", ("samordnare",)),
        (Party.MUNICIPALITY, "arjeplog-2", ("samordnare",)),
    ]


def test_what_cannot_be_counted_is_told_of_anew_at_each_follow_up():
    document = a_document(commitments=(a_commitment(recurrence=Continuous(), by=(KOMMUNPOLIS,)),))
    standing = a_standing(document=document, reports=[a_report_of(an_occurrence(None), 0, "2026-03-14", comment="Ja")])
    assert summarise(standing, TODAY, day("2026-03-14")).not_reported == ()
    (silence,) = summarise(standing, TODAY).not_reported  # half a year back: 2026-03-15
    assert (silence.party, silence.commitment) == (Party.POLICE, "arjeplog-1")


def test_nobody_is_silent_about_what_is_cancelled():
    standing = a_standing(document=a_document(commitments=(a_commitment(by=(KOMMUNPOLIS,)),)))
    cancelled = replace(standing, commitments=[replace(standing.commitments[0], cancelled=True)])
    assert summarise(cancelled, TODAY).not_reported == ()
    assert the_row(summarise(cancelled, TODAY)).cancelled


def test_what_is_due_before_the_next_meeting_comes_overdue_first():
    overdue = an_occurrence("2026-03-31", label="a")
    soon = an_occurrence("2026-12-31", label="b")
    later = an_occurrence("2027-01-04", label="c")
    done = replace(told(1, label="d"), state=OccurrenceState.COMPLETED)
    summary = summarise(a_standing(later, soon, overdue, done), TODAY)
    assert summary.next_meeting == day("2027-01-04")  # the first working day
    assert [line.slug for line in summary.due_before_next_meeting] == ["arjeplog-1/a", "arjeplog-1/b"]


def test_what_was_done_since_the_last_meeting_is_told_with_its_lateness():
    done = replace(
        told(1, due="2026-08-31"),
        state=OccurrenceState.COMPLETED,
        completed_on=day("2026-09-10"),
        completed_told_on=day("2026-09-12"),
    )
    before = replace(done, id=uuid4(), completed_told_on=day("2026-02-01"))
    (change,) = summarise(a_standing(done, before), TODAY, day("2026-09-11")).changes.done
    assert change.words == "Genomfört 2026-09-10, 10 dagar efter sista dagen 2026-08-31: 1 av 1."


def test_new_is_told_once_for_each_commitment_and_not_for_what_time_brings():
    made = [an_occurrence(label=label, planned_on=day("2026-09-01")) for label in ("2026-Q3", "2026-Q4")]
    time_brought = an_occurrence("2027-12-31", label="2027", planned_on=day("2026-09-02"), by_horizon=True)
    (change,) = summarise(a_standing(*made, time_brought), TODAY, day("2026-09-01")).changes.new
    assert change.words == "Nytt: 2 tillfällen, det första med sista dag 2026-12-31."


def test_moved_tells_how_often_and_how_far():
    occurrence = an_occurrence("2026-12-31")
    moves = [
        _move(occurrence, "2026-08-01", "2026-06-30", "2026-09-30", 2),
        _move(occurrence, "2026-09-01", "2026-09-30", "2026-12-31", 3),
    ]
    (change,) = summarise(a_standing(occurrence, moves=moves), TODAY, day("2026-07-01")).changes.moved
    assert change.words == (
        "Sista dagen flyttades 2 gånger från 2026-06-30 till 2026-12-31, 184 dagar senare. Skäl: Snön låg kvar."
    )
    assert change.on == day("2026-09-01")


def test_newly_overdue_is_what_became_overdue_since_then():
    new, old = an_occurrence("2026-08-31", label="new"), an_occurrence("2026-03-31", label="old")
    (change,) = summarise(a_standing(new, old), TODAY, day("2026-09-01")).changes.newly_overdue
    assert (change.occurrence, change.on) == ("arjeplog-1/new", day("2026-09-01"))
    assert change.words == "Sista dag var 2026-08-31, försenat 15 dagar: 0 av 1."


def test_cancelled_tells_why_and_who_decided():
    gone, _ = an_occurrence().cancel("Dubbelt med ANDT-planen", "styrgruppen", day("2026-09-02"))
    (change,) = summarise(a_standing(gone), TODAY, day("2026-09-01")).changes.cancelled
    assert change.words == "Utgår 2026-09-02. Skäl: Dubbelt med ANDT-planen. Beslutat av styrgruppen."


def test_since_is_one_cadence_back_unless_told():
    assert summarise(a_standing(), TODAY).changes.since == day("2026-03-15")
    tertial = summarise(a_standing(review=Review(cadence=Window.TERTIAL)), TODAY)
    assert tertial.changes.since == day("2026-05-15")


@pytest.mark.parametrize(
    ("cadence", "today", "meeting"),
    [
        (Window.WEEK, "2026-09-15", "2026-09-21"),
        (Window.MONTH, "2026-12-31", "2027-01-01"),
        (Window.QUARTER, "2026-09-15", "2026-10-01"),
        (Window.TERTIAL, "2026-04-30", "2026-05-01"),
        (Window.HALF_YEAR, "2026-07-01", "2027-01-01"),
        (Window.YEAR, "2026-01-01", "2027-01-01"),
        (Window.AGREEMENT, "2026-09-15", "2027-01-01"),
    ],
)
def test_the_next_meeting_is_the_next_boundary_after_today(cadence: Window, today: str, meeting: str):
    assert next_meeting(cadence, CALENDAR_YEAR, day(today)) == day(meeting)


def test_an_endless_agreement_followed_up_once_has_no_next_meeting():
    assert next_meeting(Window.AGREEMENT, Validity(since=day("2026-01-01")), TODAY) is None
    assert last_meeting(Window.AGREEMENT, CALENDAR_YEAR, TODAY) == date(2026, 1, 1)


def test_a_meeting_one_month_back_from_the_last_of_march_is_the_last_of_february():
    assert last_meeting(Window.MONTH, CALENDAR_YEAR, day("2026-03-31")) == day("2026-02-28")


def _views(summary):
    return sorted(the_row(summary).parties, key=lambda view: view.party != Party.POLICE)


def _move(occurrence, on: str, was: str, to: str, version: int) -> Move:
    return Move(occurrence.id, day(on), day(was), day(to), version, Party.POLICE, "Snön låg kvar.")


def test_the_due_day_of_what_is_cancelled_is_nobodys_next():
    gone, _ = an_occurrence("2026-12-31", label="2026-H2").cancel("Oftare", "", TODAY)
    first = replace(told(1, due="2026-06-30", label="2026-H1"), state=OccurrenceState.COMPLETED)
    assert the_row(summarise(a_standing(first, gone), TODAY)).due == day("2026-06-30")
    assert the_row(summarise(a_standing(gone), TODAY)).due is None


def test_requests_are_counted_beside_what_was_handled():
    standing = told(3, due=None, label="ongoing")
    reports = [replace(a_report_of(standing, 1), requests=2), replace(a_report_of(standing, 2), requests=3)]
    row = the_row(summarise(a_standing(standing, reports=reports), TODAY))
    assert (row.done, row.requests) == (3, 5)
    assert the_row(summarise(a_standing(an_occurrence()), TODAY)).requests is None


def test_a_sum_beyond_what_a_message_can_tell_is_told_as_the_most_it_can():
    windows = [told(900_000, target=900_000, label=f"{number}") for number in range(3)]
    reports = [a_report_of(window, 900_000) for window in windows]
    row = the_row(summarise(a_standing(*windows, reports=reports), TODAY))
    assert (row.done, row.target, max(view.count for view in row.parties)) == (1_000_000, 1_000_000, 1_000_000)


def test_where_each_municipality_has_its_own_the_summary_says_which():
    late = an_occurrence("2026-06-30", label="2026-H1/2505", municipality="2505")
    gone, _ = an_occurrence(label="2026/2506", municipality="2506").cancel("Dubbelt", "BRÅ", day("2026-09-02"))
    summary = summarise(a_standing(late, gone), TODAY)
    (overdue,), (cancelled,) = summary.changes.newly_overdue, summary.changes.cancelled
    assert overdue.commitment == "Trygghetsvandring dit allmänheten bjuds in (Arvidsjaur)"
    assert cancelled.commitment == "Trygghetsvandring dit allmänheten bjuds in (Arjeplog)"
    assert summary.decisions_needed[0].text.endswith("bjuds in (Arvidsjaur)")


def test_what_is_new_in_several_municipalities_is_one_line_that_names_none():
    new = [an_occurrence(label=f"2026/{code}", municipality=code, planned_on=TODAY) for code in ("2505", "2506")]
    (change,) = summarise(a_standing(*new), TODAY).changes.new
    assert change.commitment == "Trygghetsvandring dit allmänheten bjuds in"
    assert change.words == "Nytt: 2 tillfällen, det första med sista dag 2026-12-31."


def test_who_does_not_answer_for_a_promise_is_not_said_to_be_silent():
    """”Ej redovisad” stands at the right party; the other may still assess it."""
    document = a_document(commitments=(a_commitment(by=(KOMMUNPOLIS,)),))
    row = the_row(summarise(a_standing(document=document), TODAY))
    assert {view.party: view.fulfilment for view in row.parties} == {
        Party.MUNICIPALITY: Fulfilment.NOT_ASSESSED,
        Party.POLICE: Fulfilment.NOT_REPORTED,
    }
