"""What is asked of a follow-up meeting, and how is it shown? Plan, move, cancel; its agenda, decisions and close."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.parts import AgreementType, Organisation, Window
from schemas.base import Command, Day, Name, Part, Party, Place, Query, Ref, Reply, Text

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Version = Annotated[int, Field(ge=1, le=1000)]


class MeetingState(StrEnum):
    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class AgendaKind(StrEnum):
    """Why something stands on the agenda. All but the last come by themselves."""

    DIFFERING = "differing"
    """The parties judge a commitment differently."""
    UNREACHABLE = "unreachable"
    """A party judges that a commitment is not fulfilled."""
    OVERDUE = "overdue"
    """An occurrence has been overdue for 28 days."""
    ENDING = "ending"
    """The agreement ends within 180 days."""
    BY_HAND = "by_hand"


class DecisionKind(StrEnum):
    """The first four are changes: a command carries each of them out."""

    CANCEL_COMMITMENT = "cancel_commitment"
    MOVE_DUE = "move_due"
    REASSIGN = "reassign"
    EXTEND = "extend"
    KEEP = "keep"
    """Everything stays as it is."""
    OTHER = "other"
    """What the text says."""


class AgendaLine(Part):
    """Something to decide. `key` names it: `overdue:arjeplog-1/2026-H1`, `item:3`."""

    key: Name
    kind: AgendaKind
    commitment: str | None = None
    text: Text
    on: Day
    """The day it came up."""
    carried_over: bool = False
    """It was there for the last meeting too, which did not decide it."""


class DecisionLine(Part):
    decision_id: UUID
    kind: DecisionKind
    item: Name | None = None
    commitment: str | None = None
    text: Text
    on: Day
    carried_out_by: UUID | None = None
    """The command that carried it out, where it is a change."""


class PartyReporting(Part):
    """Has a party told anything since the last meeting?"""

    party: Party
    reported: bool
    latest_on: Day | None = None


class PlanMeetings(Command):
    """Meet regularly: on own `days`, or by a cadence (default: the agreement's review).

    By cadence: the first working day after each calendar window and after the agreement's last day; with `first`, that
    day and then as often. Coming meetings of an earlier series that are not in this one are cancelled.
    """

    agreement: Ref
    cadence: Window | None = None
    first: Day | None = None
    days: Annotated[tuple[Day, ...], Field(max_length=60)] = ()


class PlanMeeting(Command):
    """Meet once more."""

    agreement: Ref
    on: Day


class MoveMeeting(Command):
    """Meet on another day."""

    meeting: Ref
    to: Day
    reason: Name


class CancelMeeting(Command):
    """Do not meet."""

    meeting: Ref
    reason: Name


class AddAgendaItem(Command):
    """Put something on a meeting's agenda."""

    meeting: Ref
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    commitment: Ref | None = None


class RecordDecision(Command):
    """Keep what the meeting decided. A change is carried out first, by the command that `carried_out_by` names."""

    meeting: Ref
    decision: DecisionKind
    item: Name | None = None
    commitment: Ref | None = None
    text: Annotated[str, Field(max_length=1000)] = ""
    carried_out_by: UUID | None = None


class CloseMeeting(Command):
    """End the meeting that was held `on` a day; its summary is frozen."""

    meeting: Ref
    on: Day
    steering_group_informed_on: Day | None = None


class FreezeSummaryAnew(Command):
    """Make a new version of a closed meeting's summary, as it stands now; the earlier versions stay."""

    meeting: Ref
    reason: Name


class InformSteeringGroup(Command):
    """Tell that the steering group has been informed of what a closed meeting came to."""

    meeting: Ref
    on: Day


class MeetingLine(Part):
    id: UUID
    slug: Name
    agreement_id: UUID
    agreement: Name
    agreement_slug: str
    type: AgreementType
    on: Day
    """The day it is planned for, or was held."""
    state: MeetingState
    steering_group_informed_on: Day | None = None
    versions: int = 0
    """How many versions of its summary are frozen."""


class MeetingLines(Reply):
    today: Day | None = None
    meetings: tuple[MeetingLine, ...] = ()
    later: bool = False
    """Others are planned, after these, and are not told."""
    earlier: bool = False
    """Others are over, before these, and are not told."""


class MeetingCard(Reply):
    """A meeting with its agenda. `meeting` is absent only when the question was refused."""

    today: Day | None = None
    meeting: MeetingLine | None = None
    reason: Text = ""
    """Why it was cancelled, or last moved."""
    agenda: tuple[AgendaLine, ...] = ()
    """What is not yet decided. Empty when the meeting is over: its frozen summary tells what it left."""
    decisions: tuple[DecisionLine, ...] = ()
    reporting: tuple[PartyReporting, ...] = ()
    asked_to_report_on: tuple[Day, ...] = ()
    """When both parties are asked to report, and when those who have not."""


class FrozenSummary(Reply):
    """A version of a closed meeting's summary. Its `content_hash` is the sha256 of `content`, encoded as UTF-8."""

    meeting: Name | None = None
    version: int = 0
    versions: int = 0
    content: str = ""
    """A Summary as canonical JSON: keys in order, no spaces. Letter for letter as it was frozen."""
    content_hash: str = ""
    frozen_on: Day | None = None
    reason: Text = ""
    """Why there is a new version; empty for the first."""


class ListMeetings(Query):
    """Which meetings are there, of an agreement or of all? `coming`: only those that are planned.

    The thousand planned that come first and the thousand over that were last, in order of days.
    """

    reply: ClassVar[type[Reply]] = MeetingLines

    agreement: Ref | None = None
    coming: bool = False
    places: Annotated[tuple[Place, ...], Field(max_length=400)] = ()
    """Only of agreements that concern one of these. None: all."""
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""


class ShowMeeting(Query):
    """What is there to decide at this meeting, what has been decided, and who has reported?"""

    reply: ClassVar[type[Reply]] = MeetingCard

    meeting: Ref


class ShowFrozenSummary(Query):
    """What did the summary say when the meeting was closed? Default: the latest version."""

    reply: ClassVar[type[Reply]] = FrozenSummary

    meeting: Ref
    version: Version | None = None
