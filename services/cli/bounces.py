"""How does a mail server tell that a mail came back? It pipes the report here."""

import asyncio
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from schemas.notifier import RecordBounce
from services.cli.connection import connected, tell
from services.cli.delivery_report import LARGEST, DeliveryReport, read_report
from services.cli.following import today
from services.cli.showing import complain, console
from services.cli.where import DataFolder, Where, find
from services.runtime.errors import Refused, Unavailable

TRY_LATER = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the report and comes back with it."""
CHANGES_NOTHING = {
    "delayed": "Mejlet är försenat men inte tillbaka; servern försöker än. Inget är ändrat.",
    "delivered": "Rapporten säger att mejlet kom fram. Inget är ändrat.",
    "relayed": "Rapporten säger att mejlet har skickats vidare. Inget är ändrat.",
    "expanded": "Rapporten säger att mejlet har skickats vidare till en sändlista. Inget är ändrat.",
}
File = Annotated[
    Path,
    typer.Argument(metavar="FIL.eml|-", help="Rapporten som en fil, eller - för det som kommer på standard in."),
]


def bounce(file: File, data: DataFolder = None) -> None:
    """Ta emot en leveransrapport och anteckna att ett mejl kom tillbaka. Avsett för e-postservern: |lofteskoll bounce -

    Avslutas med 75 när systemet inte går att nå, så att e-postservern försöker igen.
    """
    report = read_report(_content(file))
    if not report.given_up:
        return console().print(CHANGES_NOTHING[report.action])
    try:
        system = _running(data)
        asyncio.run(_record(system, report, today(system)))
    except Unavailable as away:
        complain([str(away)])
        raise typer.Exit(TRY_LATER) from away
    return console().print(f"Antecknat: mejlet kom tillbaka med koden {report.code}.")


def _running(data: Path | None) -> Where:
    """A system that is down for the moment must not cost a report."""
    try:
        return find(data)
    except Refused as down:
        raise Unavailable(str(down)) from down


async def _record(system: Where, report: DeliveryReport, day: date) -> None:
    async with connected(system) as connection:
        await tell(connection.bus, RecordBounce(message_id=report.message_id, code=report.code, on=day))


def _content(file: Path) -> bytes:
    """One byte more than is taken, so that what is too large is seen to be."""
    if str(file) == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with file.open("rb") as mail:
            return mail.read(LARGEST + 1)
    except OSError as error:
        raise Refused(f"Filen {file.name} går inte att läsa: {error.strerror}.") from error
