"""Which agreements stand in a file, and which of them cannot be read? YAML in Swedish words becomes documents."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from schemas.agreements import Document
from schemas.base import Party
from schemas.followup import Fulfilment, OccurrenceState
from schemas.written.documents import read_agreement
from schemas.written.parts import WrittenAgreement
from services.cli.yaml_files import agreement_nodes
from services.front.years import moved, moved_document, until_current
from services.runtime.errors import Refused
from services.runtime.yaml_text import plain

LONGEST_NAME = 63


@dataclass(frozen=True, slots=True)
class Record:
    """What the file says was followed up. `on` is None where the source has no date, `count` where it has no number."""

    commitment: str
    on: date | None
    party: Party
    count: int | None
    fulfilment: Fulfilment | None
    comment: str
    occurrence_status: OccurrenceState | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One agreement of the file: a document, or a sentence that says why not. `years`: how far its days were moved."""

    slug: str
    document: Document | None = None
    signed_on: date | None = None
    records: tuple[Record, ...] = ()
    refused: str | None = None
    years: int = 0


def read(path: Path, shift_years: int | None = 0, today: date | None = None) -> list[Reading]:
    """All agreements of a file, each moved by whole years; None: as many as make it current at `today`.

    Raises Refused when the file as a whole cannot be read.
    """
    readings: dict[str, Reading] = {}
    for number, node in enumerate(agreement_nodes(path), start=1):
        reading = _read_one(node, number, shift_years, today)
        if reading.slug in readings:
            twice = f"{reading.slug}: fältet id står hos två överenskommelser i filen; den andra läses inte."
            reading = Reading(f"{reading.slug} ({number})", refused=twice)
        readings[reading.slug] = reading
    return list(readings.values())


def _read_one(node: yaml.Node, number: int, shift_years: int | None, today: date | None) -> Reading:
    slug = _slug(node) or f"nummer {number}"
    try:
        reading = _as_written(plain(node))
        return _moved(reading, shift_years, today)
    except Refused as no:
        return Reading(slug, refused=f"{slug}: {no}")


def _slug(node: yaml.Node) -> str | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    named = (value for key, value in pairs if key.value == "id" and value.tag == "tag:yaml.org,2002:str")
    return next((str(value.value)[:LONGEST_NAME] for value in named), None)


def _as_written(raw: object) -> Reading:
    try:
        written, document = read_agreement(raw)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong
    return Reading(
        slug=written.id,
        document=document,
        signed_on=written.signed or written.validity.since,
        records=tuple(_records(written)),
    )


def _records(written: WrittenAgreement) -> Iterable[Record]:
    promised = {one.id for one in written.commitments}
    for one in written.follow_up.records:
        if one.commitment not in promised:
            raise Refused(f"fältet follow_up.records nämner åtagandet {one.commitment}, som inte finns.")
        yield Record(
            commitment=one.commitment,
            on=one.date,
            party=one.reported_by,
            count=one.count,
            fulfilment=one.fulfilment,
            comment=one.comment,
            occurrence_status=one.occurrence_status,
        )


def _moved(reading: Reading, shift_years: int | None, today: date | None) -> Reading:
    document, signed_on = reading.document, reading.signed_on
    if document is None or signed_on is None:
        return reading
    years = shift_years
    if years is None:
        if today is None:
            raise ValueError("an agreement is made current at a day: say which")
        years = until_current(document.validity, today, [one.on for one in reading.records if one.on])
    try:
        return replace(
            reading,
            document=moved_document(document, years),
            signed_on=moved(signed_on, years),
            records=tuple(replace(one, on=moved(one.on, years) if one.on else None) for one in reading.records),
            years=years,
        )
    except ValueError as far:
        raise Refused(f"fältet validity hamnar utanför åren 1990–2199 när det flyttas {years} år.") from far
