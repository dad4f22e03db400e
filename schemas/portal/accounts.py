"""Who may sign in to the portal, as what, and for which places?

An account is a role's mailbox, never a named person's, and has one role. What its holder may see and do follows from
the role and from being party: `organisation` is the one it acts for, `places` those whose agreements are its own.
"""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.agreements.parts import MailAddress, Organisation
from schemas.asked import AccountRole
from schemas.base import Command, Event, Name, Part, Query, Reply

Place = Annotated[str, Field(pattern=r"^\d{2}(\d{2})?$")]
"""A municipality by its code; for the county board a county by its two digits."""
Places = Annotated[tuple[Place, ...], Field(max_length=290)]


class AccountFact(Event):
    """A fact about an account. Its mailbox is never in it."""

    abstract: ClassVar[bool] = True

    account_id: UUID

    @property
    def about(self) -> str:
        return f"account/{self.account_id}"


class AccountAdded(AccountFact):
    """Somebody may sign in from now on."""

    role: AccountRole
    organisation: Organisation | None
    places: Places


class AccountEnded(AccountFact):
    """Nobody signs in with it any more, and whoever had is signed out."""


class AddAccount(Command):
    """Let a mailbox sign in. An operator wishes for it in the terminal; no page does.

    `label` is shown in place of a name: ”Samordnare, Luleå”. Refused when the mailbox has an account already, or when
    the role and its places do not go together.
    """

    mailbox: MailAddress
    role: AccountRole
    label: Name
    organisation: Organisation | None = None
    places: Places = ()


class EndAccount(Command):
    """Let a mailbox sign in no more, and sign out whoever has."""

    mailbox: MailAddress


class AccountLine(Part):
    id: UUID
    mailbox: MailAddress
    role: AccountRole
    label: Name
    organisation: Organisation | None
    places: Places
    added_at: AwareDatetime


class AccountLines(Reply):
    accounts: tuple[AccountLine, ...] = ()


class ListAccounts(Query):
    """Who may sign in, as what? By label."""

    reply: ClassVar[type[Reply]] = AccountLines


class AccountMailbox(Reply):
    """Where an account's mail goes; empty when the account has ended."""

    mailbox: str = ""


class FindAccountMailbox(Query):
    """Where does a sign-in link go? Asked when the mail is written: no mailbox travels before that."""

    reply: ClassVar[type[Reply]] = AccountMailbox

    account_id: UUID
