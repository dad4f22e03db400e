"""How does all open work go from one function to another?"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from schemas.agreements import CommitmentReassigned, CoordinatorsChanged, Responsible
from services.agreements.model import document as paper
from services.agreements.model.agreement import Agreement
from services.agreements.model.commitment import Commitment, Facts
from services.agreements.model.function import Function
from services.agreements.model.life import STANDING, State
from services.agreements.model.organisation import organisation_of
from services.runtime.errors import Refused


@dataclass(frozen=True, slots=True)
class HandingOver:
    """Where the giver led the taker leads; where both answered the taker does, once."""

    giver: Function
    taker: Function
    on: date

    def check(self) -> None:
        """What another organisation shall answer for is agreed on for each commitment; it is no change of staff."""
        giver, taker = self.giver, self.taker
        if giver.id == taker.id:
            raise Refused(f"Funktionen {giver.role} har redan sitt arbete.")
        if giver.party is not taker.party:
            raise Refused(
                f"{giver.role} och {taker.role} hör till olika parter. Arbete lämnas över inom en part; "
                "ska den andra parten svara för ett åtagande ändras det för sig."
            )
        if organisation_of(giver.party, giver.municipality) != organisation_of(taker.party, taker.municipality):
            raise Refused(
                f"{giver.role} och {taker.role} hör till olika kommuner. Arbete lämnas över inom en kommun; "
                "ska en annan kommun svara för ett åtagande ändras det för sig."
            )

    def of(self, agreement: Agreement) -> tuple[Agreement, tuple[UUID, ...], Facts]:
        """The agreement, which of its commitments went over, and what is told. What is being signed stays as it is."""
        being_signed = agreement.state is State.SHARED and agreement.life.signatures
        if agreement.state not in STANDING or being_signed:
            return agreement, (), ()
        agreement, coordinated = self._coordinating(agreement)
        kept = tuple(self._one(one) if one.is_open else one for one in agreement.commitments)
        given = [now for was, now in zip(agreement.commitments, kept, strict=True) if now != was]
        told = [
            CommitmentReassigned(
                agreement_id=agreement.id, commitment_id=one.entry.id, responsible=one.entry.responsible
            )
            for one in given
        ]
        return replace(agreement, commitments=kept), tuple(one.entry.id for one in given), (*coordinated, *told)

    def _one(self, commitment: Commitment) -> Commitment:
        return commitment.now(responsible=self._instead(commitment.entry.responsible))

    def _coordinating(self, agreement: Agreement) -> tuple[Agreement, Facts]:
        document = agreement.document
        pair = paper.coordinators(document)
        now = self._instead(pair)
        if now == pair:
            return agreement, ()
        functions = {one.id: one for one in (*document.functions, self.taker.entry(self.on))}
        named = {"coordinators": tuple(one.function_id for one in now), "functions": tuple(functions.values())}
        changed = replace(
            agreement,
            document=document.model_copy(update=named),
            life=replace(agreement.life, first=agreement.first_written),
        )
        return changed, (CoordinatorsChanged(agreement_id=agreement.id, coordinators=now, on=self.on),)

    def _instead(self, responsible: tuple[Responsible, ...]) -> tuple[Responsible, ...]:
        """Each function once, where it first stands."""
        changed = (self.taker.responsible if one.function_id == self.giver.id else one for one in responsible)
        return tuple({one.function_id: one for one in changed}.values())
