"""Which organisations want mails that carry only role and link? What may be asked, and what is said of it.

An organisation is a party at a place: a municipality, or the police there.
"""

from typing import ClassVar
from uuid import uuid5

from schemas.base import NAMESPACE_LOFTESKOLL, Command, Event, MunicipalityCode, Part, Party, Query, Reply


class QuietSwitched(Event):
    """From now on mails to an organisation's functions carry only role and link, or what they are about as well."""

    party: Party
    municipality: MunicipalityCode
    quiet: bool

    @property
    def about(self) -> str:
        return f"organisation/{uuid5(NAMESPACE_LOFTESKOLL, f'organisation/{self.party}/{self.municipality}')}"


class SwitchQuiet(Command):
    """Let mails to an organisation's functions carry only role and link, or what they are about as well."""

    party: Party
    municipality: MunicipalityCode
    """Its own functions, or those of the police there."""
    quiet: bool


class QuietOrganisation(Part):
    """A municipality, or the police there."""

    party: Party
    municipality: MunicipalityCode


class QuietOrganisations(Reply):
    organisations: tuple[QuietOrganisation, ...] = ()


class ListQuietOrganisations(Query):
    """To which organisations do mails carry only role and link?"""

    reply: ClassVar[type[Reply]] = QuietOrganisations
