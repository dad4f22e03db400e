"""Which municipalities does a question mean, and what is done in one of them called?"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from schemas.geography import counties, municipalities
from services.runtime.errors import Refused

MUNICIPALITY = 4
"""Digits of a municipality's code; a county's has two."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is about: one agreement, and those that concern one of these municipalities. None: any."""

    agreement_id: UUID | None = None
    municipalities: list[str] | None = None


def meant(municipality: str | None, county: str | None) -> list[str] | None:
    """Their codes, in order; None: all there are. Raises Refused for a code that is not in use."""
    if municipality is not None:
        if municipality not in municipalities():
            raise Refused(f"Det finns ingen kommun med koden {municipality}.")
        return [municipality]
    if county is not None:
        if county not in counties():
            raise Refused(f"Det finns inget län med koden {county}.")
        return sorted(code for code, known in municipalities().items() if known.county == county)
    return None


def concerned(places: Iterable[str]) -> list[str] | None:
    """Municipalities, and all that are in a county; None, if no place is told: all there are. Raises as `meant`."""
    each = [meant(place, None) if len(place) == MUNICIPALITY else meant(None, place) for place in places]
    return sorted({code for codes in each for code in codes or ()}) if each else None


def in_place(text: str, municipality: str | None) -> str:
    """Names the municipality where each has its own occurrence: ”Nattvandring (Orust)”."""
    known = municipalities().get(municipality or "")
    return f"{text} ({known.name})" if known else text
