"""How does all open work go from one function to another?"""

from dataclasses import replace

from schemas.agreements import CommitmentReassigned, Responsible
from services.agreements.model.agreement import Agreement
from services.agreements.model.commitment import Commitment
from services.agreements.model.function import Function
from services.agreements.model.life import STANDING
from services.runtime.errors import Refused

Reassigned = tuple[CommitmentReassigned, ...]


def refuse_other_party(giver: Function, taker: Function) -> None:
    """What another party shall answer for is agreed on for each commitment; it is no change of staff."""
    if giver.id == taker.id:
        raise Refused(f"Funktionen {giver.role} har redan sitt arbete.")
    if giver.party is not taker.party:
        raise Refused(
            f"{giver.role} och {taker.role} hör till olika parter. Arbete lämnas över inom en part; "
            "ska den andra parten svara för ett åtagande ändras det för sig."
        )


def hand_over(
    agreement: Agreement, giver: Function, taker: Function
) -> tuple[Agreement, tuple[CommitmentReassigned, ...]]:
    """Where the giver led the taker leads; where both answered the taker does, once."""
    if agreement.state not in STANDING:
        return agreement, ()
    kept, facts = list[Commitment](), list[CommitmentReassigned]()
    for one in agreement.commitments:
        responsible = _instead(one.entry.responsible, giver, taker)
        if one.cancelled or responsible == one.entry.responsible:
            kept.append(one)
            continue
        kept.append(replace(one, entry=one.entry.model_copy(update={"responsible": responsible})))
        facts.append(
            CommitmentReassigned(agreement_id=agreement.id, commitment_id=one.entry.id, responsible=responsible)
        )
    return replace(agreement, commitments=tuple(kept)), tuple(facts)


def _instead(responsible: tuple[Responsible, ...], giver: Function, taker: Function) -> tuple[Responsible, ...]:
    """Each function once, where it first stands."""
    changed = (taker.responsible if one.function_id == giver.id else one for one in responsible)
    return tuple({one.function_id: one for one in changed}.values())
