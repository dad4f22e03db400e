"""Which organisations want mails that carry only role and link? What may be asked, and what is said of it."""

from typing import ClassVar
from uuid import uuid5

from schemas.agreements.parts import Organisation
from schemas.base import NAMESPACE_LOFTESKOLL, Command, Event, Query, Reply


class QuietSwitched(Event):
    """From now on mails to an organisation's functions carry only role and link, or what they are about as well."""

    organisation: Organisation
    quiet: bool

    @property
    def about(self) -> str:
        return f"organisation/{uuid5(NAMESPACE_LOFTESKOLL, f'organisation/{self.organisation}')}"


class SwitchQuiet(Command):
    """Let mails to an organisation's functions carry only role and link, or what they are about as well."""

    organisation: Organisation
    quiet: bool


class QuietOrganisations(Reply):
    organisations: tuple[Organisation, ...] = ()


class ListQuietOrganisations(Query):
    """To which organisations do mails carry only role and link?"""

    reply: ClassVar[type[Reply]] = QuietOrganisations
