"""What does a reminder say? Swedish that a coordinator would write."""

from dataclasses import dataclass
from datetime import date

from schemas.agreements import AgreementType, Mailbox, Responsible
from schemas.base import Party
from schemas.followup import OccurrenceLine
from schemas.geography import municipalities
from services.notifier.model.draft import Draft, Item

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
NUMBERS = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
PARTIES = {Party.MUNICIPALITY: "kommunen", Party.POLICE: "polisen"}
SUBJECT_LENGTH = 70


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """One item as it is read, line by line; empty lines are left out."""

    heading: str
    late: bool
    status: str
    when: str
    progress: str
    who: str
    place: str
    agreement: str
    ask: str
    link: str


def subject(draft: Draft) -> str:
    if len(draft.items) > 1:
        return _of_many(draft)
    item = draft.items[0]
    what = shorten(item.line.commitment)
    if item.to_the_pair:
        return f"Försenat i {item.line.overdue_days} dagar: {what}"
    if item.line.overdue_days:
        return f"Försenat: {what}, skulle ha varit klart {item.line.due}"
    return f"Påminnelse: {what}, senast {item.line.due}"


def paragraphs(item: Item, today: date, link: str) -> Paragraphs:
    line = item.line
    return Paragraphs(
        heading=_plain(line.commitment),
        late=line.overdue_days > 0,
        status="Försenat" if line.overdue_days else "",
        when=_when(line, today),
        progress=_progress(line),
        who=_who(line.responsible),
        place=_place(line),
        agreement=_plain(line.agreement),
        ask=_ask(item),
        link=link,
    )


def introduction(draft: Draft) -> str:
    if len(draft.items) > 1:
        many = number(len(draft.items)).capitalize()
        return f"{many} {_promises(draft)} väntar på besked. Det som är mest bråttom står först."
    item = draft.items[0]
    if item.to_the_pair:
        return f"Det här har varit försenat i {_days(item.line.overdue_days)}. Du får veta det för att du samordnar."
    if item.line.overdue_days:
        return "Det här skulle ha varit klart, men vi har inte fått besked om att det är gjort."
    promised = "lovat" if _is_public_promise(item) else "åtagit er"
    return f"Det här har ni {promised}, och dagen närmar sig."


def footing(draft: Draft) -> str:
    """Why the reader gets this."""
    roles = list(dict.fromkeys(reader(item.recipient) for item in draft.items))
    return f"Mejlet går till dig som är {_listed(roles)}. Det skickas automatiskt och går inte att svara på."


def shorten(text: str, longest: int = SUBJECT_LENGTH) -> str:
    """On one line, cut between words."""
    plain = _plain(text)
    if len(plain) <= longest:
        return plain
    return plain[: longest - 1].rsplit(" ", 1)[0].rstrip(",.;:– ") + "…"


def number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def role(name: str) -> str:
    return _plain(name.replace("_", " "))


def reader(to: Mailbox) -> str:
    return f"ersättare för {role(to.role)}" if to.reached else role(to.role)


def _of_many(draft: Draft) -> str:
    late = sum(1 for item in draft.items if item.line.overdue_days)
    many, promises = number(len(draft.items)).capitalize(), _promises(draft)
    if late == len(draft.items):
        return f"{many} försenade {promises} att följa upp"
    if late:
        return f"{many} {promises} att följa upp, {number(late)} av dem {'försenat' if late == 1 else 'försenade'}"
    return f"{many} {promises} att följa upp"


def _promises(draft: Draft) -> str:
    kinds = {_is_public_promise(item) for item in draft.items}
    if len(kinds) > 1:
        return "löften och åtaganden"
    return "löften" if kinds == {True} else "åtaganden"


def _is_public_promise(item: Item) -> bool:
    """A promise to the residents is a löfte, what the parties owe each other an åtagande."""
    return item.line.type is AgreementType.CITIZEN_PROMISE


def _when(line: OccurrenceLine, today: date) -> str:
    if line.due is None:
        return ""
    day = f"{WEEKDAYS[line.due.weekday()]} {line.due}"
    if line.overdue_days:
        since = "i går" if line.overdue_days == 1 else f"för {_days(line.overdue_days)} sedan"
        return f"Skulle ha varit klart {day} ({since})"
    left = (line.due - today).days
    return f"Ska vara klart senast {day} ({_in_days(left)})"


def _in_days(left: int) -> str:
    return {0: "i dag", 1: "i morgon"}.get(left, f"om {_days(left)}")


def _days(count: int) -> str:
    return "en dag" if count == 1 else f"{count} dagar"


def _progress(line: OccurrenceLine) -> str:
    if line.target_asked:
        return f"Gjort {line.done} {_times(line.done)}, mål att ange"
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
    return named[0] if len(named) == 1 else f"{named[0]}, tillsammans med {_listed(named[1:])}"


def _place(line: OccurrenceLine) -> str:
    """Only where each municipality answers for itself."""
    known = municipalities().get(line.municipality or "")
    return known.name if known else ""


def _ask(item: Item) -> str:
    if item.to_the_pair:
        return "Hör med den som ansvarar. Vet du redan hur det gick kan du svara själv"
    return "Är det redan gjort? Berätta när" if item.line.overdue_days else "Berätta hur det går"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} och {words[-1]}"


def _plain(text: str) -> str:
    """On one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
