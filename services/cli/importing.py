"""How do agreements in a file become agreements in a system? Through commands, one agreement at a time."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from rich.progress import Progress

from schemas.agreements import AgreementLine, AgreementLines, ListAgreements, RegisterAgreement
from services.cli.connection import Connection, connected, tell
from services.cli.reading import Reading, read
from services.cli.records import tell_records
from services.cli.where import Where
from services.runtime.clock import day_in_stockholm
from services.runtime.errors import Refused

HEADERS = 4096
"""Bytes that travel beside a message's body, at most."""


class Result(StrEnum):
    READABLE = "readable"
    """As far as the file alone tells; nothing was sent."""
    REGISTERED = "registered"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one agreement of the file; `refused` is the sentence of a rule that said no.

    Of its follow-up records: how many stand in the system, the days of those still to come, the sentences of the
    refused ones.
    """

    slug: str
    result: Result
    since: date | None = None
    until: date | None = None
    years: int = 0
    commitments: int = 0
    refused: str = ""
    told: int = 0
    later: tuple[date, ...] = ()
    records_refused: tuple[str, ...] = ()


def readable(reading: Reading) -> Imported:
    """As far as the file alone tells."""
    document = reading.document
    if document is None:
        return Imported(reading.slug, Result.REFUSED, refused=reading.refused or f"{reading.slug} går inte att läsa.")
    return Imported(
        reading.slug,
        Result.READABLE,
        since=document.validity.since,
        until=document.validity.until,
        years=reading.years,
        commitments=len(document.commitments),
    )


async def import_file(
    system: Where, path: Path, shift_years: int | None = 0, shown: Progress | None = None
) -> AsyncIterator[Imported]:
    """All are registered first, then their records told; one that is refused does not stop the others.

    `shift_years` None: as many as make each current, or as many as when it was taken in before.
    """
    shown = shown or Progress(disable=True)
    today = day_in_stockholm(system.clock.now())
    readings = sorted(read(path, shift_years, today), key=_stands_under_another)
    async with connected(system) as connection:
        known = {line.slug: line for line in await _known(connection)}
        if shift_years is None:
            readings = list(_moved_as_before(readings, known, path))
        registering = shown.add_task("Läser in överenskommelser", total=len(readings))
        registered = []
        for reading in readings:
            registered.append(await _register(connection, reading, known))
            shown.advance(registering)
        telling = shown.add_task("Läser in uppföljningar", total=len(readings))
        for reading, imported in zip(readings, registered, strict=True):
            yield await _follow_up(connection, reading, imported, today)
            shown.advance(telling)


def _stands_under_another(reading: Reading) -> bool:
    """An action plan is taken in after what it stands under, wherever it is in the file."""
    return reading.document is not None and reading.document.plan_year is not None


async def _known(connection: Connection) -> tuple[AgreementLine, ...]:
    return (await connection.bus.ask(ListAgreements(), AgreementLines)).agreements


def _moved_as_before(readings: list[Reading], known: dict[str, AgreementLine], path: Path) -> Iterable[Reading]:
    """What was made current once stays where it is: a year later it would otherwise be moved on, and refused."""
    for reading in readings:
        line, document = known.get(reading.slug), reading.document
        if line is None or document is None or line.since == document.validity.since:
            yield reading
            continue
        years = reading.years + line.since.year - document.validity.since.year
        yield next(again for again in read(path, years) if again.slug == reading.slug)


async def _register(connection: Connection, reading: Reading, known: dict[str, AgreementLine]) -> Imported:
    imported = readable(reading)
    if reading.document is None or reading.signed_on is None:
        return imported
    wish = RegisterAgreement(document=reading.document, signed_on=reading.signed_on)
    try:
        _refuse_giant(wish, connection.nc.max_payload)
        await tell(connection.bus, wish)
    except Refused as no:
        return replace(imported, result=Result.REFUSED, refused=f"{reading.slug}: {no}")
    return replace(imported, result=Result.KNOWN if reading.slug in known else Result.REGISTERED)


def _refuse_giant(wish: RegisterAgreement, most: int) -> None:
    size = len(wish.model_dump_json().encode())
    if size > most - HEADERS:
        raise Refused(f"fältet commitments gör överenskommelsen för stor ({size} byte); högst {most} får plats.")


async def _follow_up(connection: Connection, reading: Reading, imported: Imported, today: date) -> Imported:
    if imported.result is Result.REFUSED:
        return imported
    telling = await tell_records(connection.bus, reading, today)
    return replace(imported, told=telling.told, later=telling.later, records_refused=telling.refused)
