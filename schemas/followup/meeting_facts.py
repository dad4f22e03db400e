"""What is said of a follow-up meeting?"""

from typing import ClassVar
from uuid import UUID

from schemas.base import Day, Event, Name, Text
from schemas.followup.meetings import DecisionKind, Sha256, Version


class MeetingFact(Event):
    """A fact about a follow-up meeting."""

    abstract: ClassVar[bool] = True

    meeting_id: UUID
    agreement_id: UUID

    @property
    def about(self) -> str:
        return f"meeting/{self.meeting_id}"


class MeetingPlanned(MeetingFact):
    """The parties shall meet."""

    slug: Name
    on: Day


class MeetingMoved(MeetingFact):
    """They meet on another day."""

    was_on: Day
    on: Day
    reason: Text


class MeetingCancelled(MeetingFact):
    """They do not meet."""

    reason: Text


class AgendaItemAdded(MeetingFact):
    """Somebody put something on the agenda."""

    key: Name
    commitment_id: UUID | None = None
    text: Text


class DecisionRecorded(MeetingFact):
    """The meeting decided something. Where it is a change, `carried_out_by` is the command that made it."""

    decision_id: UUID
    decision: DecisionKind
    item: Name | None = None
    commitment_id: UUID | None = None
    text: Text
    carried_out_by: UUID | None = None


class MeetingClosed(MeetingFact):
    """The meeting is over and its summary frozen. `content_hash`: sha256 of the summary as canonical JSON."""

    on: Day
    content_hash: Sha256


class SummaryFrozenAnew(MeetingFact):
    """A closed meeting's summary was wrong or late: a new version stands beside the earlier ones."""

    version: Version
    content_hash: Sha256
    reason: Text


class SteeringGroupInformed(MeetingFact):
    """The steering group has been told what the meeting came to."""

    on: Day
