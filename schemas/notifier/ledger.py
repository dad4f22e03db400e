"""Who was mailed what, when, and what became of it?"""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.base import Command, Day, Event, Part, Query, Ref, Reply, Text
from schemas.followup.parts import Rung

MessageId = Annotated[str, Field(pattern=r"^<[!-;=?-~]+>$", max_length=300)]
"""A mail's Message-ID, in its angle brackets."""
MailCode = Annotated[str, Field(pattern=r"^[45](\.[0-9]{1,3}\.[0-9]{1,3}|[0-9]{2})$")]
"""Why a mail server gave up: 5.1.1 (RFC 3463) or 550 (RFC 5321). Its words are left out: they quote addresses."""


class MailState(StrEnum):
    """A ledger row's life: planned → claimed → sent | refused | bounced | skipped (with a reason)."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    REFUSED = "refused"
    BOUNCED = "bounced"
    SKIPPED = "skipped"


class NoticeFact(Event):
    """A fact about one notice: one rung of the ladder of one occurrence, or of one deadline, to one function."""

    abstract: ClassVar[bool] = True

    notice_id: UUID
    occurrence_id: UUID | None = None
    deadline_id: UUID | None = None
    """In place of an occurrence."""
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


class ReminderBounced(NoticeFact):
    """The mail was sent and came back: it never reached the mailbox. Somebody must be told in another way.

    `code` is the mail servers' (5.1.1); `on` the day it came back.
    """

    code: MailCode
    on: Day


class ReminderSkipped(NoticeFact):
    """Nothing was sent: it was done, cancelled or paused meanwhile, or the function has no mailbox."""

    reason: Text


class RecordBounce(Command):
    """A mail of ours came back `on` a day; a mail server gave up with `code`, which is 4.x.x if it tried for days.

    Refused for a mail that was never sent. A mail that is known to have come back stays as it is.
    """

    message_id: MessageId
    code: MailCode
    on: Day


class LedgerLine(Part):
    """A row of the mail ledger. `at` is when the state was reached, UTC."""

    notice_id: UUID
    occurrence_id: UUID | None = None
    deadline_id: UUID | None = None
    """In place of an occurrence."""
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
    more: bool = False
    """There are older ones, on the next page."""


class ShowLedger(Query):
    """What was mailed about an occurrence, a deadline, an agreement or one of its commitments (by UUID), or at all?

    Newest first, at most 200 to a page.
    """

    reply: ClassVar[type[Reply]] = LedgerLines

    occurrence: Ref | None = None
    deadline: UUID | None = None
    agreement: Ref | None = None
    """All that is its own: its occurrences, its meetings, its end and its revision; not what the law asks of its
    municipalities."""
    commitment: Ref | None = None
    """Of the agreement that is told: its occurrences alone."""
    page: Annotated[int, Field(ge=1, le=500)] = 1
