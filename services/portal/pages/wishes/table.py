"""Which things can be asked for, and at which address is each form?"""

from collections.abc import Mapping

from schemas.base import Command
from services.portal.pages.language import note
from services.portal.pages.wishes import (
    of_agreements,
    of_commitments,
    of_endings,
    of_functions,
    of_mails,
    of_meetings,
    of_municipalities,
    of_occurrences,
)
from services.portal.pages.wishes.wish import Wish

NOUNS: Mapping[str, tuple[Wish, ...]] = {
    "Överenskommelser": of_agreements.WISHES + of_endings.WISHES,
    "Åtaganden och löften": of_commitments.WISHES,
    "Tillfällen": of_occurrences.WISHES,
    "Möten": of_meetings.WISHES,
    "Kommuner och invånare": of_municipalities.WISHES,
    "Funktioner": of_functions.WISHES,
    "Mejl": of_mails.WISHES,
}
note(NOUNS)
BY_ADDRESS: Mapping[str, Wish] = {wish.address: wish for wishes in NOUNS.values() for wish in wishes}
BY_NAME: Mapping[str, Wish] = {wish.name: wish for wish in BY_ADDRESS.values()}
BY_COMMAND: Mapping[type[Command], Wish] = {wish.command: wish for wish in BY_ADDRESS.values()}


def done(address: str | None) -> str:
    """The sentence of what is now true; an address nobody knows says nothing."""
    wish = BY_ADDRESS.get(address or "")
    return wish.done if wish else ""
