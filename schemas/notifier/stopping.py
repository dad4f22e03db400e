"""To which mailboxes is nothing sent?"""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.agreements.parts import MailAddress
from schemas.asked import AskedBy
from schemas.base import Command, Event, Part, Query, Reply, Text


class StopFact(Event):
    """A fact about mail that is stopped to a mailbox. Nothing in it is made from the address."""

    abstract: ClassVar[bool] = True

    stop_id: UUID

    @property
    def about(self) -> str:
        return f"stop/{self.stop_id}"


class MailStopped(StopFact):
    """Nothing more is sent to a mailbox, whatever functions it holds, but the links to sign in by that it asks for."""

    reason: Text
    asked_by: AskedBy | None = None


class MailAllowed(StopFact):
    """A mailbox to which mail was stopped gets it again."""


class StopMail(Command):
    """Send nothing more to a mailbox, whatever functions it holds; what is not sent is told with the reason.

    A link to sign in by is sent all the same: its holder asks for it, and nobody shuts another out by a stop.
    """

    mailbox: MailAddress
    reason: Text
    asked_by: AskedBy | None = None


class AllowMail(Command):
    """Send mail again to a mailbox to which it was stopped; what was not sent meanwhile stays unsent."""

    mailbox: MailAddress


class StoppedMailbox(Part):
    """`at`: since when. `mailbox`: only where it was among those asked about; it is not kept."""

    stop_id: UUID
    reason: Text
    at: AwareDatetime
    asked_by: AskedBy | None = None
    mailbox: MailAddress | None = None


class StoppedMailboxes(Reply):
    """`weekly_ceiling`: how many mails any other mailbox gets in a week at most."""

    mailboxes: tuple[StoppedMailbox, ...] = ()
    weekly_ceiling: Annotated[int, Field(ge=1)] | None = None


class ListStoppedMailboxes(Query):
    """To which mailboxes is nothing sent (or to this one)? Their addresses are not kept: only a hash of each is.

    `among`: the addresses that who asks knows; each that is stopped is told by its own.
    """

    reply: ClassVar[type[Reply]] = StoppedMailboxes

    mailbox: MailAddress | None = None
    among: Annotated[tuple[MailAddress, ...], Field(max_length=2000)] = ()
