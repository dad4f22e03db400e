"""What does the followup service say?"""

from typing import ClassVar
from uuid import UUID, uuid5

from schemas.agreements.parts import Responsible
from schemas.base import NAMESPACE_LOFTESKOLL, Day, Event, MunicipalityCode, Party, Text
from schemas.followup.parts import Fulfilment, Judgement, NextPeriod, PlannedOccurrence, Rung, Times


class OccurrenceFact(Event):
    """A fact about an occurrence."""

    abstract: ClassVar[bool] = True

    occurrence_id: UUID
    commitment_id: UUID
    agreement_id: UUID

    @property
    def about(self) -> str:
        return f"occurrence/{self.occurrence_id}"


class CommitmentFact(Event):
    """A fact about how a commitment is followed up."""

    abstract: ClassVar[bool] = True

    commitment_id: UUID
    agreement_id: UUID

    @property
    def about(self) -> str:
        return f"commitment/{self.commitment_id}"


class OccurrencesPlanned(CommitmentFact):
    """Windows of a commitment have come within the horizon."""

    occurrences: tuple[PlannedOccurrence, ...]


class OccurrenceDueMoved(OccurrenceFact):
    """The due day moved; earlier reminders no longer count."""

    was_due: Day | None
    due: Day | None
    due_version: int
    reason: Text
    by: Party | None = None
    """Who wished it; absent where a new rule or an extension moved it."""
    on: Day | None = None


class ReminderDue(OccurrenceFact):
    """A rung of the ladder has been reached: remind these functions."""

    rung: Rung
    due: Day
    due_version: int
    functions: tuple[UUID, ...]


class RemindersSaid(Event):
    """All reminders that were due have been said; for now no more are coming."""

    on: Day
    """The last day whose morning had come."""

    @property
    def about(self) -> str:
        return f"day/{uuid5(NAMESPACE_LOFTESKOLL, str(self.on))}"


class ActivityReported(OccurrenceFact):
    """A party tells what it has done. `count` may be 0: a comment, or an honest nothing."""

    report_id: UUID
    party: Party
    count: Times
    requests: Times | None = None
    """For what is done on demand: how many asked."""
    on: Day
    comment: Text = ""
    done: Times
    """All parties' counts in the window after this report."""
    municipality: MunicipalityCode | None = None
    """Whose report it is, where that is known."""


class OccurrenceCompleted(OccurrenceFact):
    """The target is reached. `late`: after the due day; the day it was done is kept."""

    on: Day
    done: Times
    target: Times | None
    late: bool
    municipality: MunicipalityCode | None = None


class OccurrenceOverdue(OccurrenceFact):
    """The due day has passed and the target is not reached. Said once per due day."""

    due: Day
    due_version: int
    done: Times
    target: Times
    municipality: MunicipalityCode | None = None


class OccurrenceCancelled(OccurrenceFact):
    """It no longer applies."""

    reason: Text
    forum: Text = ""
    municipality: MunicipalityCode | None = None


class CommitmentAssessed(CommitmentFact):
    """A party judged how far a commitment was fulfilled; the parties judge separately and may differ."""

    party: Party
    fulfilment: Fulfilment
    comment: Text = ""
    on: Day
    implementation: Judgement = Judgement.NOT_ASSESSED
    """Was it done as intended?"""
    effect: Judgement = Judgement.NOT_ASSESSED
    """Was the result good?"""
    next_period: NextPeriod | None = None


class CommitmentHandedOver(CommitmentFact):
    """Other functions answer for it from now on; the first is the lead."""

    was: tuple[Responsible, ...]
    responsible: tuple[Responsible, ...]
    on: Day
