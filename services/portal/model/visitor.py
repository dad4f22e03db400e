"""Who has come, as what the system knows them: an account's role and places, or nobody in particular?"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from schemas.asked import AccountRole, AskedBy
from schemas.base import Party
from schemas.geography import municipalities
from services.portal.model.account import POLICE, Account

NO_PARTY = "0000"
"""Asks as nobody's organisation: drafts are not there for it."""


class Role(StrEnum):
    """An account's role, and those who have no account."""

    COORDINATOR = "coordinator"
    MUNICIPAL_POLICE = "municipal_police"
    STEERING_GROUP = "steering_group"
    COUNTY_BOARD = "county_board"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    ANSWERER = "answerer"
    """Came by a mailed link, to answer about one occurrence."""
    RESIDENT = "resident"
    """Anybody at all, on the pages that are for everybody: what was promised to residents, and what came of it."""
    NOBODY = "nobody"
    """Is not signed in."""


ACCOUNTS = {Role(one.value) for one in AccountRole}


@dataclass(frozen=True, slots=True)
class Visitor:
    role: Role
    label: str = ""
    organisation: str | None = None
    places: tuple[str, ...] = ()
    """Municipalities by code; for the county board its county."""
    occurrence: UUID | None = None
    """The one that the mailed link is about."""

    @property
    def asker(self) -> str:
        return self.organisation or NO_PARTY

    @property
    def party(self) -> Party | None:
        """The one that this one speaks for; None: for nobody."""
        if self.organisation is None:
            return None
        return Party.POLICE if self.organisation == POLICE else Party.MUNICIPALITY

    @property
    def asked_by(self) -> AskedBy | None:
        """As who it asks for what is kept with who asked. None: it has no account."""
        if self.role not in ACCOUNTS:
            return None
        return AskedBy(role=AccountRole(self.role.value), party=self.party, municipality=self.place)

    def tells_of(self, municipality: str | None) -> bool:
        """Of what is one municipality's in an agreement of several. None: it is done together."""
        return municipality is None or municipality in self.places

    @property
    def home(self) -> str | None:
        """The municipality in whose name, or in which, this one reports; None: not one alone."""
        if self.party is Party.MUNICIPALITY:
            return self.organisation
        return self.places[0] if len(self.places) == 1 and self.places[0] in municipalities() else None

    @property
    def place(self) -> str | None:
        """The municipality that this one is of; of several, the first."""
        return next((code for code in (self.organisation, *self.places) if code in municipalities()), None)


NOBODY, RESIDENT = Visitor(Role.NOBODY), Visitor(Role.RESIDENT)


def visitor_of(account: Account) -> Visitor:
    return Visitor(Role(account.role.value), account.label, account.organisation, account.places)


PAIR = frozenset({Role.COORDINATOR, Role.MUNICIPAL_POLICE})
READERS = PAIR | {Role.STEERING_GROUP}
FIGURES = READERS | {Role.COUNTY_BOARD}
"""Who sees how it stands; the county board without any free text."""
KEEPERS_OF_FUNCTIONS = PAIR | {Role.ADMINISTRATOR}
KEEPERS_OF_MAIL = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
WHO_WISH = PAIR | KEEPERS_OF_MAIL
"""Whether they may wish for this is the wish's to say, below."""
SIGNED_IN = FIGURES | KEEPERS_OF_MAIL
ANYBODY = frozenset(Role)
BY_LINK = frozenset({Role.ANSWERER})
PUBLIC = frozenset({Role.RESIDENT})
UNBOUND = frozenset({Role.OPERATOR, Role.RESIDENT})
"""Whose rights do not follow from being party: they see no agreement, or what everybody may see of it."""
BARE = {Role.COUNTY_BOARD} | KEEPERS_OF_MAIL
"""Who gets answers about agreements without anything that somebody wrote: codes, counts, days and states."""
