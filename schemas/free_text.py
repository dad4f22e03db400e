"""May this text be kept? What cannot be stored, can deceive a reader, or points out a person may not.

The language carries no individuals (data minimisation), so this belongs to it: whoever takes in text asks here.
"""

import re
from datetime import date

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters: PostgreSQL takes no NUL, a mail header takes none of them."""
DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Direction overrides make a text read otherwise than it is stored."""
INVISIBLE = re.compile("[\u200b\u2060\ufeff\U000e0000-\U000e007f]")
PERSONAL = re.compile(r"(?<!\d)(18|19|20)?(\d{2})(\d{2})(\d{2})([-+ ]?)(\d{4})(?!\d)")
COORDINATION = 60
"""A samordningsnummer is a personnummer whose day has 60 added."""


def check_text(text: str) -> None:
    """Raises ValueError with the end of a Swedish sentence whose subject is the text: ”innehåller …”."""
    if UNSTORABLE.search(text):
        raise ValueError("innehåller ett styrtecken som inte kan sparas. Ta bort det.")
    if DECEIVING.search(text):
        raise ValueError("innehåller ett tecken som vänder läsriktningen. Ta bort det.")
    if INVISIBLE.search(text):
        raise ValueError("innehåller ett osynligt tecken. Ta bort det.")
    if any(_is_person(match) for match in PERSONAL.finditer(text)):
        raise ValueError(
            "ser ut att innehålla ett personnummer eller samordningsnummer. "
            "Uppgifter om enskilda får inte finnas här; ta bort det."
        )


def _is_person(match: re.Match[str]) -> bool:
    """Ten digits in a row are often a telephone number, so there the check digit decides."""
    century, year, month, day, mark, last = match.groups()
    if not _is_day(int(month), int(day)):
        return False
    return bool(mark.strip()) or century is not None or _checks_out(year + month + day + last)


def _is_day(month: int, day: int) -> bool:
    try:
        date(2000, month, day - COORDINATION if day > COORDINATION else day)  # a leap year: the century may be unsaid
    except ValueError:
        return False
    return True


def _checks_out(digits: str) -> bool:
    """The Luhn check digit."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0
