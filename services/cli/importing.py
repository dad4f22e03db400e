"""How are a file's agreements, and what was followed up of them, taken into a system?"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.progress import Progress

from schemas.agreements import AgreementLine, RegisterAgreement
from schemas.base import Command, Query, Reply
from services.cli.connection import Connection, connected, tell
from services.cli.reading import read
from services.cli.where import Where
from services.front.reading import Reading
from services.front.taking_in import Imported, follow_up, in_order, known_of, take_in
from services.runtime.clock import day_in_stockholm
from services.runtime.errors import Refused

HEADERS = 4096
"""Bytes that travel beside a message's body, at most."""
R = TypeVar("R", bound=Reply)


@dataclass(frozen=True, slots=True)
class Patient:
    """Tries again what was not answered; what is too large for the bus is said with the field that makes it so."""

    connection: Connection

    async def ask(self, question: Query, answer: type[R]) -> R:
        return await self.connection.bus.ask(question, answer)

    async def tell(self, wish: Command) -> None:
        if isinstance(wish, RegisterAgreement):
            _refuse_giant(wish, self.connection.nc.max_payload)
        await tell(self.connection.bus, wish)


async def import_file(
    system: Where, path: Path, shift_years: int | None = 0, shown: Progress | None = None
) -> AsyncIterator[Imported]:
    """All are registered first, then their records told; one that is refused does not stop the others.

    `shift_years` None: as many as make each current, or as many as when it was taken in before.
    """
    shown = shown or Progress(disable=True)
    today = day_in_stockholm(system.clock.now())
    readings = in_order(read(path, shift_years, today))
    async with connected(system) as connection:
        bus = Patient(connection)
        known = await known_of(bus)
        if shift_years is None:
            readings = list(_moved_as_before(readings, known, path))
        registering = shown.add_task("Läser in överenskommelser", total=len(readings))
        registered = []
        for reading in readings:
            registered.append(await take_in(bus, reading, known))
            shown.advance(registering)
        telling = shown.add_task("Läser in uppföljningar", total=len(readings))
        for reading, imported in zip(readings, registered, strict=True):
            yield await follow_up(bus, reading, imported, today)
            shown.advance(telling)


def _moved_as_before(readings: list[Reading], known: dict[str, AgreementLine], path: Path) -> Iterable[Reading]:
    """What was made current once stays where it is: a year later it would otherwise be moved on, and refused."""
    for reading in readings:
        line, document = known.get(reading.slug), reading.document
        if line is None or document is None or line.since == document.validity.since:
            yield reading
            continue
        years = reading.years + line.since.year - document.validity.since.year
        yield next(again for again in read(path, years) if again.slug == reading.slug)


def _refuse_giant(wish: RegisterAgreement, most: int) -> None:
    size = len(wish.model_dump_json().encode())
    if size > most - HEADERS:
        raise Refused(f"fältet commitments gör överenskommelsen för stor ({size} byte); högst {most} får plats.")
