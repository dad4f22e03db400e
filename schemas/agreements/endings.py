"""How does an agreement end before its time, or is closed after it?"""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas.agreements.about import AgreementFact
from schemas.base import Command, Day, Name, Part, Ref, Text

Short = Annotated[str, Field(max_length=300)]
"""As long as the reason and the forum of any other cancellation."""


class Fate(StrEnum):
    """What becomes of an open commitment when its agreement is superseded."""

    CARRIED_OVER = "carried_over"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class FateWish(Part):
    """What is to become of a commitment; all as people name them.

    Carried over needs the commitment of the successor that it goes on as; cancelled needs reason and forum.
    """

    commitment: Ref
    fate: Fate
    carried_to: Ref | None = None
    reason: Short = ""
    forum: Short = ""


class CommitmentFate(Part):
    """What became of a commitment."""

    commitment_id: UUID
    fate: Fate
    carried_to: UUID | None = None
    reason: Short = ""
    forum: Short = ""


class Checklist(Part):
    """Brå's step 5: the day on which each was done. Told by who closes, since these days stand in minutes."""

    assessed_by_municipality: Day | None = None
    assessed_by_police: Day | None = None
    effect_considered: Day | None = None
    process_reviewed: Day | None = None
    steering_group_informed: Day | None = None
    residents_informed: Day | None = None
    """Asked of citizen promises only."""


class Notice(Part):
    """A party has given notice; the agreement applies until the day before `ends_on`."""

    given_on: Day
    ends_on: Day
    reason: Text
    forum: Name


class TerminateAgreement(Command):
    """End it before its time. `given_on`: the day notice was given; `on`: the first day it no longer applies.

    Without `on` it is the day after the period of notice, or the day of notice where none is agreed.
    """

    agreement: Ref
    given_on: Day
    on: Day | None = None
    reason: Name
    forum: Name


class SupersedeAgreement(Command):
    """Replace it by another from `on`; says what becomes of each open commitment."""

    agreement: Ref
    successor: Ref
    on: Day
    fates: Annotated[tuple[FateWish, ...], Field(max_length=300)] = ()


class CloseAgreement(Command):
    """Close what has expired, when all of Brå's step 5 is done."""

    agreement: Ref
    on: Day
    checklist: Checklist


class NoticeGiven(AgreementFact):
    """A party has given notice; the agreement applies until the day before `ends_on`."""

    given_on: Day
    ends_on: Day
    reason: Text
    forum: Name


class AgreementTerminated(AgreementFact):
    """It ended before its time; `on` is the first day it no longer applies."""

    on: Day
    reason: Text
    forum: Name


class AgreementSuperseded(AgreementFact):
    """Another agreement applies instead from `on`."""

    successor_id: UUID
    on: Day
    fates: tuple[CommitmentFate, ...] = ()


class AgreementClosed(AgreementFact):
    """Brå's step 5 is done, and with it the agreement."""

    on: Day
    checklist: Checklist
