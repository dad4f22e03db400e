"""Which accounts can there be? A role, and the places that go with it."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from schemas.free_text import check_text
from schemas.geography import counties, municipalities
from schemas.portal import AccountAdded, AccountEnded, AccountLine, AccountRole, AddAccount
from services.runtime.errors import Refused

POLICE = "police"
OF_A_PARTY = {
    AccountRole.COORDINATOR,
    AccountRole.MUNICIPAL_POLICE,
    AccountRole.STEERING_GROUP,
    AccountRole.ADMINISTRATOR,
}


@dataclass(frozen=True, slots=True)
class Account:
    id: UUID
    mailbox: str
    role: AccountRole
    label: str
    organisation: str | None
    places: tuple[str, ...]
    """Municipalities by code; for the county board its county."""
    added_at: datetime
    calendars: int = 0
    """How often the addresses at which its calendars are read have been made anew."""

    @property
    def line(self) -> AccountLine:
        return AccountLine(
            id=self.id,
            mailbox=self.mailbox,
            role=self.role,
            label=self.label,
            organisation=self.organisation,
            places=self.places,
            added_at=self.added_at,
        )


def known_as(mailbox: str) -> str:
    """By which a mailbox is recognised, however it is typed. Mail goes to what was added, never to this."""
    return unicodedata.normalize("NFKC", mailbox).casefold()


def is_same(told: str, mailbox: str) -> bool:
    """Whether somebody else's word for a mailbox may stand for it: no letter that only looks like another is."""
    return told == mailbox or (told.isascii() and known_as(told) == known_as(mailbox))


def add(wish: AddAccount, now: datetime) -> tuple[Account, AccountAdded]:
    """Raises Refused when the role and its places do not go together."""
    for what, text in (("Rollens namn", wish.label), ("Brevlådan", wish.mailbox)):
        try:
            check_text(text)
        except ValueError as error:
            raise Refused(f"{what} {error}") from None
    places = _places(wish)
    account = Account(
        uuid5(wish.command_id, "account"), wish.mailbox, wish.role, wish.label, wish.organisation, places, now
    )
    return account, AccountAdded(
        account_id=account.id, role=account.role, organisation=account.organisation, places=places
    )


def end(account: Account) -> AccountEnded:
    return AccountEnded(account_id=account.id)


def _places(wish: AddAccount) -> tuple[str, ...]:
    """A municipality's own account has its own municipality, and those it answers for besides."""
    if wish.role not in OF_A_PARTY:
        return _without_organisation(wish)
    if not wish.organisation:
        raise Refused("Ange vilken organisation kontot hör till: polis eller en kommunkod.")
    if wish.role is AccountRole.MUNICIPAL_POLICE and wish.organisation != POLICE:
        raise Refused("En kommunpolis hör till polisen. Ange polis som organisation.")
    own = () if wish.organisation == POLICE else (wish.organisation,)
    places = tuple(dict.fromkeys((*own, *wish.places)))
    if unknown := [code for code in places if code not in municipalities()]:
        raise Refused(f"Det finns ingen kommun med koden {unknown[0]}.")
    if not places:
        raise Refused("Ange vilka kommuner kontot gäller: rättigheterna följer de överenskommelser som de är part i.")
    return places


def _without_organisation(wish: AddAccount) -> tuple[str, ...]:
    if wish.organisation:
        raise Refused("Den rollen hör inte till någon part. Utelämna organisationen.")
    if wish.role is AccountRole.OPERATOR and wish.places:
        raise Refused("Driftens konto gäller inga kommuner. Utelämna dem.")
    if wish.role is AccountRole.COUNTY_BOARD and (len(wish.places) != 1 or wish.places[0] not in counties()):
        raise Refused("Länsstyrelsens konto gäller ett län. Ange länets kod, två siffror.")
    return wish.places
