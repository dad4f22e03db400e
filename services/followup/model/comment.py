"""May what a party tells be kept: its words, and the day it says?"""

from datetime import date

from schemas.free_text import check_text
from services.runtime.errors import Refused


def refuse_unkeepable(comment: str, what: str = "Kommentaren") -> None:
    """Raises Refused with the reason."""
    try:
        check_text(comment)
    except ValueError as wrong:
        raise Refused(f"{what} {wrong}") from wrong


def kept_reason(reason: str, what: str = "Skälet") -> str:
    """The reason as it is kept. Raises Refused when it says nothing or may not be kept."""
    if not reason.strip():
        raise Refused(f"{what} saknas. Skriv en kort mening, så att det går att förstå senare.")
    refuse_unkeepable(reason, what)
    return reason.strip()


def refuse_day(day: date, starts: date, today: date) -> None:
    """Raises Refused for a day on which nothing can have been done yet, or nothing of this window."""
    if day > today:
        raise Refused(f"Dagen {day} har inte kommit än. Redovisa det som redan är gjort.")
    if day < starts:
        raise Refused(f"Dagen {day} ligger före tillfällets första dag, {starts}. Välj ett tidigare tillfälle.")
