"""What does a party judge of a commitment, and what may it not say?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from schemas.base import Party
from schemas.followup import AssessCommitment, CommitmentAssessed, Fulfilment, Judgement, NextPeriod
from services.followup.model.agreement import Promise
from services.followup.model.comment import refuse_unkeepable
from services.runtime.errors import Refused


@dataclass(frozen=True, slots=True)
class Assessment:
    """Judged as of `day`, told on `told_on`. Later ones stand before earlier ones; none is ever removed."""

    id: UUID
    commitment_id: UUID
    party: Party
    fulfilment: Fulfilment
    """Of the whole."""
    comment: str
    day: date
    told_on: date
    implementation: Judgement = Judgement.NOT_ASSESSED
    """Was it done as intended?"""
    effect: Judgement = Judgement.NOT_ASSESSED
    """Was the result good?"""
    next_period: NextPeriod | None = None


def assess(promise: Promise, wish: AssessCommitment, today: date) -> tuple[Assessment, CommitmentAssessed]:
    commitment = promise.commitment
    if not promise.agreement.is_promised:
        raise Refused(f"Åtagandet {commitment.slug} kan inte bedömas: överenskommelsen är inte undertecknad.")
    if wish.on > today:
        raise Refused(f"Dagen {wish.on} har inte kommit än. Ange den dag då bedömningen gjordes.")
    if wish.on < promise.agreement.validity.since:
        raise Refused(f"Dagen {wish.on} ligger före överenskommelsens första dag, {promise.agreement.validity.since}.")
    if wish.fulfilment is Fulfilment.NOT_REPORTED:
        raise Refused("”Ej redovisad” kan inte väljas; det visas av sig självt när en part inte har redovisat något.")
    refuse_unkeepable(wish.comment)
    assessment = Assessment(
        id=uuid5(commitment.id, str(wish.command_id)),
        commitment_id=commitment.id,
        party=wish.party,
        fulfilment=_whole(wish),
        comment=wish.comment.strip(),
        day=wish.on,
        told_on=today,
        implementation=wish.implementation,
        effect=wish.effect,
        next_period=wish.next_period,
    )
    return assessment, CommitmentAssessed(
        commitment_id=commitment.id,
        agreement_id=commitment.agreement_id,
        party=assessment.party,
        fulfilment=assessment.fulfilment,
        comment=assessment.comment,
        on=assessment.day,
        implementation=assessment.implementation,
        effect=assessment.effect,
        next_period=assessment.next_period,
    )


def latest(assessments: Iterable[Assessment], party: Party) -> Assessment | None:
    """How a party judges now: as of the last day it judged of, and of that day as it told last.

    `assessments`: in the order they were told.
    """
    mine = sorted((one for one in assessments if one.party == party), key=lambda one: (one.day, one.told_on))
    return mine[-1] if mine else None


def _whole(wish: AssessCommitment) -> Fulfilment:
    """As the party says; if it says nothing of the whole, the worse of its answers to the two questions."""
    if wish.fulfilment is not Fulfilment.NOT_ASSESSED:
        return wish.fulfilment
    answers = [answer for answer in (wish.implementation, wish.effect) if answer is not Judgement.NOT_ASSESSED]
    worst = max(answers, key=list(Judgement).index, default=Judgement.NOT_ASSESSED)
    return Fulfilment(worst.value)
