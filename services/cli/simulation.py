"""Which mails would leave between two days? As a table to read, as CSV for a spreadsheet; nothing is written."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from schemas.agreements import Mailbox, Responsible, SubstituteIf
from schemas.followup import DeadlineLine, DueIf, LadderIf
from services.cli import holders, ladders, typed, words
from services.cli.assembly import write
from services.cli.connection import connected
from services.cli.showing import add, console, print_json, table
from services.cli.typed import AsJson, not_understood
from services.cli.where import DataFolder, Where, find
from services.front.ladders import EXAMPLE, rung
from services.front.naming import name
from services.front.simulated_rows import leaves, rows
from services.front.simulating import Asked, Mail, Notice, simulate
from services.front.spreadsheet import as_csv


def _due(text: str) -> DueIf:
    occurrence, sign, day = text.rpartition("=")
    if not sign:
        not_understood(f"{text} går inte att förstå. Skriv tillfället och dess nya dag som mala-5/2026=2026-06-30.")
    return DueIf(occurrence=typed.ref(occurrence), due=typed.day(day))


@dataclass(frozen=True, slots=True)
class StandIn:
    """As a person names them."""

    function: str
    substitute: str
    since: date
    until: date


def _substitute(text: str) -> StandIn:
    pair, *days = text.rsplit(",", 2)
    function, sign, other = pair.partition("=")
    if not sign or len(days) != 2:  # noqa: PLR2004  first and last
        not_understood(f"{text} går inte att förstå. Skriv som samordnare=skola,2026-07-01,2026-07-31.")
    return StandIn(typed.ref(function), typed.ref(other), typed.day(days[0]), typed.day(days[1]))


First = Annotated[date, typer.Argument(parser=typed.day, metavar="FRÅN", help="Första dagen, från och med i dag.")]
Last = Annotated[date, typer.Argument(parser=typed.day, metavar="TILL", help="Sista dagen.")]
OnlyOf = Annotated[
    str | None, typer.Option("--agreement", parser=typed.ref, metavar="ÖVERENSKOMMELSE", help="Bara dess mejl.")
]
Due = Annotated[
    list[DueIf] | None,
    typer.Option("--due", parser=_due, metavar="TILLFÄLLE=DATUM", help="Tänk om den dagen flyttades; flera gånger."),
]
Stand = Annotated[
    list[StandIn] | None,
    typer.Option(
        "--substitute",
        parser=_substitute,
        metavar="FUNKTION=ERSÄTTARE,DATUM,DATUM",
        help="Tänk om en annan funktion vore ersättare de dagarna; flera gånger.",
    ),
]
Holidays = Annotated[
    list[date] | None,
    typer.Option("--holiday", parser=typed.day, metavar="DATUM", help="Tänk om den dagen vore röd; flera gånger."),
]
Ladders = Annotated[
    list[LadderIf] | None,
    typer.Option(
        "--ladder",
        parser=ladders.supposed,
        metavar="TRAPPA=STEG",
        help=f"Tänk om den trappan vore en annan, som lång={EXAMPLE}; högst en av varje.",
    ),
]
CsvFile = Annotated[Path | None, typer.Option("--csv", metavar="FIL", help="Skriv dem i en fil för kalkylprogram.")]


def simulation(  # noqa: PLR0913  one per option
    since: First,
    until: Last,
    *,
    agreement: OnlyOf = None,
    due: Due = None,
    substitute: Stand = None,
    holiday: Holidays = None,
    ladder: Ladders = None,
    to: CsvFile = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Visa varje mejl som skulle gå mellan två dagar, om ingen redovisar eller ändrar något. Inget skickas.

    Med --due, --substitute, --holiday och --ladder visas vad som skulle hända i stället om något vore annorlunda.
    """
    system = find(data)
    stand_ins = tuple(_meant(system, one) for one in substitute or ())
    otherwise = tuple(due or ()), stand_ins, tuple(holiday or ()), tuple(_one_of_each(ladder or ()))
    asked = Asked(since, until, agreement, *otherwise)
    mails = asyncio.run(_simulated(system, asked))
    if as_json:
        return print_json([_plain(mail) for mail in mails])
    if to:
        write(to, as_csv(rows(mails)), table=True)
    return _show(mails, to)


def _one_of_each(ladders: Sequence[LadderIf]) -> Sequence[LadderIf]:
    if len({one.ladder for one in ladders}) < len(ladders):
        not_understood("Samma trappa är angiven två gånger. Skriv alla dess steg på en gång.")
    return ladders


async def _simulated(system: Where, asked: Asked) -> list[Mail]:
    async with connected(system) as connection:
        return [mail async for mail in simulate(connection.bus, asked)]


def _meant(system: Where, named: StandIn) -> SubstituteIf:
    function, substitute = holders.meant(system, named.function), holders.meant(system, named.substitute)
    return SubstituteIf(function_id=function.id, substitute_id=substitute.id, since=named.since, until=named.until)


def _show(mails: list[Mail], to: Path | None) -> None:
    leaving = sum(1 for mail in mails if not mail.why_not)
    shown = table("Dag", "Till", "Tillfälle", "Påminnelse", "Skickas")
    for mail in mails:
        cells = ("\n".join(cell) for cell in zip(*(_cells(one) for one in mail.notices), strict=True))
        who = "\n".join(dict.fromkeys(_who(one.to) for one in mail.notices))
        add(shown, mail.on, who, *cells, leaves(mail))
    screen = console()
    screen.print(f"Skrivet i {to}." if to else shown if mails else "Inga mejl skulle gå.")
    screen.print(f"Mejl: {leaving}. Påminnelser som inte når någon: {len(mails) - leaving}. Inget är skickat.")


def _cells(notice: Notice) -> tuple[str, str]:
    return name(notice.line), rung(notice.rung)


def _who(to: Mailbox) -> str:
    stands_in = f" genom {words.who([to.reached])}" if to.reached else ""
    return words.who([_function(to)]) + stands_in


def _function(to: Mailbox) -> Responsible:
    return Responsible(function_id=to.function_id, party=to.party, role=to.role)


def _plain(mail: Mail) -> dict[str, object]:
    """Functions and roles; nobody's address."""
    notices = [
        {
            "function": _function(one.to),
            "reached": one.to.reached,
            "agreement": one.line.agreement_slug,
            "occurrence": None if isinstance(one.line, DeadlineLine) else one.line.slug,
            "deadline": {"id": one.line.id, "what": one.line.deadline} if isinstance(one.line, DeadlineLine) else None,
            "due": one.line.due,
            "rung": one.rung,
        }
        for one in mail.notices
    ]
    return {"on": mail.on, "digest": mail.digest, "why_not": mail.why_not, "notices": notices}
