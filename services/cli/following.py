"""What falls due, what was done, and how is it judged?"""

import asyncio
from datetime import date
from typing import Annotated

import typer

from schemas.base import Command
from schemas.followup import (
    AssessCommitment,
    Fulfilment,
    ListDue,
    OccurrenceCard,
    OccurrenceLine,
    OccurrenceLines,
    ReportActivity,
    ShowOccurrence,
)
from services.cli import typed, words
from services.cli.connection import ask, connected, tell
from services.cli.showing import add, console, print_json, table
from services.cli.typed import AsJson, Comment, CommitmentRef, OccurrenceRef, PartyOption
from services.cli.where import DataFolder, Where, find
from services.runtime.clock import day_in_stockholm

Until = Annotated[
    date | None,
    typer.Option("--until", parser=typed.day, metavar="DATUM", help="Till och med den dagen; annars 28 dagar framåt."),
]
Count = Annotated[int, typer.Option("--count", parser=typed.times, metavar="ANTAL", help="Hur många gånger.")]
Requests = Annotated[
    int | None,
    typer.Option(
        "--requests", parser=typed.times, metavar="ANTAL", help="Hur många som bad om det, om det är på begäran."
    ),
]
On = Annotated[date | None, typer.Option("--on", parser=typed.day, metavar="DATUM", help="Vilken dag; annars i dag.")]
Judged = Annotated[
    Fulfilment,
    typer.Option(
        "--fulfilment",
        parser=typed.fulfilment,
        metavar="BEDÖMNING",
        help="fulfilled, partly_fulfilled, not_fulfilled eller not_assessed.",
    ),
]


def due(until: Until = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa vad som är försenat och vad som snart ska vara klart. Det mest brådskande står först."""
    found = ask(find(data), ListDue(until=until), OccurrenceLines)
    if as_json:
        return print_json(found.occurrences)
    shown = table("Tillfälle", "Löfte eller åtagande", "Kommun", "Senast", "Gjort", "Läge", "Vem")
    for line in found.occurrences:
        place = words.municipality(line.municipality) if line.municipality else ""
        done = words.progress(line.done, line.target)
        add(shown, line.slug, line.commitment, place, line.due, done, words.status(line), words.who(line.responsible))
    return console().print(shown if found.occurrences else "Inget är försenat och inget ska vara klart till dess.")


def report(  # noqa: PLR0913  one per option
    occurrence: OccurrenceRef,
    *,
    party: PartyOption,
    count: Count,
    on: On = None,
    requests: Requests = None,
    comment: Comment = "",
    data: DataFolder = None,
) -> None:
    """Redovisa vad en part har gjort."""
    system = find(data)
    day = on or today(system)
    wish = ReportActivity(occurrence=occurrence, party=party, count=count, requests=requests, on=day, comment=comment)
    asyncio.run(_carry_out(system, wish))
    line = ask(system, ShowOccurrence(occurrence=occurrence), OccurrenceCard).occurrence
    console().print(f"Redovisat för {words.PARTIES[party]} den {day}. {_standing(line) if line else ''}")


def assess(  # noqa: PLR0913  one per option
    commitment: CommitmentRef,
    *,
    party: PartyOption,
    judged: Judged,
    on: On = None,
    comment: Comment = "",
    data: DataFolder = None,
) -> None:
    """Bedöm, för en part, hur väl ett löfte eller åtagande är uppfyllt."""
    system = find(data)
    day = on or today(system)
    wish = AssessCommitment(commitment=commitment, party=party, fulfilment=judged, comment=comment, on=day)
    asyncio.run(_carry_out(system, wish))
    console().print(f"Bedömt av {words.PARTIES[party]} den {day}: {commitment} är {words.FULFILMENTS[judged]}.")


def today(system: Where) -> date:
    return day_in_stockholm(system.clock.now())


async def _carry_out(system: Where, wish: Command) -> None:
    async with connected(system) as connection:
        await tell(connection.bus, wish)


def _standing(line: OccurrenceLine) -> str:
    return f"{line.slug}: {words.progress(line.done, line.target)} gjort, {words.status(line).plain}."
