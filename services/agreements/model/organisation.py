"""Which organisations are there? The police, and each municipality by its code."""

from schemas.agreements import SwitchQuiet
from schemas.base import Party
from schemas.geography import municipalities
from services.agreements.model import text
from services.runtime.errors import Refused

POLICE = "police"


def check_municipality(code: str) -> None:
    if code not in municipalities():
        raise Refused(f"Det finns ingen kommun med koden {code}.")


def check_quiet(wish: SwitchQuiet) -> None:
    """Raises Refused for a municipality that does not exist, and for what leaves no trace of why."""
    check_municipality(wish.municipality)
    if wish.quiet:
        text.check_said(reason=wish.reason)
    text.check({"reason": wish.reason})


def organisation_of(party: Party, municipality: str | None) -> str | None:
    """Within which work can be handed over. None: nobody has told whose it is."""
    return POLICE if party is Party.POLICE else municipality


def areas_of(asker: str | None, places: tuple[str, ...]) -> tuple[str, ...]:
    """How the codes of its places begin: as it tells, else a municipality's own; the police are anywhere."""
    return places or (("",) if asker in {None, POLICE} else (str(asker),))


def in_words(party: Party, municipality: str | None) -> str:
    place = municipalities().get(municipality or "")
    name = place.name if place else "okänd kommun"
    return f"polisen i {name}" if party is Party.POLICE else f"kommunen {name}"
