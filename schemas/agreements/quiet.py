"""Which organisations want mails that carry only role and link? What may be asked, and what is said of it.

An organisation is a party at a place: a municipality, or the police there.
"""

from typing import Annotated, ClassVar
from uuid import uuid5

from pydantic import Field

from schemas.asked import AskedBy
from schemas.base import NAMESPACE_LOFTESKOLL, Command, Day, Event, MunicipalityCode, Part, Party, Query, Reply

Why = Annotated[str, Field(max_length=500)]
"""A reason that may be left out."""


class QuietSwitched(Event):
    """From now on mails to an organisation's functions carry only role and link, or what they are about as well."""

    party: Party
    municipality: MunicipalityCode
    quiet: bool
    reason: Why = ""
    asked_by: AskedBy | None = None

    @property
    def about(self) -> str:
        return f"organisation/{uuid5(NAMESPACE_LOFTESKOLL, f'organisation/{self.party}/{self.municipality}')}"


class SwitchQuiet(Command):
    """Let mails to an organisation's functions carry only role and link, or what they are about as well.

    A reason is needed for the former alone: the latter is how it begins.
    """

    party: Party
    municipality: MunicipalityCode
    """Its own functions, or those of the police there."""
    quiet: bool
    reason: Why = ""
    asked_by: AskedBy | None = None


class QuietOrganisation(Part):
    """A municipality, or the police there; since when, why, and as who that was asked for."""

    party: Party
    municipality: MunicipalityCode
    reason: Why = ""
    since: Day | None = None
    """In Stockholm. Absent: before it was kept."""
    asked_by: AskedBy | None = None


class QuietOrganisations(Reply):
    organisations: tuple[QuietOrganisation, ...] = ()


class ListQuietOrganisations(Query):
    """To which organisations do mails carry only role and link?"""

    reply: ClassVar[type[Reply]] = QuietOrganisations
