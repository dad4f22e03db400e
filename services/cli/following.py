"""What falls due, and what was done?"""

from datetime import date
from typing import Annotated

import typer

from schemas.followup import (
    ListDue,
    OccurrenceCard,
    OccurrenceLine,
    OccurrenceLines,
    ReportActivity,
    ShowOccurrence,
)
from services.cli import typed, words
from services.cli.connection import ask, carry_out
from services.cli.showing import add, complain, console, print_json, table
from services.cli.typed import AsJson, Comment, OccurrenceRef, PartyOption
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


def due(until: Until = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa vad som är försenat och vad som snart ska vara klart. Det mest brådskande står först."""
    found = ask(find(data), ListDue(until=until), OccurrenceLines)
    if found.more:
        complain([f"Det finns fler: bara de {len(found.occurrences)} mest brådskande visas."])
    if as_json:
        return print_json(found.occurrences)
    shown = table("Tillfälle", "Löfte eller åtagande", "Kommun", "Senast", "Gjort", "Läge", "Vem")
    for line in found.occurrences:
        place = words.municipality(line.municipality) if line.municipality else ""
        done = words.done(line)
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
    carry_out(system, wish)
    line = ask(system, ShowOccurrence(occurrence=occurrence), OccurrenceCard).occurrence
    console().print(f"Redovisat för {words.PARTIES[party]} den {day}. {_standing(line) if line else ''}")


def today(system: Where) -> date:
    return day_in_stockholm(system.clock.now())


def _standing(line: OccurrenceLine) -> str:
    return f"{line.slug}: {words.done(line)} gjort, {words.status(line).plain}."
