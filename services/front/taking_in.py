"""How do agreements in a text become agreements in a system? Through commands, one agreement at a time."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from schemas.agreements import AgreementLine, AgreementLines, DraftAgreement, ListAgreements, RegisterAgreement
from services.front.asks import Asks, Tells
from services.front.reading import Reading
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
    """An action plan is taken in after what it stands under, wherever it is in the text."""
    return sorted(readings, key=lambda one: one.document is not None and one.document.plan_year is not None)


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


async def take_in(
    bus: Tells, readings: Iterable[Reading], known: Mapping[str, AgreementLine], *, draft: bool = False
) -> AsyncIterator[Imported]:
    """One that is refused does not stop the others. Registering what is there already changes nothing; of a draft that
    is there nothing is said.
    """
    for reading in readings:
        imported, wish, there = readable(reading), wish_of(reading, draft=draft), reading.slug in known
        if wish is None:
            yield imported
            continue
        try:
            if not (draft and there):
                await bus.tell(wish)
        except Refused as no:
            yield replace(imported, result=Result.REFUSED, refused=f"{reading.slug}: {no}")
            continue
        done = Result.DRAFTED if draft else Result.REGISTERED
        yield replace(imported, result=Result.KNOWN if there else done)
