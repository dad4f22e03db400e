"""What are values called wherever they stand in a table? A status is always symbol and word."""

from dataclasses import dataclass

from schemas.base import Party
from schemas.followup import ClockLine, ClockState, FeedbackState, Fulfilment


@dataclass(frozen=True, slots=True)
class Status:
    """Told three ways, so that it survives a printer, a screen reader and colour blindness."""

    symbol: str
    words: str
    tone: str

    def __str__(self) -> str:
        return f"{self.symbol} {self.words}"


PARTIES = {Party.MUNICIPALITY: "kommunen", Party.POLICE: "polisen"}
FULFILMENTS = {
    Fulfilment.FULFILLED: "uppfyllt",
    Fulfilment.PARTLY_FULFILLED: "delvis uppfyllt",
    Fulfilment.NOT_FULFILLED: "ej uppfyllt",
    Fulfilment.NOT_ASSESSED: "ej bedömt",
    Fulfilment.NOT_REPORTED: "ej redovisad",
}
CLOCK_STATES = {
    ClockState.UNKNOWN: Status("○", "Okänt när det senast gjordes", "grey"),
    ClockState.RUNNING: Status("✓", "I tid", "green"),
    ClockState.DUE: Status("●", "Ska göras", "yellow"),
    ClockState.OVERDUE: Status("▲", "Försenat", "red"),
}
FEEDBACK_STATES = {
    FeedbackState.TOLD: Status("✓", "Berättat", "green"),
    FeedbackState.NOT_TOLD: Status("○", "Inget berättat än", "grey"),
    FeedbackState.DUE: Status("▲", "Invånarna väntar på svar", "red"),
}
STEPS = (
    "initiera samverkan",
    "egna förberedelser",
    "gemensamma förberedelser",
    "genomförande",
    "uppföljning",
)
"""Brå's steps of collaboration."""


def status_of_clock(line: ClockLine) -> Status:
    """With how long is left, or how late it is."""
    known = CLOCK_STATES[line.state]
    if line.days_left is None or line.state is ClockState.UNKNOWN:
        return known
    left = (
        f"{known.words} {days(-line.days_left)}"
        if line.days_left < 0
        else f"{known.words}, {days(line.days_left)} kvar"
    )
    return Status(known.symbol, left, known.tone)


def days(count: int) -> str:
    return f"{count} dag" if count == 1 else f"{count} dagar"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def step(number: int) -> str:
    """`3 av 5, gemensamma förberedelser`."""
    return f"{number} av {len(STEPS)}, {STEPS[number - 1]}"
