"""One mail per mailbox, worst first; what no longer holds is left out."""

from uuid import uuid4

import pytest

from schemas.agreements import Mailbox
from schemas.base import Party
from schemas.followup import OccurrenceLine, OccurrenceState, Rung
from services.notifier.model.draft import Draft, sort_out
from services.notifier.model.notice import Claim, claims_of
from services.notifier.model.outcome import Became, Outcome
from tests.notifier.wholes import KOMMUNPOLIS, SAMORDNARE, TODAY, a_claim, a_mailbox, a_reminder_due, an_occurrence

LATE = an_occurrence("sen", "2026-02-15")
LATER = an_occurrence("senare", "2026-02-25")
NEAR = an_occurrence("nära", "2026-03-09")


def sorted_out(
    claims: list[Claim], *lines: OccurrenceLine, to: tuple[Mailbox, ...] = (SAMORDNARE, KOMMUNPOLIS)
) -> tuple[list[Draft], list[Outcome]]:
    return sort_out(claims, {line.id: line for line in lines}, {one.function_id: one for one in to}, TODAY)


def test_a_notice_is_the_same_however_often_it_is_heard():
    one, other = claims_of(a_reminder_due(to=(SAMORDNARE, KOMMUNPOLIS, SAMORDNARE)))
    assert claims_of(a_reminder_due()) == [one]
    assert one.notice_id != other.notice_id
    assert claims_of(a_reminder_due(version=2))[0].notice_id not in {one.notice_id, other.notice_id}


def test_several_items_to_one_mailbox_are_one_mail_worst_first():
    drafts, outcomes = sorted_out([a_claim("nära"), a_claim("senare"), a_claim("sen")], NEAR, LATER, LATE)
    assert [[item.line.slug for item in draft.items] for draft in drafts] == [["sen", "senare", "nära"]]
    assert outcomes == []


def test_each_mailbox_gets_its_own_mail():
    drafts, _ = sorted_out([a_claim("nära"), a_claim("nära", to=KOMMUNPOLIS)], NEAR)
    assert sorted(draft.mailbox for draft in drafts) == ["kommunpolis@example.se", "samordnare@example.se"]


def test_two_roles_behind_one_mailbox_read_of_an_occurrence_once():
    brottsforebyggare = a_mailbox("brottsforebyggare", mailbox="SAMORDNARE@example.se")
    claims = [a_claim("sen", Rung.PAIR_14), a_claim("sen", Rung.T_PLUS_15, brottsforebyggare)]
    drafts, _ = sorted_out(claims, LATE, to=(SAMORDNARE, brottsforebyggare))
    assert len(drafts) == 1
    assert len(drafts[0].items) == 1
    assert not drafts[0].items[0].to_the_pair  # who answers for it reads the words of the responsible
    assert {claim.notice_id for claim in drafts[0].claims} == {claim.notice_id for claim in claims}


def test_rungs_that_waited_together_are_one_item():
    drafts, _ = sorted_out([a_claim("sen", Rung.T_MINUS_7), a_claim("sen", Rung.T_PLUS_1)], LATE)
    assert [len(draft.items) for draft in drafts] == [1]
    assert len(drafts[0].claims) == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": OccurrenceState.COMPLETED}, "Redan genomfört."),
        ({"state": OccurrenceState.CANCELLED}, "Utgår."),
        ({"state": OccurrenceState.PAUSED}, "Pausat."),
        ({"due_version": 2}, "Datumet har flyttats."),
    ],
)
def test_what_no_longer_holds_is_skipped(changes: dict[str, object], reason: str):
    drafts, outcomes = sorted_out([a_claim()], an_occurrence(**changes))
    assert drafts == []
    assert [(one.became, one.text) for one in outcomes] == [(Became.SKIPPED, reason)]


def test_an_occurrence_that_followup_does_not_know_is_skipped():
    _, outcomes = sorted_out([a_claim()])
    assert outcomes[0].text == "Tillfället finns inte längre."


def test_a_function_without_a_mailbox_is_skipped():
    _, outcomes = sorted_out([a_claim()], an_occurrence(), to=())
    assert outcomes[0].text == "Funktionen har ingen brevlåda."


def test_a_function_that_nobody_holds_today_is_skipped():
    vacant = SAMORDNARE.model_copy(update={"mailbox": ""})
    _, outcomes = sorted_out([a_claim()], an_occurrence(), to=(vacant,))
    assert outcomes[0].text == "Funktionen har ingen innehavare, och ingen ersättare når någon."


@pytest.mark.parametrize("mailbox", ["a b@example.se", "a\r\nBcc: x@example.se", "å@example.se", "nobody"])
def test_an_address_that_could_end_a_header_is_not_used(mailbox: str):
    odd = Mailbox(function_id=SAMORDNARE.function_id, role="x", party=Party.POLICE, mailbox=mailbox)
    drafts, outcomes = sorted_out([a_claim()], an_occurrence(), to=(odd,))
    assert drafts == []
    assert outcomes[0].text == "Funktionens e-postadress kan inte användas."


def test_the_same_notices_to_the_same_mailbox_are_the_same_mail_in_any_order():
    first, _ = sorted_out([a_claim("nära"), a_claim("sen")], NEAR, LATE)
    again, _ = sorted_out([a_claim("sen", attempt=7), a_claim("nära", attempt=7)], LATE, NEAR)
    assert first[0].mail("example.se") == again[0].mail("example.se")


def test_a_mail_that_may_have_arrived_is_repeated_as_it_was_and_the_rest_waits():
    doubted = uuid4()
    drafts, outcomes = sorted_out([a_claim("sen", doubted=doubted), a_claim("nära")], LATE, NEAR)
    assert [[item.line.slug for item in draft.items] for draft in drafts] == [["sen"]]
    assert drafts[0].mail("example.se").doubted == doubted
    assert [(one.became, one.claims[0].subject_id) for one in outcomes] == [(Became.HELD, NEAR.id)]


def test_what_is_skipped_after_a_doubt_says_that_a_copy_may_have_arrived():
    _, outcomes = sorted_out([a_claim(doubted=uuid4())], an_occurrence(state=OccurrenceState.COMPLETED))
    assert outcomes[0].text == "Redan genomfört. Ett exemplar kan ha kommit fram tidigare."
