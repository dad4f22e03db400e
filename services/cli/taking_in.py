"""How does a person take in a file of agreements?"""

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from services.cli import words
from services.cli.following import today
from services.cli.importing import import_file
from services.cli.reading import read
from services.cli.showing import add, complain, console, print_json, progress, table
from services.cli.typed import AsJson, not_understood
from services.cli.where import DataFolder, Where, find
from services.front.taking_in import RESULTS, Imported, readable
from services.runtime.clock import SystemClock, day_in_stockholm
from services.runtime.errors import Refused

AUTO = "auto"
MOST_YEARS = 200
File = Annotated[Path, typer.Argument(metavar="FIL.yaml", help="En fil med listan agreements.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Läs bara filen och säg vad som skulle läsas in; inget system behövs.")
]
ShiftYears = Annotated[
    str, typer.Option("--shift-years", metavar="ANTAL|auto", help="Flytta alla dagar hela år; auto gör dem aktuella.")
]


def import_agreements(
    file: File,
    *,
    dry_run: DryRun = False,
    shift_years: ShiftYears = "0",
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Läs in överenskommelser ur en fil. Samma fil en gång till ändrar ingenting."""
    years = _years(shift_years)
    if dry_run:
        outcomes = [readable(reading) for reading in read(file, years, _today(data))]
    else:
        outcomes = asyncio.run(_import(find(data), file, years))
    _show(outcomes, as_json=as_json)
    if any(outcome.refused or outcome.records_refused for outcome in outcomes):
        raise typer.Exit(1)


async def _import(system: Where, file: Path, years: int | None) -> list[Imported]:
    with progress() as shown:
        return [imported async for imported in import_file(system, file, years, shown)]


def _years(text: str) -> int | None:
    if text == AUTO:
        return None
    if not text.removeprefix("-").isdecimal() or abs(int(text)) > MOST_YEARS:
        not_understood(f"{text} är inget antal år. Skriv ett helt tal, eller {AUTO}.")
    return int(text)


def _today(data: Path | None) -> date:
    """What day it is in the system; a file can also be tried without one."""
    try:
        return today(find(data))
    except Refused:
        return day_in_stockholm(SystemClock().now())


def _show(outcomes: Sequence[Imported], *, as_json: bool) -> None:
    if as_json:
        return print_json(outcomes)
    shown = table("Namn", "Gäller", "Flyttad", "Åtaganden#", "Uppföljningar#", "Resultat")
    for one in outcomes:
        period = words.period(one.since, one.until) if one.since else "–"
        moved = f"{one.years:+} år" if one.years else ""
        told = f"{one.told}{f' ({len(one.later)} senare)' if one.later else ''}"
        add(shown, one.slug, period, moved, one.commitments, told, RESULTS[one.result])
    console().print(shown)
    later = sorted(day for one in outcomes for day in one.later)
    if later:
        complain([f"{len(later)} uppföljningar har dagar som inte har kommit. Läs in filen igen från {later[0]}."])
    return complain(sentence for one in outcomes for sentence in (one.refused, *one.records_refused) if sentence)
