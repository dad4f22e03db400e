"""To which mailboxes is nothing sent?"""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.agreements.parts import MailAddress
from schemas.base import Command, Event, Part, Query, Reply, Text


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
    """`weekly_ceiling`: how many mails any other mailbox gets in a week at most."""

    mailboxes: tuple[StoppedMailbox, ...] = ()
    weekly_ceiling: Annotated[int, Field(ge=1)] | None = None


class ListStoppedMailboxes(Query):
    """To which mailboxes is nothing sent (or to this one)? Their addresses are not kept."""

    reply: ClassVar[type[Reply]] = StoppedMailboxes

    mailbox: MailAddress | None = None
