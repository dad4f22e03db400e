"""What are things called in a terminal? Swedish words for the language's values; a status is symbol and word."""

from collections.abc import Iterable
from datetime import date

from rich.text import Text

from schemas.agreements import AgreementState, AgreementType, FunctionLine, Responsible
from schemas.base import Party
from schemas.followup import CommitmentRow, Light, NextPeriod, OccurrenceLine, OccurrenceState
from schemas.geography import counties, municipalities
from schemas.notifier import MailState
from services.front import words as said

PARTIES, FULFILMENTS, days, step = said.PARTIES, said.FULFILMENTS, said.days, said.step
TYPES = {
    AgreementType.COLLABORATION_AGREEMENT: "samverkansöverenskommelse",
    AgreementType.CITIZEN_PROMISE: "medborgarlöfte",
}
STATES = {
    AgreementState.DRAFT: "utkast",
    AgreementState.SHARED: "delad",
    AgreementState.SIGNED: "undertecknad",
    AgreementState.ACTIVE: "gäller",
    AgreementState.EXPIRED: "har löpt ut",
    AgreementState.CLOSED: "avslutad",
    AgreementState.WITHDRAWN: "återtagen",
    AgreementState.TERMINATED: "uppsagd",
    AgreementState.SUPERSEDED: "ersatt",
}
NEXT_PERIODS = {NextPeriod.DROP: "lämna", NextPeriod.KEEP: "bevara", NextPeriod.DEVELOP: "utveckla"}
LIGHTS = {
    Light.GREEN: Text("✓ i fas", "green"),
    Light.YELLOW: Text("● ligger efter", "yellow"),
    Light.RED: Text("▲ försenat", "red"),
    Light.GREY: Text("○ inget rapporterat", "bright_black"),
}
DONE, PAUSED, CANCELLED = Text("✓ genomfört", "green"), Text("● pausat", "yellow"), Text("– utgår", "bright_black")
MAILS = {
    MailState.PLANNED: "ska skickas",
    MailState.CLAIMED: "skickas nu",
    MailState.SENT: "skickat",
    MailState.REFUSED: "avvisat av mottagarens e-postserver",
    MailState.BOUNCED: "kom tillbaka",
    MailState.SKIPPED: "skickades inte",
}
REMINDERS = {"planned": "väntar", "fired": "har gått", "skipped": "hoppades över", "cancelled": "struken"}


def status(line: OccurrenceLine) -> Text:
    closed = {
        OccurrenceState.COMPLETED: DONE,
        OccurrenceState.PAUSED: PAUSED,
        OccurrenceState.CANCELLED: CANCELLED,
    }
    if line.state in closed:
        return closed[line.state]
    if line.overdue_days:
        return Text(f"▲ försenat {days(line.overdue_days)}", "red")
    return LIGHTS[line.light]


def progress(done: int, target: int | None) -> str:
    """`2 av 4`; what has no target is only counted."""
    return str(done) if target is None else f"{done} av {target}"


def done(line: OccurrenceLine | CommitmentRow) -> str:
    """As `progress`; where nobody has said yet what is asked of a shortened window: `1, mål ej angivet`."""
    return f"{line.done}, mål ej angivet" if line.target_asked else progress(line.done, line.target)


def period(since: date, until: date | None) -> str:
    return f"{since}–{until}" if until else f"från {since} tills vidare"


def organisation(name: str) -> str:
    """The police, or a municipality by its code."""
    return PARTIES[Party.POLICE] if name == Party.POLICE else municipality(name)


def municipality(code: str) -> str:
    known = municipalities().get(code)
    return known.name if known else code


def places(codes: Iterable[str]) -> str:
    return ", ".join(municipality(code) for code in codes)


def county(code: str) -> str:
    known = counties().get(code)
    return known.name if known else code


def who(functions: Iterable[Responsible | FunctionLine]) -> str:
    """The lead first."""
    return ", ".join(f"{role(one.role)} ({PARTIES[one.party]})" for one in functions)


def role(name: str) -> str:
    return name.replace("_", " ")
