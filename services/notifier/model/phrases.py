"""Of which Swedish phrases are mails made, whatever they are about?"""

from dataclasses import dataclass
from datetime import date

from schemas.agreements import Mailbox
from schemas.base import MunicipalityCode
from schemas.geography import municipalities

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
NUMBERS = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
SUBJECT_LENGTH = 70


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """One item as it is read, line by line; empty lines are left out."""

    heading: str
    ask: str
    link: str
    button: str
    """What the link is called."""
    late: bool = False
    status: str = ""
    when: str = ""
    progress: str = ""
    who: str = ""
    place: str = ""
    why: str = ""
    agreement: str = ""


def shorten(text: str, longest: int = SUBJECT_LENGTH) -> str:
    """On one line, cut between words."""
    whole = plain(text)
    if len(whole) <= longest:
        return whole
    return whole[: longest - 1].rsplit(" ", 1)[0].rstrip(",.;:– ") + "…"


def number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def role(name: str) -> str:
    return plain(name.replace("_", " "))


def reader(to: Mailbox) -> str:
    return f"ersättare för {role(to.role)}" if to.reached else role(to.role)


def municipality(code: MunicipalityCode | None) -> str:
    """Empty where none, or none that there is, is meant."""
    known = municipalities().get(code or "")
    return known.name if known else ""


def weekday(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day}"


def distance(left: int) -> str:
    """From today, in days; below 0 when the day has passed."""
    near = {-1: "i går", 0: "i dag", 1: "i morgon"}
    return near.get(left, f"om {days(left)}" if left > 0 else f"för {days(-left)} sedan")


def days(count: int) -> str:
    return "en dag" if count == 1 else f"{count} dagar"


def listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} och {words[-1]}"


def plain(text: str) -> str:
    """On one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
