"""Which days beside the occurrences' must not be missed, who is reminded of them, and how do they stand?"""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.parts import AgreementType
from schemas.base import Day, Event, MunicipalityCode, Name, Part, Query, Ref, Reply, Text
from schemas.followup.parts import Rung


class DeadlineKind(StrEnum):
    """What a day is of (DOMAIN, Reminders)."""

    MEETING = "meeting"
    AGREEMENT_END = "agreement_end"
    SITUATION_PICTURE = "situation_picture"
    ACTION_PLAN = "action_plan"
    REVISION = "revision"
    PUBLIC_FEEDBACK = "public_feedback"


LAST_FOR_ALL, EVE = -14, -1
"""Days from a meeting: so long all are asked to report, then those who have not; from its eve there is the summary."""


class MeetingCall(StrEnum):
    """What is said of a meeting that comes (DOMAIN, Reminders)."""

    ALL_REPORT = "all_report"
    """Both parties are asked to report."""
    SILENT_REPORT = "silent_report"
    """Those who have not reported are asked again."""
    SUMMARY = "summary"
    """The pair can read the summary."""


def meeting_call(rung: Rung) -> MeetingCall:
    """What this rung of a meeting's ladder is there for, by its days alone: also where another ladder is chosen."""
    if rung.days <= LAST_FOR_ALL:
        return MeetingCall.ALL_REPORT
    return MeetingCall.SILENT_REPORT if rung.days < EVE else MeetingCall.SUMMARY


class DeadlineReminderDue(Event):
    """A rung of a deadline's ladder has been reached: remind these functions."""

    deadline_id: UUID
    deadline: DeadlineKind
    agreement_id: UUID | None = None
    """Absent for what the law asks of a municipality."""
    rung: Rung
    due: Day
    due_version: int
    """Counts how often the day has moved."""
    functions: tuple[UUID, ...]

    @property
    def about(self) -> str:
        return f"deadline/{self.deadline_id}"


class DeadlineRung(Part):
    """A rung of a deadline's ladder: when it leaves (a day, 08:00 Stockholm) and what became of it."""

    rung: Rung
    leaves: Day
    state: str
    reason: Text = ""


class DeadlineLine(Part):
    """A deadline in a list, with what a person needs to recognise it."""

    id: UUID
    deadline: DeadlineKind
    due: Day
    due_version: int
    days_left: int
    """Negative when the day has passed."""
    why_quiet: Text = ""
    """Why nobody is to be reminded of it any more: held, told, revised, over. Empty while it stands."""
    agreement_id: UUID | None = None
    agreement: Name | None = None
    agreement_slug: str | None = None
    type: AgreementType | None = None
    municipality: MunicipalityCode | None = None
    """Of a statutory clock."""
    meeting_slug: str | None = None
    rungs: tuple[DeadlineRung, ...] = ()


class DeadlineLines(Reply):
    today: Day | None = None
    deadlines: tuple[DeadlineLine, ...] = ()
    more: bool = False
    """There are others, which come after these and are not told."""


class ListDeadlines(Query):
    """Which deadlines stand, of these, of an agreement, or of all: soonest first, and of all the first 500?"""

    reply: ClassVar[type[Reply]] = DeadlineLines

    ids: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    agreement: Ref | None = None


class ComingDeadline(Part):
    """What would be said of a deadline on a day, and how it would stand that day if nothing more is told of it."""

    on: Day
    reminder: DeadlineReminderDue
    line: DeadlineLine
