"""What is told to the counties?"""

import pytest

from schemas import progress
from schemas.agreements import (
    AgreementActivated,
    AgreementExpired,
    AgreementExtended,
    AgreementShared,
    AgreementState,
    CommitmentCancelled,
)
from schemas.base import REGISTRY
from schemas.followup import ReminderDue, Rung
from services.followup.model import progress as told
from tests.builders import a_document, agreement_id, commitment_id
from tests.followup.following import a_report, signing
from tests.followup.values import a_promise, an_agreement, an_occurrence, day

FIVE = ("2417", "2418", "2422", "2505", "2506")
ACTIVE = an_agreement(a_document(municipalities=FIVE), state=AgreementState.ACTIVE)
PROMISE = a_promise(a_document(municipalities=FIVE), state=AgreementState.ACTIVE)
TODAY = day("2027-02-01")


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        (signing(a_document()), progress.AgreementSigned),
        (AgreementActivated(agreement_id=agreement_id(), on=day("2026-01-01")), progress.AgreementActivated),
        (AgreementExpired(agreement_id=agreement_id(), on=day("2027-01-01")), progress.AgreementExpired),
        (
            AgreementExtended(agreement_id=agreement_id(), until=day("2027-06-30"), was_until=None, reason="Hemligt"),
            progress.AgreementExtended,
        ),
    ],
)
def test_an_agreement_s_progress_reaches_every_municipality_in_both_counties(fact, kind):
    (event,) = told.of_agreement(ACTIVE, fact)
    assert type(event) is kind
    assert len(event.subjects()) == 5
    assert {subject.split(".")[1] for subject in event.subjects()} == {"24", "25"}
    assert "Hemligt" not in event.model_dump_json()


@pytest.mark.parametrize("state", [AgreementState.DRAFT, AgreementState.SHARED, AgreementState.WITHDRAWN])
def test_nothing_is_told_of_a_draft(state: AgreementState):
    extended = AgreementExtended(agreement_id=agreement_id(), until=day("2027-06-30"), was_until=None, reason="")
    assert told.of_agreement(an_agreement(state=state), extended) == []
    _, gone = an_occurrence().cancel("", "", TODAY)
    assert told.of_occurrence(a_promise(state=state), an_occurrence(), gone) == []


def test_only_what_ends_or_is_late_is_told_of_an_occurrence():
    _, gone = an_occurrence().cancel("", "", TODAY)
    assert told.is_told_of(gone)
    _, _, (reported, *_) = an_occurrence().report(a_report("x", on=str(TODAY)), TODAY)
    assert not told.is_told_of(reported)


def test_most_facts_are_no_progress():
    shared = AgreementShared(agreement_id=agreement_id(), on=TODAY)
    cancelled = CommitmentCancelled(agreement_id=agreement_id(), commitment_id=commitment_id(), reason="x", forum="y")
    assert told.of_agreement(ACTIVE, shared) == told.of_agreement(ACTIVE, cancelled) == []
    reminder = ReminderDue(
        occurrence_id=an_occurrence().id,
        commitment_id=commitment_id(),
        agreement_id=agreement_id(),
        rung=Rung.T_PLUS_1,
        due=TODAY,
        due_version=1,
        functions=(),
    )
    assert told.of_occurrence(PROMISE, an_occurrence(), reminder) == []


def test_an_occurrence_of_one_municipality_is_told_to_that_one_only():
    occurrence = an_occurrence(municipality="2506")
    _, overdue = occurrence.announce_overdue()
    (event,) = told.of_occurrence(PROMISE, occurrence, overdue)
    assert event.subjects() == ["progress.25.2506.occurrence-overdue.v1"]
    assert (event.done, event.target, event.due) == (0, 1, day("2026-12-31"))


def test_completed_late_says_so_and_leaves_the_comment_at_home():
    occurrence, _, facts = an_occurrence().report(a_report("x", on="2027-01-15", comment="Hemligt"), TODAY)
    events = [event for fact in facts for event in told.of_occurrence(PROMISE, occurrence, fact)]
    assert [(type(event), event.late, event.focus_area) for event in events] == [
        (progress.OccurrenceCompleted, True, "Trygghet i offentlig miljö")
    ]
    assert "Hemligt" not in events[0].model_dump_json()


def test_cancelled_leaves_reason_and_forum_at_home():
    gone, fact = an_occurrence().cancel("Hemligt", "styrgruppen", TODAY)
    (event,) = told.of_occurrence(PROMISE, gone, fact)
    assert "Hemligt" not in event.model_dump_json()
    assert "styrgruppen" not in event.model_dump_json()


def test_the_counties_hear_of_these_facts_and_no_others():
    facts = {subject.split(".")[3] for subject in REGISTRY if subject.startswith("progress.")}

    assert facts == {
        *(f"agreement-{what}" for what in ("signed", "activated", "extended", "amended")),
        *(f"agreement-{what}" for what in ("superseded", "terminated", "expired", "closed")),
        *(f"occurrence-{what}" for what in ("completed", "overdue", "cancelled")),
        "follow-up-approved",
        "residents-informed",
        *(f"statutory-clock-{what}" for what in ("due", "overdue")),
    }
