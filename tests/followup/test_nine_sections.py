"""Does the summary that a follow-up meeting pulls have all nine sections, in DOMAIN's order?"""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from schemas.agreements import AgreementState, FocusArea
from schemas.base import Party
from schemas.followup import (
    AgendaKind,
    CloseMeeting,
    Fulfilment,
    MeasureSeries,
    OwnIndicator,
    PlanMeeting,
    RecordMeasure,
    RecordPublicFeedback,
    RecordStatutoryStep,
    ShowFrozenSummary,
    Summary,
)
from schemas.followup.clocks import ClockKind, ClockState
from schemas.followup.public_feedback import FeedbackState
from services.followup.model.frozen import canonical, freeze
from services.followup.model.log import Mark
from services.followup.model.meeting import Meeting
from services.followup.model.series import Series
from services.followup.model.summary import summarise
from tests.builders import AGREEMENT, a_commitment, a_document
from tests.conftest import work_in
from tests.followup.following import Following, a_report, signed
from tests.followup.test_summary import a_standing, the_row
from tests.followup.values import an_agreement, an_occurrence, day

TODAY = day("2026-09-15")
FIRST = f"{AGREEMENT}/meeting-1"


def planned(*days: str) -> list[Meeting]:
    agreement = an_agreement()
    return Series(agreement.id).plan(agreement, [day(one) for one in days])[1]


async def closed(followup: Following) -> Summary:
    """The frozen summary of a meeting that is held and closed today."""
    await followup.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    await followup.tell(CloseMeeting(meeting=FIRST, on=day("2026-03-02")))
    answer = await followup.ask(ShowFrozenSummary(meeting=FIRST))
    return Summary.model_validate_json(answer.content)


@pytest.mark.parametrize(
    ("state", "step"),
    [(AgreementState.DRAFT, 3), (AgreementState.ACTIVE, 4), (AgreementState.EXPIRED, 5), (AgreementState.CLOSED, 5)],
)
def test_section_1_tells_both_registration_numbers_and_the_process_step(state: AgreementState, step: int):
    head = summarise(a_standing(state=state), TODAY).head
    assert head.process_step == step
    assert head.registration_numbers == {
        Party.MUNICIPALITY: "TEST KS 2026/0001",
        Party.POLICE: "TEST A000.001/2026",
    }


def test_section_2_counts_from_the_last_closed_meeting():
    first, _ = planned("2026-03-10", "2026-10-10")
    standing = replace(a_standing(an_occurrence()), meetings=(_held(first),))
    changes = summarise(standing, TODAY).changes
    assert (changes.since, changes.last_meeting) == (day("2026-03-10"), first.slug)


def test_a_focus_area_says_problem_cause_and_goal():
    area = FocusArea(id="trygghet", name="Trygghet", problem="Mörka platser", cause="Dålig belysning", goal="Fler ute")
    (shown,) = summarise(a_standing(document=a_document(focus_areas=(area,))), TODAY).focus_areas
    assert (shown.problem, shown.cause, shown.goal) == ("Mörka platser", "Dålig belysning", "Fler ute")


async def test_section_3_shows_a_silent_commitment_and_section_4_says_who_is_silent(followup: Following):
    """The one promise never reported shows ej redovisad for the right party."""
    commitments = (a_commitment(due="2026-06-30"), a_commitment("arjeplog-2", due="2026-06-30"))
    await followup.hear(*signed(a_document(commitments=commitments)))
    await followup.tell(a_report("arjeplog-1/once"))
    await followup.tell(a_report("arjeplog-1/once", by=Party.MUNICIPALITY))
    await followup.tell(a_report("arjeplog-2/once", by=Party.MUNICIPALITY))
    summary = await closed(followup)
    told, silent = summary.focus_areas[0].commitments
    assert {one.fulfilment for one in told.parties} == {Fulfilment.NOT_ASSESSED}
    assert {one.party: one.fulfilment for one in silent.parties} == {
        Party.MUNICIPALITY: Fulfilment.NOT_ASSESSED,
        Party.POLICE: Fulfilment.NOT_REPORTED,
    }
    assert [(one.party, one.commitment) for one in summary.not_reported] == [(Party.POLICE, "arjeplog-2")]


@pytest.mark.parametrize(
    ("planned_on", "today", "since"),
    [
        ("2026-01-01", "2026-09-15", "2026-03-15"),
        ("2025-12-15", "2026-02-01", "2025-12-15"),
        ("2026-01-20", "2026-02-01", "2026-01-01"),
    ],
    ids=["one cadence back", "the day it was signed", "the day it began to apply"],
)
def test_section_2_counts_from_no_day_before_the_agreement_began(planned_on: str, today: str, since: str):
    standing = a_standing(an_occurrence(planned_on=day(planned_on)))
    assert summarise(standing, day(today)).changes.since == day(since)


def test_section_5_reaches_to_the_next_planned_meeting():
    occurrences = [an_occurrence(due, label=due) for due in ("2026-10-09", "2026-10-10")]
    standing = replace(a_standing(*occurrences), meetings=tuple(planned("2026-10-10", "2027-01-04")))
    summary = summarise(standing, TODAY)
    assert summary.next_meeting == day("2026-10-10")
    assert [one.due for one in summary.due_before_next_meeting] == [day("2026-10-09")]


def test_section_6_tells_what_needs_a_decision():
    summary = summarise(a_standing(an_occurrence("2026-06-30")), TODAY)
    assert [one.kind for one in summary.decisions_needed] == [AgendaKind.OVERDUE, AgendaKind.ENDING]


async def test_section_7_has_the_clocks_of_each_municipality_also_unknown_ones(followup: Following):
    await followup.hear(*signed(a_document()))
    await followup.tell(
        RecordStatutoryStep(
            municipality="2506",
            clock=ClockKind.ACTION_PLAN,
            on=day("2025-03-01"),
            registration_number="KS 2025/0099",
        )
    )
    clocks = {one.clock: one for one in (await closed(followup)).statutory_clocks}
    assert clocks[ClockKind.ACTION_PLAN].due == day("2027-03-01")
    assert clocks[ClockKind.SITUATION_PICTURE].state is ClockState.UNKNOWN


async def test_section_8_tells_what_residents_have_heard(followup: Following):
    await followup.hear(*signed(a_document()))
    await followup.tell(RecordPublicFeedback(agreement=AGREEMENT, on=day("2026-02-20"), channel="kommunens webbplats"))
    line = (await closed(followup)).told_to_residents
    assert (line.state, [one.channel for one in line.told]) == (FeedbackState.TOLD, ["kommunens webbplats"])


async def test_section_9_says_that_counts_are_activity_and_never_effect(followup: Following):
    await followup.hear(*signed(a_document()))
    await followup.tell(
        RecordMeasure(
            municipality="2506",
            agreement=AGREEMENT,
            measured=OwnIndicator(name="Trygga på torget", unit="procent"),
            on=day("2026-02-01"),
            value="61",
            source="Trygghetsmätning 2026",
        )
    )
    summary = await closed(followup)
    assert summary.method[0].endswith("De visar aktivitet, aldrig effekt.")
    (measured,) = summary.measures
    assert isinstance(measured, MeasureSeries)
    assert measured.baseline.value == "61"


async def test_a_frozen_summary_cannot_be_changed_in_the_database(followup: Following):
    await followup.hear(*signed(a_document()))
    await closed(followup)
    for change in ("UPDATE frozen_summary SET content = '{}'", "DELETE FROM frozen_summary"):
        with pytest.raises(Exception, match="stays as it is"):
            async with work_in(followup.url, followup.clock) as work:
                await work.connection.driver.execute(change)


def test_the_same_summary_has_the_same_hash_and_another_has_another():
    summary = summarise(a_standing(an_occurrence()), TODAY)
    again = Summary.model_validate_json(canonical(summary))
    meeting = uuid4()
    assert freeze(meeting, again).content_hash == freeze(meeting, summary).content_hash
    later = summarise(a_standing(an_occurrence()), day("2026-09-16"))
    assert freeze(meeting, later).content_hash != freeze(meeting, summary).content_hash


def test_canonical_json_has_its_keys_in_order_and_swedish_letters_as_they_are():
    content = canonical(summarise(a_standing(), TODAY))
    assert content.startswith('{"as_of":"2026-09-15","changes":{"cancelled":[],"done":[],')
    assert "Trygghet i offentlig miljö" in content
    assert "refused" not in content


def test_a_light_and_the_latest_comment_of_each_party_stand_in_the_row():
    row: Any = the_row(summarise(a_standing(an_occurrence()), TODAY))
    assert (row.light, [one.party for one in row.parties]) == ("grey", list(Party))


def _held(meeting: Meeting) -> Meeting:
    return meeting.close(meeting.day, None, Mark(), "0" * 64)[0]
