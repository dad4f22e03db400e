"""May this text be kept? What cannot be stored, can deceive a reader, or points out a person is refused."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from services.runtime.errors import Refused

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters: PostgreSQL takes no NUL, a mail header takes none of them."""
DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Direction overrides make a text read otherwise than it is stored."""
INVISIBLE = re.compile("[\u200b\u2060\ufeff\U000e0000-\U000e007f]")
PERSONAL = re.compile(r"(?<!\d)(?:18|19|20)?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{4})(?!\d)")

SAMORDNING = 60
"""A samordningsnummer is a personnummer whose day has 60 added."""


def check(value: object) -> None:
    """Raises Refused at the first text in `value` (strings, and mappings and sequences of them) that may not be kept.

    The refusal names the field with its path, such as `commitments.2.text`.
    """
    for path, text in _texts(value, ""):
        if UNSTORABLE.search(text):
            raise Refused(f"Fältet {path} innehåller ett styrtecken som inte kan sparas. Ta bort det.")
        if DECEIVING.search(text):
            raise Refused(f"Fältet {path} innehåller ett tecken som vänder läsriktningen. Ta bort det.")
        if INVISIBLE.search(text):
            raise Refused(f"Fältet {path} innehåller ett osynligt tecken. Ta bort det.")
        if any(_is_person(match) for match in PERSONAL.finditer(text)):
            raise Refused(
                f"Fältet {path} ser ut att innehålla ett personnummer eller samordningsnummer. "
                "Uppgifter om enskilda får inte finnas här; ta bort det."
            )


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, f"{path}.{key}".lstrip("."))
    elif isinstance(value, Sequence):
        for number, one in enumerate(value, start=1):
            yield from _texts(one, f"{path}.{number}".lstrip("."))


def _is_person(match: re.Match[str]) -> bool:
    year, month, day, last = match.groups()
    return _is_day(int(month), int(day) % SAMORDNING) and _luhn(year + month + day + last)


def _is_day(month: int, day: int) -> bool:
    try:
        date(2000, month, day)  # a leap year: the century is not always written
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0
