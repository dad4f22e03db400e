"""What happened in a county in a year? A file for a spreadsheet, with a row per event: ids, codes, counts and days."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from schemas import progress
from schemas.base import REGISTRY
from schemas.geography import counties
from services.cli.assembly import YearArgument, write
from services.cli.connection import connected
from services.cli.progress_words import told
from services.cli.showing import console
from services.cli.typed import CountyCode
from services.cli.where import DataFolder, Where, find
from services.front.spreadsheet import Rows, as_csv
from services.runtime.reading import held
from services.runtime.streams import PROGRESS

FACTS = [message for message in REGISTRY.values() if issubclass(message, progress.Progress)]
HEAD = ("id", "time", "county", "fact", *dict.fromkeys(name for fact in FACTS for name in fact.model_fields))
File = Annotated[Path, typer.Option("--to", metavar="FIL", help="Filen som skrivs, för kalkylprogram.")]


def year(county: CountyCode, asked: YearArgument, *, to: File, data: DataFolder = None) -> None:
    """Skriv årets händelser i länet i en fil, en rad per händelse."""
    events = asyncio.run(_events(find(data), county, asked))
    rows = tuple(tuple(_cell(event.get(name)) for name in HEAD) for event in events)
    write(to, as_csv(Rows(HEAD, rows)), table=True)
    console().print(f"{len(rows)} händelser i {counties()[county].name} {asked} står i {to}.")


async def _events(system: Where, county: str, asked: int) -> list[dict[str, Any]]:
    """Each once, however many municipalities it concerns, in the order they were said."""
    found: dict[str, dict[str, Any]] = {}
    async with connected(system) as connection:
        async for message in held(connection.nc, PROGRESS):
            if message.subject.startswith(f"progress.{county}."):
                event = told(message, county)
                if event["time"].startswith(f"{asked}-"):
                    found.setdefault(event["id"], event)
    return list(found.values())


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return "" if value is None else str(value)
