"""What the notifier is asked and says: who was mailed what, when, and what became of it."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.agreements.functions import Mailbox
from schemas.agreements.parts import MailAddress
from schemas.base import Command, Day, Event, Part, Party, Query, Ref, Reply, Text
from schemas.followup.parts import Rung
from schemas.followup.simulation import ComingReminder

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


class SimulatedNotice(Part):
    occurrence_id: UUID
    rung: Rung
    function_id: UUID


class SimulatedMail(Part):
    """One mail to one mailbox: its notices in the order it would tell of them. `digest`: of several occurrences."""

    notices: tuple[SimulatedNotice, ...]
    digest: bool


class UnsentNotice(Part):
    """Nobody would be mailed, and why."""

    notice: SimulatedNotice
    reason: Text


class SimulatedMails(Reply):
    mails: tuple[SimulatedMail, ...] = ()
    unsent: tuple[UnsentNotice, ...] = ()


class SimulateMails(Query):
    """Which mails would these reminders become on a day, if mail to their functions went to these mailboxes?

    Nothing is written and nobody is mailed. Reminders to a function without a mailbox here are unsent.
    """

    reply: ClassVar[type[Reply]] = SimulatedMails

    on: Day
    reminders: tuple[ComingReminder, ...]
    mailboxes: tuple[Mailbox, ...]


class Addressee(Part):
    """A function whose mail is asked about, and since when its mail goes where it goes today."""

    function_id: UUID
    party: Party
    since: Day


class UnreachedFunction(Part):
    """Its last mail came back, or its mails get no answer; the days are when that began."""

    function_id: UUID
    came_back_on: Day | None
    reason: Text
    silent_since: Day | None


class UnreachedFunctions(Reply):
    functions: tuple[UnreachedFunction, ...] = ()


class FindUnreached(Query):
    """Which of these functions does mail not reach: it comes back, or nobody has answered for 60 days?

    Nobody sees whether a mail is opened. Silent is a function that was sent a mail at least 60 days ago after which its
    party has reported nothing on anything that the function was mailed about.
    """

    reply: ClassVar[type[Reply]] = UnreachedFunctions

    functions: Annotated[tuple[Addressee, ...], Field(max_length=2000)]


class StopFact(Event):
    """A fact about mail that is stopped to a mailbox. Nothing in it is made from the address."""

    abstract: ClassVar[bool] = True

    stop_id: UUID

    @property
    def about(self) -> str:
        return f"stop/{self.stop_id}"


class MailStopped(StopFact):
    """Nothing more is sent to a mailbox, whatever functions it holds."""

    reason: Text


class MailAllowed(StopFact):
    """A mailbox to which mail was stopped gets it again."""


class StopMail(Command):
    """Send nothing more to a mailbox, whatever functions it holds; what is not sent is told with the reason."""

    mailbox: MailAddress
    reason: Text


class AllowMail(Command):
    """Send mail again to a mailbox to which it was stopped; what was not sent meanwhile stays unsent."""

    mailbox: MailAddress


class StoppedMailbox(Part):
    """`at`: since when."""

    stop_id: UUID
    reason: Text
    at: AwareDatetime


class StoppedMailboxes(Reply):
    mailboxes: tuple[StoppedMailbox, ...] = ()


class ListStoppedMailboxes(Query):
    """To which mailboxes is nothing sent (or to this one)? Their addresses are not kept."""

    reply: ClassVar[type[Reply]] = StoppedMailboxes

    mailbox: MailAddress | None = None
