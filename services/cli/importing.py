"""How do agreements in a file become agreements in a system? Through commands, one agreement at a time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from schemas.agreements import RegisterAgreement
from services.cli.asking import bus_of
from services.cli.reading import Reading, read
from services.cli.where import Where
from services.runtime.clock import day_in_stockholm
from services.runtime.errors import Refused


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one agreement of the file; `refused` is the sentence of a rule that said no."""

    slug: str
    refused: str = ""


async def import_file(system: Where, path: Path, shift_years: int | None = 0) -> AsyncIterator[Imported]:
    """Each as it is done: one that is refused does not stop the others. None moves each until it is current."""
    readings = read(path, shift_years, day_in_stockholm(system.clock.now()))
    async with bus_of(system) as bus:
        for reading in readings:
            try:
                await bus.tell(_wish(reading))
            except Refused as refused:
                yield Imported(reading.slug, str(refused))
            else:
                yield Imported(reading.slug)


def _wish(reading: Reading) -> RegisterAgreement:
    if reading.document is None or reading.signed_on is None:
        raise Refused(reading.refused or f"{reading.slug} går inte att läsa.")
    return RegisterAgreement(document=reading.document, signed_on=reading.signed_on)
