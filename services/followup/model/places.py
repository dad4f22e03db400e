"""Which municipalities does a question mean, and what is done in one of them called?"""

from schemas.geography import counties, municipalities
from services.runtime.errors import Refused


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


def in_place(text: str, municipality: str | None) -> str:
    """Names the municipality where each has its own occurrence: ”Nattvandring (Orust)”."""
    known = municipalities().get(municipality or "")
    return f"{text} ({known.name})" if known else text
