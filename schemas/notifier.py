"""What the notifier is asked and says: who was mailed what, when, and what became of it."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime

from schemas.base import Event, Part, Query, Ref, Reply, Text
from schemas.followup.parts import Rung


class MailState(StrEnum):
    """A ledger row's life: planned → claimed → sent | refused | bounced | skipped (with a reason)."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    REFUSED = "refused"
    BOUNCED = "bounced"
    SKIPPED = "skipped"


class NoticeFact(Event):
    """A fact about one notice: one rung of one occurrence's ladder to one function."""

    abstract: ClassVar[bool] = True

    notice_id: UUID
    occurrence_id: UUID
    function_id: UUID
    rung: Rung

    @property
    def about(self) -> str:
        return f"notice/{self.notice_id}"


class ReminderSent(NoticeFact):
    """The recipient's mail server took the mail. `digest`: together with other notices."""

    message_id: str
    digest: bool


class ReminderRefused(NoticeFact):
    """The recipient's mail server refused the mail for good (5xx). Somebody must be told in another way."""

    code: int


class ReminderSkipped(NoticeFact):
    """Nothing was sent: it was done, cancelled or paused meanwhile, or the function has no mailbox."""

    reason: Text


class LedgerLine(Part):
    """A row of the mail ledger. `at` is when the state was reached, UTC."""

    notice_id: UUID
    occurrence_id: UUID
    function_id: UUID
    role: str
    rung: Rung
    state: MailState
    reason: Text
    attempts: int
    message_id: str | None
    at: AwareDatetime


class LedgerLines(Reply):
    lines: tuple[LedgerLine, ...] = ()


class ShowLedger(Query):
    """What was mailed about an occurrence (its UUID), or lately (newest first, at most 200)?"""

    reply: ClassVar[type[Reply]] = LedgerLines

    occurrence: Ref | None = None
