"""Who signs, when, and when is an agreement signed?"""

from datetime import date

import pytest

from schemas.agreements import (
    AgreementActivated,
    AgreementChanges,
    AgreementSigned,
    AgreementState,
    AgreementType,
    Signatory,
    Signature,
    SignatureAdded,
)
from schemas.base import Party
from services.agreements import model
from services.agreements.model import Agreement
from services.runtime.errors import Refused
from tests.agreements.lives import in_state
from tests.agreements.promised import FIRST_DAY, TODAY, kinds
from tests.builders import a_commitment, a_document

FIVE_CHAIRS = (
    Signatory(party=Party.MUNICIPALITY, role="kommunstyrelsens ordförande", count=5),
    Signatory(party=Party.POLICE, role="länspolismästare", count=2),
)


def shared(**changes: object) -> Agreement:
    return in_state(AgreementState.SHARED, a_document(**changes))


def chair(on: date = FIRST_DAY) -> Signature:
    return Signature(party=Party.MUNICIPALITY, role="kommunalråd", on=on)


def chief(on: date = FIRST_DAY) -> Signature:
    return Signature(party=Party.POLICE, role="lokalpolisområdeschef", on=on)


def test_roles_of_both_parties_sign_one_at_a_time_each_with_its_day():
    half, facts = model.add_signature(shared(), chief(date(2026, 1, 7)), TODAY)

    assert half.state is AgreementState.SHARED
    assert facts == (
        SignatureAdded(agreement_id=half.id, party=Party.POLICE, role="lokalpolisområdeschef", on=date(2026, 1, 7)),
    )


def test_it_is_signed_when_all_have_on_the_last_of_their_days():
    half, _ = model.add_signature(shared(), chair(date(2026, 2, 3)), TODAY)
    whole, facts = model.add_signature(half, chief(date(2026, 1, 7)), TODAY)

    assert kinds(facts) == [SignatureAdded, AgreementSigned, AgreementActivated]
    assert whole.signed_on == date(2026, 2, 3)
    assert facts[1].signatures == (chair(date(2026, 2, 3)), chief(date(2026, 1, 7)))


def test_an_agreement_may_apply_before_it_is_signed():
    whole, facts = model.sign(shared(since="2025-06-01"), TODAY, TODAY)

    assert whole.state is AgreementState.ACTIVE
    assert facts[-1] == AgreementActivated(agreement_id=whole.id, on=date(2025, 6, 1))


def test_each_of_several_of_one_role_signs():
    agreement = shared(signatories=FIVE_CHAIRS)
    signing = [("kommunstyrelsens ordförande", Party.MUNICIPALITY)] * 5 + [("länspolismästare", Party.POLICE)] * 2

    for role, party in signing:
        assert agreement.state is AgreementState.SHARED
        agreement, _ = model.add_signature(agreement, Signature(party=party, role=role, on=FIRST_DAY), TODAY)

    assert agreement.state is AgreementState.ACTIVE
    assert len(agreement.life.signatures) == 7


def test_the_rest_may_sign_at_once_and_the_first_keeps_its_day():
    half, _ = model.add_signature(shared(), chair(FIRST_DAY), TODAY)
    whole, facts = model.sign(half, TODAY, TODAY)

    assert whole.signed_on == TODAY
    assert facts[0].signatures == (chair(FIRST_DAY), chief(TODAY))


def test_nobody_signs_twice_and_no_stranger_signs():
    half, _ = model.add_signature(shared(), chair(), TODAY)

    with pytest.raises(Refused, match="kommunalråd har redan undertecknat för kommunen"):
        model.add_signature(half, chair(), TODAY)
    stranger = Signature(party=Party.POLICE, role="polisassistent", on=FIRST_DAY)
    with pytest.raises(Refused, match="för polisen undertecknar lokalpolisområdeschef, inte polisassistent"):
        model.add_signature(half, stranger, TODAY)


def test_a_signature_is_neither_of_tomorrow_nor_from_before_the_sharing():
    with pytest.raises(Refused, match="ligger i framtiden"):
        model.add_signature(shared(), chair(date(2026, 3, 3)), TODAY)
    with pytest.raises(Refused, match="innan den delades 2026-01-01"):
        model.add_signature(shared(), chair(date(2025, 12, 31)), TODAY)


def test_who_signs_must_be_said_before_the_first_signs():
    with pytest.raises(Refused, match="undertecknare saknas för kommunen"):
        model.add_signature(shared(signatories=()), chief(), TODAY)


def test_nothing_is_changed_under_a_signature():
    half, _ = model.add_signature(shared(), chair(), TODAY)

    with pytest.raises(Refused, match="håller på att undertecknas och kan inte ändras"):
        model.amend(half, AgreementChanges(title="Annat"), "Ångrat", TODAY)
    with pytest.raises(Refused, match="håller på att undertecknas och kan inte få nya åtaganden"):
        half.add_commitment(a_commitment("arjeplog-2"), (), TODAY)


def test_a_half_signed_agreement_may_still_be_withdrawn():
    half, _ = model.add_signature(shared(), chair(), TODAY)

    assert half.withdraw("Polisen sa nej")[0].state is AgreementState.WITHDRAWN


def test_an_agreement_under_the_law_of_2023_names_its_areas_before_it_is_signed():
    nameless = shared(type=AgreementType.COLLABORATION_AGREEMENT, focus_areas=(), commitments=())
    half_signed, _ = model.add_signature(nameless, chair(), TODAY)

    with pytest.raises(Refused, match="ska ange vilka områden den gäller"):
        model.sign(nameless, TODAY, TODAY)
    with pytest.raises(Refused, match="ska ange vilka områden den gäller"):
        model.add_signature(half_signed, chief(), TODAY)


def test_what_the_law_does_not_bind_is_signed_without_areas():
    before = date(2023, 6, 30)
    old = a_document(since="2023-01-01", type=AgreementType.COLLABORATION_AGREEMENT, focus_areas=(), commitments=())
    promise = shared(focus_areas=(), commitments=())

    assert model.register(old, before, TODAY)[0].state is AgreementState.ACTIVE
    assert model.sign(promise, TODAY, TODAY)[0].state is AgreementState.ACTIVE
