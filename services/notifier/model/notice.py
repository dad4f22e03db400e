"""What is a notice, and may it still be sent?

A notice is one rung of one occurrence's ladder to one function. A claim is a process's hold on it; its attempt number
is the fence that tells it from every other claim of the same notice.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from schemas.followup import OccurrenceLine, OccurrenceState, ReminderDue, Rung


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
    occurrence_id: UUID
    function_id: UUID
    rung: Rung
    due_version: int
    attempt: int
    doubted: UUID | None = None
    """The mail of an earlier attempt that may have been delivered."""
    role: str = ""
    """Known once agreements has been asked."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What identifies a mail: the same notices to the same mailbox give the same mail."""

    id: UUID
    message_id: str
    mailbox_hash: str
    digest: bool
    doubted: UUID | None = None
    """The uncertain mail that this one repeats."""


def notice_id(due: ReminderDue, function_id: UUID) -> UUID:
    """The same rung of the same due day to the same function is one notice, however often it is heard."""
    return uuid5(due.occurrence_id, f"{due.rung}/{due.due_version}/{function_id}")


def why_not(claim: Claim, line: OccurrenceLine | None) -> str:
    """Why nothing shall be sent, as things stand now; empty when it shall."""
    if line is None:
        return "Tillfället finns inte längre."
    if line.due_version > claim.due_version:
        return "Datumet har flyttats."
    match line.state:
        case OccurrenceState.COMPLETED:
            return "Redan genomfört."
        case OccurrenceState.CANCELLED:
            return "Utgår."
        case OccurrenceState.PAUSED:
            return "Pausat."
    return ""
