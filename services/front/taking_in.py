"""How do agreements in a text become agreements in a system? Through commands, one agreement at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from schemas.agreements import AgreementLine, AgreementLines, DraftAgreement, ListAgreements, RegisterAgreement
from services.front.asks import Asks, Tells
from services.front.reading import Reading
from services.front.records import PATIENCE, tell_records
from services.runtime.errors import Refused


class Result(StrEnum):
    READABLE = "readable"
    """As far as the text alone tells; nothing was sent."""
    REGISTERED = "registered"
    DRAFTED = "drafted"
    KNOWN = "known"
    REFUSED = "refused"


RESULTS = {
    Result.READABLE: "kan läsas in",
    Result.REGISTERED: "inläst",
    Result.DRAFTED: "sparad som utkast",
    Result.KNOWN: "fanns redan",
    Result.REFUSED: "avvisad",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one agreement of the text; `refused` is the sentence of a rule that said no.

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
    """As far as the text alone tells."""
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


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """What stands under another comes after that, wherever it is in the text."""
    found = list(readings)
    written = {one.document.id: one.document for one in found if one.document}

    def above(reading: Reading) -> int:
        """How many of the text it stands under; in a ring, which is refused, as many as there are."""
        document, count = reading.document, 0
        while document and document.parent_id in written and count < len(written):
            document, count = written[document.parent_id], count + 1
        return count

    return sorted(found, key=above)


async def known_of(bus: Asks) -> dict[str, AgreementLine]:
    """What is there already, by name."""
    return {line.slug: line for line in (await bus.ask(ListAgreements(), AgreementLines)).agreements}


def wish_of(reading: Reading, *, draft: bool = False) -> RegisterAgreement | DraftAgreement | None:
    """None: it cannot be read."""
    if reading.document is None or reading.signed_on is None:
        return None
    if draft:
        return DraftAgreement(document=reading.document)
    return RegisterAgreement(document=reading.document, signed_on=reading.signed_on)


async def take_in(bus: Tells, reading: Reading, known: Mapping[str, AgreementLine], *, draft: bool = False) -> Imported:
    """Registering what is there already changes nothing; of a draft that is there nothing is said."""
    imported, wish, there = readable(reading), wish_of(reading, draft=draft), reading.slug in known
    if wish is None:
        return imported
    try:
        if not (draft and there):
            await bus.tell(wish)
    except Refused as no:
        return replace(imported, result=Result.REFUSED, refused=f"{reading.slug}: {no}")
    done = Result.DRAFTED if draft else Result.REGISTERED
    return replace(imported, result=Result.KNOWN if there else done)


async def follow_up(
    bus: Tells, reading: Reading, imported: Imported, today: date, patience: float = PATIENCE
) -> Imported:
    """`patience`: seconds to wait for each commitment's occurrences."""
    if imported.result is Result.REFUSED:
        return imported
    telling = await tell_records(bus, reading, today, patience)
    return replace(imported, told=telling.told, later=telling.later, records_refused=telling.refused)
