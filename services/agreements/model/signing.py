"""How is an agreement signed? Role by role, each with its day, or by all at once; signed when every one has."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from schemas.agreements import AgreementSigned, AgreementType, Signatory, Signature, SignatureAdded
from schemas.base import Party
from services.agreements.model import text
from services.agreements.model.agreement import Agreement
from services.agreements.model.commitment import Facts
from services.agreements.model.life import PARTIES, State, refuse_future
from services.runtime.errors import Refused

LAW = date(2023, 7, 1)
"""From that day the law says what a collaboration agreement must state (lag 2023:196 9 §)."""


def sign(
    agreement: Agreement, on: date, today: date, signatories: tuple[Signatory, ...] = ()
) -> tuple[Agreement, Facts]:
    """All who have not signed yet do so. `signatories`: who sign; none means those that the document names."""
    _check_day(agreement, on, today)
    signatories = signatories or agreement.document.signatories
    text.check({"signatories": [signatory.role for signatory in signatories]})
    _refuse_one_sided(signatories)
    lacking = _lacking(signatories, agreement.life.signatures)
    rest = tuple(Signature(party=party, role=role, on=on) for party, role in lacking.elements())
    return _signed(agreement, signatories, (*agreement.life.signatures, *rest), today)


def add_signature(agreement: Agreement, signature: Signature, today: date) -> tuple[Agreement, Facts]:
    """One signs. The last of them makes the agreement signed, on the last of their days."""
    _check_day(agreement, signature.on, today)
    signatories = agreement.document.signatories
    _refuse_one_sided(signatories)
    _refuse_stranger(signature, signatories, agreement.life.signatures)
    signatures = (*agreement.life.signatures, signature)
    told = SignatureAdded(agreement_id=agreement.id, **signature.model_dump())
    if _lacking(signatories, signatures):
        return replace(agreement, life=replace(agreement.life, signatures=signatures)), (told,)
    agreement, facts = _signed(agreement, signatories, signatures, today)
    return agreement, (told, *facts)


def _signed(
    agreement: Agreement, signatories: tuple[Signatory, ...], signatures: tuple[Signature, ...], today: date
) -> tuple[Agreement, Facts]:
    on = max(one.on for one in signatures)
    _refuse_without_areas(agreement, on)
    life = replace(agreement.life, signatures=signatures)
    signed = replace(agreement, state=State.SIGNED, signed_on=on, life=life)
    told = AgreementSigned(agreement_id=agreement.id, on=on, signatories=signatories, signatures=signatures)
    signed, moved = signed.move_by_date(today)
    return signed, (told, *moved)


def _check_day(agreement: Agreement, on: date, today: date) -> None:
    agreement.must_be((State.SHARED,), "undertecknas")
    refuse_future(on, today, "undertecknad")
    if agreement.shared_on and on < agreement.shared_on:
        raise Refused(f"Den kan inte vara undertecknad {on}, innan den delades {agreement.shared_on}.")


def _refuse_without_areas(agreement: Agreement, on: date) -> None:
    """Promises stand under an agreement, and so do its yearly plans; what was signed before the law is as it is."""
    document = agreement.document
    bound = document.type is AgreementType.COLLABORATION_AGREEMENT and document.plan_year is None and on >= LAW
    if bound and not document.focus_areas:
        raise Refused(
            "Fältet focus_areas: en samverkansöverenskommelse ska ange vilka områden den gäller (lag 2023:196 9 §)."
        )


def _refuse_one_sided(signatories: Iterable[Signatory]) -> None:
    signing = {signatory.party for signatory in signatories}
    for party, name in PARTIES.items():
        if party not in signing:
            raise Refused(f"Fältet signatories: undertecknare saknas för {name}.")


def _refuse_stranger(one: Signature, signatories: tuple[Signatory, ...], signatures: Iterable[Signature]) -> None:
    asked = _asked(signatories)
    if (one.party, one.role) not in asked:
        roles = ", ".join(role for party, role in asked if party is one.party)
        raise Refused(f"Fältet role: för {PARTIES[one.party]} undertecknar {roles}, inte {one.role}.")
    if (one.party, one.role) not in _lacking(signatories, signatures):
        raise Refused(f"Fältet role: {one.role} har redan undertecknat för {PARTIES[one.party]}.")


def _lacking(signatories: Iterable[Signatory], signatures: Iterable[Signature]) -> Counter[tuple[Party, str]]:
    """Who have not signed yet, with how many of each."""
    return _asked(signatories) - Counter((one.party, one.role) for one in signatures)


def _asked(signatories: Iterable[Signatory]) -> Counter[tuple[Party, str]]:
    asked: Counter[tuple[Party, str]] = Counter()
    for one in signatories:
        asked[one.party, one.role] += one.count
    return asked
