"""What is there to decide at a meeting?"""

from dataclasses import replace
from uuid import uuid4

import pytest

from schemas.agreements import AgreementState, Validity
from schemas.base import Party
from schemas.followup import AgendaKind, DecisionKind, Fulfilment, MeetingState, OccurrenceState
from services.followup.model.agenda import agenda
from services.followup.model.decision import AgendaItem, Decision
from services.followup.model.log import Mark
from services.followup.model.meeting import Meeting
from services.followup.model.series import Series
from tests.builders import agreement_id, commitment_id
from tests.followup.test_summary import a_judgement, a_standing
from tests.followup.values import an_agreement, an_occurrence, day

TODAY = day("2026-03-15")
POLICE, MUNICIPALITY = Party.POLICE, Party.MUNICIPALITY
_, (FIRST, SECOND), _ = Series(agreement_id()).plan(an_agreement(), [day("2026-03-15"), day("2026-06-15")])


def held(meeting: Meeting, on: str) -> Meeting:
    return replace(meeting, state=MeetingState.CLOSED, day=day(on), mark=Mark())


def a_decision(item: str, on: str = "2026-03-15") -> Decision:
    return Decision(uuid4(), agreement_id(), FIRST.id, DecisionKind.KEEP, item, None, "", day(on), None)


def an_item(key: str, meeting: Meeting = FIRST) -> AgendaItem:
    return AgendaItem(uuid4(), agreement_id(), meeting.id, key, commitment_id(), "Ny belysning", day("2026-03-01"))


def keys(standing, meeting: Meeting = FIRST, last: Meeting | None = None, today=TODAY) -> list[str]:
    return [one.key for one in agenda(standing, meeting, last, today)]


def test_nothing_stands_on_the_agenda_of_what_goes_as_it_should():
    assert keys(a_standing(an_occurrence())) == []


@pytest.mark.parametrize(("today", "stands"), [("2026-02-27", []), ("2026-02-28", ["overdue:arjeplog-1/2026"])])
def test_what_has_been_overdue_for_28_days_comes_by_itself(today: str, stands: list[str]):
    assert keys(a_standing(an_occurrence("2026-01-31")), today=day(today)) == stands


@pytest.mark.parametrize("state", [OccurrenceState.PAUSED, OccurrenceState.COMPLETED, OccurrenceState.CANCELLED])
def test_what_is_done_cancelled_or_paused_is_not_brought_up(state: OccurrenceState):
    assert keys(a_standing(an_occurrence("2026-01-31", state=state))) == []


def test_what_the_parties_judge_differently_comes_by_itself():
    judged = [
        a_judgement(Fulfilment.FULFILLED, "2026-02-01", by=POLICE),
        a_judgement(Fulfilment.NOT_FULFILLED, "2026-03-01", by=MUNICIPALITY),
    ]
    (line,) = agenda(a_standing(assessments=judged), FIRST, None, TODAY)
    assert (line.kind, line.commitment, line.on) == (AgendaKind.DIFFERING, "arjeplog-1", day("2026-03-01"))
    assert line.text == (
        "Parterna bedömer olika om det är uppfyllt (kommunen: ej uppfyllt, polisen: uppfyllt): "
        "Trygghetsvandring dit allmänheten bjuds in"
    )


def test_what_a_party_judges_not_fulfilled_needs_a_decision():
    judged = [a_judgement(Fulfilment.NOT_FULFILLED, "2026-02-01", by=POLICE)]
    (line,) = agenda(a_standing(assessments=judged), FIRST, None, TODAY)
    assert (line.key, line.on) == ("unreachable:arjeplog-1", day("2026-02-01"))
    judged.append(a_judgement(Fulfilment.FULFILLED, "2026-03-01", by=POLICE))
    assert keys(a_standing(assessments=judged)) == []


@pytest.mark.parametrize(
    ("today", "state", "stands"),
    [
        ("2026-07-03", AgreementState.ACTIVE, []),
        ("2026-07-04", AgreementState.ACTIVE, ["ending"]),
        ("2026-12-31", AgreementState.SIGNED, ["ending"]),
        ("2027-01-01", AgreementState.ACTIVE, []),
        ("2026-07-04", AgreementState.TERMINATED, []),
    ],
)
def test_an_agreement_that_ends_within_180_days_needs_a_decision(today: str, state: AgreementState, stands: list[str]):
    assert keys(a_standing(state=state), today=day(today)) == stands
    endless = a_standing(state=state, validity=Validity(since=day("2026-01-01")))
    assert keys(endless, today=day(today)) == []


def test_what_was_decided_is_off_the_agenda_until_it_comes_up_anew():
    late = an_occurrence("2026-01-31")
    decided = (a_decision("overdue:arjeplog-1/2026", "2026-03-01"),)
    assert keys(replace(a_standing(late), decisions=decided)) == []
    moved = replace(late, due=day("2026-02-10"), due_version=2)
    assert keys(replace(a_standing(moved), decisions=decided)) == ["overdue:arjeplog-1/2026"]


def test_what_the_last_meeting_left_is_carried_over():
    late = an_occurrence("2026-01-31")
    last = held(FIRST, "2026-03-15")
    (line,) = agenda(replace(a_standing(late), meetings=(last, SECOND)), SECOND, last, day("2026-06-15"))
    assert line.carried_over
    newly = an_occurrence("2026-03-31")
    (line,) = agenda(replace(a_standing(newly), meetings=(last, SECOND)), SECOND, last, day("2026-06-15"))
    assert not line.carried_over


@pytest.mark.parametrize("over", [MeetingState.CLOSED, MeetingState.CANCELLED])
def test_what_somebody_put_up_goes_to_the_next_meeting_when_its_own_is_over(over: MeetingState):
    standing = replace(a_standing(), meetings=(FIRST, SECOND), items=(an_item("item:1"),))
    assert (keys(standing, FIRST), keys(standing, SECOND)) == (["item:1"], [])
    standing = replace(standing, meetings=(replace(FIRST, state=over), SECOND))
    (line,) = agenda(standing, SECOND, None, TODAY)
    assert (line.key, line.carried_over, line.commitment) == ("item:1", True, "arjeplog-1")


def test_an_item_that_was_decided_is_never_carried_over():
    standing = replace(a_standing(), meetings=(held(FIRST, "2026-03-15"), SECOND), items=(an_item("item:1"),))
    assert keys(replace(standing, decisions=(a_decision("item:1"),)), SECOND) == []
