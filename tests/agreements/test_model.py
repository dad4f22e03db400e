from datetime import date

import pytest

from schemas.agreements import (
    AgreementActivated,
    AgreementDrafted,
    AgreementExpired,
    AgreementExtended,
    AgreementShared,
    AgreementSigned,
    AgreementState,
    AgreementWithdrawn,
    CommitmentAdded,
    Signatory,
    Validity,
)
from schemas.base import Party
from services.agreements.model import Agreement, draft, refuse_other_content, register, sign
from services.runtime.errors import Refused
from tests.agreements.promised import FIRST_DAY, TODAY, kinds, registered
from tests.builders import (
    a_document,
    agreement_id,
)


def shared() -> Agreement:
    return draft(a_document())[0].share(FIRST_DAY, TODAY)[0]


def test_a_draft_tells_what_was_written_and_each_commitment():
    agreement, facts = draft(a_document())

    assert agreement.state is AgreementState.DRAFT
    assert kinds(facts) == [AgreementDrafted, CommitmentAdded]
    assert {fact.about for fact in facts} == {f"agreement/{agreement_id()}"}


def test_a_draft_is_shared_signed_and_active_by_date():
    agreement, _ = draft(a_document())
    agreement, sharing = agreement.share(date(2026, 2, 1), TODAY)
    agreement, signing = sign(agreement, date(2026, 2, 10), TODAY)

    assert sharing == (AgreementShared(agreement_id=agreement.id, on=date(2026, 2, 1)),)
    signed = AgreementSigned(
        agreement_id=agreement.id,
        on=date(2026, 2, 10),
        signatories=agreement.document.signatories,
        signatures=agreement.life.signatures,
    )
    assert signing == (signed, AgreementActivated(agreement_id=agreement.id, on=FIRST_DAY))
    assert agreement.state is AgreementState.ACTIVE


def test_what_is_registered_is_drafted_shared_signed_and_active_at_once():
    agreement, facts = register(a_document(), signed_on=FIRST_DAY, today=TODAY)

    assert kinds(facts) == [AgreementDrafted, CommitmentAdded, AgreementShared, AgreementSigned, AgreementActivated]
    assert (agreement.shared_on, agreement.signed_on) == (FIRST_DAY, FIRST_DAY)


def test_an_agreement_signed_before_its_first_day_waits_for_it():
    agreement = registered(a_document(since="2026-04-01"))

    assert agreement.state is AgreementState.SIGNED
    assert agreement.next_change == date(2026, 4, 1)
    assert agreement.move_by_date(date(2026, 3, 31)) == (agreement, ())
    assert agreement.move_by_date(date(2026, 4, 1))[0].state is AgreementState.ACTIVE


def test_it_lasts_its_last_day_and_has_expired_the_day_after():
    agreement = registered()

    assert agreement.move_by_date(date(2026, 12, 31)) == (agreement, ())
    expired, facts = agreement.move_by_date(date(2027, 1, 1))
    assert expired.state is AgreementState.EXPIRED
    assert facts == (AgreementExpired(agreement_id=agreement.id, on=date(2027, 1, 1)),)
    assert expired.next_change is None


def test_facts_of_the_calendar_carry_their_own_day_however_late_they_are_told():
    agreement = registered(a_document(since="2026-04-01"))

    _, facts = agreement.move_by_date(date(2029, 6, 1))

    assert facts == (
        AgreementActivated(agreement_id=agreement.id, on=date(2026, 4, 1)),
        AgreementExpired(agreement_id=agreement.id, on=date(2027, 1, 1)),
    )


def test_an_open_ended_agreement_never_expires():
    agreement = registered(a_document(until=None))

    assert agreement.next_change is None
    assert agreement.move_by_date(date(2190, 1, 1)) == (agreement, ())


def test_signing_needs_sharing():
    agreement, _ = draft(a_document())

    with pytest.raises(Refused, match="är ett utkast och kan inte undertecknas"):
        sign(agreement, TODAY, TODAY)


def test_signing_needs_a_signatory_of_each_party():
    police = (Signatory(party=Party.POLICE, role="lokalpolisområdeschef"),)

    with pytest.raises(Refused, match="undertecknare saknas för kommunen"):
        sign(shared(), TODAY, TODAY, police)


def test_signing_cannot_precede_sharing_nor_lie_in_the_future():
    with pytest.raises(Refused, match="innan den delades 2026-01-01"):
        sign(shared(), date(2025, 12, 31), TODAY)
    with pytest.raises(Refused, match="ligger i framtiden"):
        sign(shared(), date(2026, 3, 3), TODAY)


def test_only_what_is_not_signed_can_be_withdrawn():
    withdrawn, facts = shared().withdraw("Parterna gick skilda vägar")

    assert withdrawn.state is AgreementState.WITHDRAWN
    assert kinds(facts) == [AgreementWithdrawn]
    with pytest.raises(Refused, match="är aktiv och kan inte dras tillbaka"):
        registered().withdraw("Ångrat")


def test_an_extension_moves_the_last_day_and_the_expiry():
    longer, facts = registered().extend(date(2027, 6, 30), "Nytt löfte dröjer", TODAY)

    assert longer.next_change == date(2027, 7, 1)
    assert longer.as_it_stands().validity == Validity(since=FIRST_DAY, until=date(2027, 6, 30))
    assert facts == (
        AgreementExtended(
            agreement_id=longer.id,
            until=date(2027, 6, 30),
            was_until=date(2026, 12, 31),
            reason="Nytt löfte dröjer",
            on=TODAY,
        ),
    )


def test_an_extension_must_be_later_and_of_something_that_ends():
    with pytest.raises(Refused, match="inte senare än slutdagen 2026-12-31"):
        registered().extend(date(2026, 12, 31), "Samma dag", TODAY)
    with pytest.raises(Refused, match="gäller tills vidare"):
        registered(a_document(until=None)).extend(date(2030, 1, 1), "Behövs inte", TODAY)


def test_registering_the_same_again_is_accepted_also_after_changes():
    changed, _ = registered().extend(date(2027, 6, 30), "Nytt löfte dröjer", TODAY)

    refuse_other_content(changed, a_document(), FIRST_DAY)


def test_registering_something_else_under_the_same_name_is_refused_with_the_field():
    with pytest.raises(Refused, match=r"finns redan, med annat innehåll i fältet title"):
        refuse_other_content(registered(), a_document(title="Något annat"), FIRST_DAY)
    with pytest.raises(Refused, match=r"fältet signed \(undertecknad 2026-01-01, inte 2026-03-02\)"):
        refuse_other_content(registered(), a_document(), TODAY)
