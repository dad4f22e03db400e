"""Where do the parties judge a commitment differently? Each difference goes on the next meeting's agenda."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from schemas.base import Party
from schemas.followup import Fulfilment, Judgement, NextPeriod
from services.followup.model.agreement import Commitment
from services.followup.model.assessment import Assessment, latest

Answer = Fulfilment | Judgement | NextPeriod


class Question(StrEnum):
    """What both parties are asked of a commitment."""

    FULFILMENT = "fulfilment"
    IMPLEMENTATION = "implementation"
    EFFECT = "effect"
    NEXT_PERIOD = "next_period"


@dataclass(frozen=True, slots=True)
class Difference:
    """The parties' answers to one question about one commitment, which are not the same."""

    commitment_id: UUID
    question: Question
    municipality: Answer
    police: Answer


def differences(commitments: Iterable[Commitment], assessments: Iterable[Assessment]) -> list[Difference]:
    """In the commitments' order. Each party's latest word counts; who has not judged differs from nobody."""
    judged = list(assessments)
    return [
        found
        for commitment in commitments
        if not commitment.cancelled
        for found in _of(commitment, [one for one in judged if one.commitment_id == commitment.id])
    ]


def _of(commitment: Commitment, judged: list[Assessment]) -> Iterator[Difference]:
    municipality, police = (latest(judged, party) for party in (Party.MUNICIPALITY, Party.POLICE))
    if municipality is None or police is None:
        return
    for question in Question:
        ours, theirs = getattr(municipality, question), getattr(police, question)
        if _is_told(ours) and _is_told(theirs) and ours != theirs:
            yield Difference(commitment.id, question, ours, theirs)


def _is_told(answer: Answer | None) -> bool:
    return answer is not None and answer not in {Fulfilment.NOT_ASSESSED, Judgement.NOT_ASSESSED}
