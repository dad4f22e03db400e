"""Does a text hold what looks like a personnummer or samordningsnummer? Such text is refused (data minimisation)."""

import re
from datetime import date

from services.runtime.errors import Refused

_LOOKS_LIKE = re.compile(r"(?<!\d)(\d{2})?(\d{2})(\d{2})(\d{2})([-+ ]?)(\d{4})(?!\d)")
_COORDINATION = 60
"""A samordningsnummer has 60 added to its day."""


def holds_personal_number(text: str) -> bool:
    return any(_is_likely(match) for match in _LOOKS_LIKE.finditer(text))


def refuse_personal_number(text: str) -> None:
    """Raises Refused with the reason."""
    if holds_personal_number(text):
        raise Refused(
            "Texten ser ut att innehålla ett personnummer eller samordningsnummer. "
            "Löfteskoll följer upp löften och sparar aldrig uppgifter om enskilda personer; ta bort numret."
        )


def _is_likely(match: re.Match[str]) -> bool:
    century, year, month, day, mark, last = match.groups()
    if not _is_a_day(int(century or 20) * 100 + int(year), int(month), int(day)):
        return False
    # ten digits in a row are often a telephone number, so there the check digit decides
    return bool(mark.strip()) or century is not None or _checks_out(year + month + day + last)


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(max(year, 1), month, day - _COORDINATION if day > _COORDINATION else day)
    except ValueError:
        return False
    return True


def _checks_out(digits: str) -> bool:
    """The Luhn check digit."""
    doubled = (int(digit) * (2 - nr % 2) for nr, digit in enumerate(digits))
    return sum(product - 9 if product > 9 else product for product in doubled) % 10 == 0  # noqa: PLR2004
