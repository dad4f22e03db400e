"""What does a mail say of an occurrence?"""

from datetime import date

from schemas.agreements import AgreementType, Responsible
from schemas.base import Party
from schemas.followup import OccurrenceLine
from services.notifier.model.phrases import (
    Paragraphs,
    days,
    distance,
    listed,
    municipality,
    plain,
    role,
    shorten,
    weekday,
)

PARTIES = {Party.MUNICIPALITY: "kommunen", Party.POLICE: "polisen"}


def subject(line: OccurrenceLine, *, to_the_pair: bool) -> str:
    what = shorten(line.commitment)
    if to_the_pair:
        return f"Försenat i {line.overdue_days} dagar: {what}"
    if line.overdue_days:
        return f"Försenat: {what}, skulle ha varit klart {line.due}"
    return f"Påminnelse: {what}, senast {line.due}"


def introduction(line: OccurrenceLine, *, to_the_pair: bool) -> str:
    if to_the_pair:
        return f"Det här har varit försenat i {days(line.overdue_days)}. Du får veta det för att du samordnar."
    if line.overdue_days:
        return "Det här skulle ha varit klart, men vi har inte fått besked om att det är gjort."
    promised = "lovat" if is_public_promise(line) else "åtagit er"
    return f"Det här har ni {promised}, och dagen närmar sig."


def paragraphs(line: OccurrenceLine, today: date, link: str, *, to_the_pair: bool) -> Paragraphs:
    return Paragraphs(
        heading=plain(line.commitment),
        late=line.overdue_days > 0,
        status="Försenat" if line.overdue_days else "",
        when=_when(line, today),
        progress=_progress(line),
        who=_who(line.responsible),
        place=municipality(line.municipality),  # only where each municipality answers for itself
        agreement=plain(line.agreement),
        ask=_ask(line, to_the_pair=to_the_pair),
        link=link,
        button="Svara",
    )


def is_public_promise(line: OccurrenceLine) -> bool:
    """A promise to the residents is a löfte, what the parties owe each other an åtagande."""
    return line.type is AgreementType.CITIZEN_PROMISE


def _when(line: OccurrenceLine, today: date) -> str:
    if line.due is None:
        return ""
    if line.overdue_days:
        return f"Skulle ha varit klart {weekday(line.due)} ({distance(-line.overdue_days)})"
    return f"Ska vara klart senast {weekday(line.due)} ({distance((line.due - today).days)})"


def _progress(line: OccurrenceLine) -> str:
    if line.target_asked:
        return f"Gjort {line.done} {_times(line.done)}, mål ej angivet"
    if line.target is None or line.target == 1:
        return "Inte gjort ännu" if not line.done else f"Gjort {line.done} {_times(line.done)}"
    return f"{line.done} av {line.target} gånger gjorda"


def _times(count: int) -> str:
    return "gång" if count == 1 else "gånger"


def _who(functions: tuple[Responsible, ...]) -> str:
    """The first answers for it, the others help."""
    named = [f"{role(one.role)} ({PARTIES[one.party]})" for one in functions]
    if not named:
        return ""
    return named[0] if len(named) == 1 else f"{named[0]}, tillsammans med {listed(named[1:])}"


def _ask(line: OccurrenceLine, *, to_the_pair: bool) -> str:
    if to_the_pair:
        return "Hör med den som ansvarar. Vet du redan hur det gick kan du svara själv"
    return "Är det redan gjort? Berätta när" if line.overdue_days else "Berätta hur det går"
