"""What is a notice, may it still be sent, and what follows from how that went?

A notice is one rung of one occurrence's ladder to one function. A claim is a process's hold on it; its attempt number
is the fence that tells it from every other claim of the same notice.
"""

from dataclasses import dataclass
from datetime import timedelta
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


class Became(StrEnum):
    """What became of an attempt."""

    SENT = "sent"
    REFUSED = "refused"
    """The mail server said no for good (5xx)."""
    LATER = "later"
    """The mail server said not now (4xx)."""
    UNREACHED = "unreached"
    """The mail server, or a service that had to be asked, could not be reached. Certainly not sent."""
    LOST = "lost"
    """The connection was lost after the last byte: perhaps delivered."""
    HELD = "held"
    """The mailbox has had its mail of the day, or the claim was lost. Certainly not sent."""
    SKIPPED = "skipped"


UNCERTAIN = "Oklart: e-postservern bekräftade aldrig, inte heller när mejlet sändes en gång till."
PERHAPS_SENT = " Ett exemplar kan ha kommit fram tidigare."
A_MOMENT = timedelta(seconds=30)
GROWING = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))


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


@dataclass(frozen=True, slots=True)
class Outcome:
    became: Became
    claims: tuple[Claim, ...]
    mail: Mail | None = None
    code: int = 0
    text: str = ""
    """What the mail server answered, or the reason in Swedish."""


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


def skipped(claim: Claim, reason: str) -> Outcome:
    return Outcome(Became.SKIPPED, (claim,), text=reason + (PERHAPS_SENT if claim.doubted else ""))


def wait_after(became: Became, delays_before: int) -> timedelta:
    """How long until the next try. A mail server that is away delays nobody by more than a moment once it is back."""
    match became:
        case Became.LATER:
            return GROWING[min(delays_before, len(GROWING) - 1)]
        case Became.UNREACHED:
            return A_MOMENT
    return timedelta(0)


def phase_after(became: Became) -> Phase:
    match became:
        case Became.SENT:
            return Phase.ACCEPTED
        case Became.LOST:
            return Phase.LOST
        case Became.REFUSED | Became.LATER | Became.UNREACHED:
            return Phase.FAILED
    return Phase.RELEASED
