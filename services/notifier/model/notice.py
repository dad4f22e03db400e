"""What is a notice, and may it still be sent?

A notice is one rung of the ladder of one occurrence, or of one deadline, to one function. A claim is a process's hold
on it; its attempt number is the fence that tells it from every other claim of the same notice.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from schemas.followup import (
    DeadlineLine,
    DeadlineReminderDue,
    OccurrenceLine,
    OccurrenceState,
    ReminderDue,
    Rung,
)

Due = ReminderDue | DeadlineReminderDue
Line = OccurrenceLine | DeadlineLine
"""How it stands with what a notice is about."""


class Phase(StrEnum):
    """How far an attempt came. `dot` is written before the mail's last byte; what follows it tells how that went.

    A `dot` that nothing follows is a mail that may or may not have been delivered.
    """

    CLAIMED = "claimed"
    DOT = "dot"
    ACCEPTED = "accepted"
    FAILED = "failed"
    LOST = "lost"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Claim:
    notice_id: UUID
    subject_id: UUID
    """The occurrence or the deadline that it is about."""
    function_id: UUID
    rung: Rung
    due_version: int
    attempt: int = 1
    of_deadline: bool = False
    doubted: UUID | None = None
    """The mail of an earlier attempt that may have been delivered."""
    role: str = ""
    """Known once agreements has been asked."""

    @property
    def occurrence_id(self) -> UUID | None:
        return None if self.of_deadline else self.subject_id

    @property
    def deadline_id(self) -> UUID | None:
        return self.subject_id if self.of_deadline else None


@dataclass(frozen=True, slots=True)
class Mail:
    """What identifies a mail: the same notices to the same mailbox give the same mail."""

    id: UUID
    message_id: str
    mailbox_hash: str
    digest: bool
    doubted: UUID | None = None
    """The uncertain mail that this one repeats."""
    presses: bool = False
    """A due day in it would pass before what waits for the next week leaves."""

    @property
    def goes_above(self) -> bool:
        """Whether the week's ceiling does not hold it: what repeats a mail has that mail's place."""
        return self.presses or self.doubted is not None


def claims_of(due: Due) -> list[Claim]:
    """What a reminder asks for, one per function, as it is claimed the first time.

    The same rung of the same due day to the same function is one notice, however often it is heard.
    """
    of_deadline = isinstance(due, DeadlineReminderDue)
    subject = due.deadline_id if isinstance(due, DeadlineReminderDue) else due.occurrence_id
    return [
        Claim(
            uuid5(subject, f"{due.rung}/{due.due_version}/{function}"),
            subject,
            function,
            due.rung,
            due.due_version,
            of_deadline=of_deadline,
        )
        for function in dict.fromkeys(due.functions)
    ]


def why_not(claim: Claim, line: Line | None) -> str:
    """Why nothing shall be sent, as things stand now; empty when it shall."""
    if line is None:
        return "Det som skulle bevakas finns inte längre." if claim.of_deadline else "Tillfället finns inte längre."
    if line.due_version > claim.due_version:
        return "Datumet har flyttats."
    return line.why_quiet if isinstance(line, DeadlineLine) else _why_over(line.state)


def _why_over(state: OccurrenceState) -> str:
    match state:
        case OccurrenceState.COMPLETED:
            return "Redan genomfört."
        case OccurrenceState.CANCELLED:
            return "Utgår."
        case OccurrenceState.PAUSED:
            return "Pausat."
    return ""
