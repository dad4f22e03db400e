from datetime import date
from uuid import uuid4

import pytest

from schemas.agreements import (
    AgreementDrafted,
    ChangeDueRule,
    CommitmentAdded,
    CommitmentCancelled,
    CommitmentDueRuleChanged,
    CommitmentReassigned,
    Count,
    Once,
    Window,
)
from schemas.base import Party
from services.agreements.model import draft
from services.runtime.errors import Refused
from tests.agreements.promised import TODAY, kinds, registered
from tests.builders import (
    KOMMUNPOLIS,
    SAMORDNARE,
    a_commitment,
    a_document,
    a_function,
    commitment_id,
    responsible,
)


def test_one_thing_more_can_be_promised_by_functions_that_come_along():
    school = a_function("skola")
    entry = a_commitment("arjeplog-2", by=(school,))

    more, facts = registered().add_commitment(entry, (school,), TODAY)

    assert [commitment.entry.slug for commitment in more.commitments] == ["arjeplog-1", "arjeplog-2"]
    assert kinds(facts) == [CommitmentAdded]
    assert responsible(school)[0] in more.responsibles


def test_the_same_commitment_is_not_promised_twice():
    with pytest.raises(Refused, match="arjeplog-1 finns redan"):
        registered().add_commitment(a_commitment(), (), TODAY)


def test_another_rhythm_is_agreed_on():
    twice = Count(min=2, window=Window.HALF_YEAR)
    wish = ChangeDueRule(commitment="arjeplog-1", recurrence=twice, by=Party.POLICE, reason="För sällan")

    changed, facts = registered().change_due_rule(commitment_id(), wish, TODAY)

    assert changed.commitments[0].entry.recurrence == twice
    assert kinds(facts) == [CommitmentDueRuleChanged]
    assert changed.change_due_rule(commitment_id(), wish, TODAY) == (changed, ())


def test_another_due_day_must_lie_within_the_validity():
    late = Once(due=date(2027, 1, 1))
    wish = ChangeDueRule(commitment="arjeplog-1", recurrence=late, by=Party.POLICE, reason="Hinner inte")

    with pytest.raises(Refused, match=r"arjeplog-1: fältet recurrence.due är 2027-01-01, utanför giltighetstiden"):
        registered().change_due_rule(commitment_id(), wish, TODAY)


def test_other_functions_answer_from_now_on():
    changed, facts = registered().reassign(commitment_id(), (SAMORDNARE,))

    assert changed.commitments[0].entry.responsible == responsible(SAMORDNARE)
    assert kinds(facts) == [CommitmentReassigned]


def test_a_cancelled_commitment_says_who_decided_and_changes_no_more():
    without, facts = registered().cancel_commitment(commitment_id(), "Ersatt av annat", "styrgruppen", TODAY)

    assert kinds(facts) == [CommitmentCancelled]
    assert without.commitments[0].cancelled
    with pytest.raises(Refused, match="har utgått"):
        without.cancel_commitment(commitment_id(), "Igen", "styrgruppen", TODAY)


@pytest.mark.parametrize(("reason", "forum"), [(" ", "styrgruppen"), ("Ersatt av annat", "\t")])
def test_a_cancellation_without_reason_or_forum_is_refused(reason: str, forum: str):
    with pytest.raises(Refused, match="är tomt"):
        registered().cancel_commitment(commitment_id(), reason, forum, TODAY)


def test_nothing_changes_after_the_end():
    expired = registered(today=date(2027, 2, 1))

    with pytest.raises(Refused, match="är utgången och kan inte få ändrade åtaganden"):
        expired.cancel_commitment(commitment_id(), "För sent", "styrgruppen", TODAY)


def test_the_pair_is_the_one_the_document_names():
    head = a_function("kommundirektör")
    drafted = draft(a_document(functions=(KOMMUNPOLIS, SAMORDNARE, head), coordinators=(head.id,)))[1][0]

    assert isinstance(drafted, AgreementDrafted)
    assert drafted.coordinators == responsible(head)


def test_the_pair_is_else_kommunpolis_and_samordnare_among_the_responsible():
    analyst, school = a_function("analytiker", Party.POLICE), a_function("skola")
    andts = a_function("andts_samordnare")
    document = a_document(
        functions=(analyst, school, andts, KOMMUNPOLIS),
        commitments=(a_commitment(by=(analyst, school)), a_commitment("arjeplog-2", by=(andts, KOMMUNPOLIS))),
    )

    drafted = draft(document)[1][0]

    assert isinstance(drafted, AgreementDrafted)
    assert drafted.coordinators == responsible(KOMMUNPOLIS, andts)


def test_the_pair_is_else_the_first_function_of_each_party():
    analyst, school = a_function("analytiker", Party.POLICE), a_function("skola")
    drafted = draft(a_document(functions=(school, analyst), commitments=(a_commitment(by=(school, analyst)),)))[1][0]

    assert isinstance(drafted, AgreementDrafted)
    assert drafted.coordinators == responsible(analyst, school)


def test_a_coordinator_must_be_among_the_functions():
    with pytest.raises(Refused, match="Fältet coordinators"):
        draft(a_document(coordinators=(uuid4(),)))
