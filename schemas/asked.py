"""As who was something asked for? An account's role and place, never a person."""

from enum import StrEnum

from schemas.base import MunicipalityCode, Part, Party


class AccountRole(StrEnum):
    """What somebody who signs in is to the system."""

    COORDINATOR = "coordinator"
    MUNICIPAL_POLICE = "municipal_police"
    STEERING_GROUP = "steering_group"
    COUNTY_BOARD = "county_board"
    """Reads its own county's progress, and no free text."""
    ADMINISTRATOR = "administrator"
    """Sees to its organisation's functions and mailboxes; reads no agreement."""
    OPERATOR = "operator"
    """Sees to the system; reads no agreement."""


class AskedBy(Part):
    """As whom. Where a wish has none it was asked for in the operator's terminal."""

    role: AccountRole
    party: Party | None = None
    municipality: MunicipalityCode | None = None
    """Its own, or the first of those it answers for. Absent with the party: it acts for none."""
