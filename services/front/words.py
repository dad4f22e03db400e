"""What are values called wherever they stand in a table? A status is always symbol and word."""

from dataclasses import dataclass

from schemas.base import Party
from schemas.followup import ClockLine, ClockState, FeedbackState, Fulfilment
from services.front.language import Words, _, ngettext


@dataclass(frozen=True, slots=True)
class Status:
    """Told three ways, so that it survives a printer, a screen reader and colour blindness."""

    symbol: str
    words: str
    tone: str

    def __str__(self) -> str:
        return f"{self.symbol} {_(self.words)}"


PARTIES = Words({Party.MUNICIPALITY: "kommunen", Party.POLICE: "polisen"})
FULFILMENTS = Words(
    {
        Fulfilment.FULFILLED: "uppfyllt",
        Fulfilment.PARTLY_FULFILLED: "delvis uppfyllt",
        Fulfilment.NOT_FULFILLED: "ej uppfyllt",
        Fulfilment.NOT_ASSESSED: "ej bedömt",
        Fulfilment.NOT_REPORTED: "ej redovisad",
    }
)
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
STEPS = Words(
    {
        1: "initiera samverkan",
        2: "egna förberedelser",
        3: "gemensamma förberedelser",
        4: "genomförande",
        5: "uppföljning",
    }
)
"""Brå's steps of collaboration."""


def status_of_clock(line: ClockLine) -> Status:
    """With how long is left, or how late it is."""
    known = CLOCK_STATES[line.state]
    if line.days_left is None or line.state is ClockState.UNKNOWN:
        return known
    state, far = _(known.words), days(abs(line.days_left))
    left = f"{state} {far}" if line.days_left < 0 else _("%(state)s, %(days)s kvar", state=state, days=far)
    return Status(known.symbol, left, known.tone)


def days(count: int) -> str:
    return ngettext("%(count)s dag", "%(count)s dagar", count)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def step(number: int) -> str:
    """`3 av 5, gemensamma förberedelser`."""
    return _("%(done)s av %(target)s", done=number, target=len(STEPS)) + f", {STEPS[number]}"
