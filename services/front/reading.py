"""Which agreements stand in a text, and which of them cannot be read? YAML in Swedish words becomes documents."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import yaml

from schemas.agreements import Document
from schemas.base import Party
from schemas.followup import Fulfilment, OccurrenceState
from schemas.written.documents import read_agreement
from schemas.written.parts import WrittenAgreement, WrittenCommitment
from schemas.written.wrong import Unreadable
from services.front.years import moved, moved_document, until_current
from services.runtime.errors import Refused
from services.runtime.yaml_text import Trouble, as_far_as_it_goes, line_at, line_of, node_of, troubles, where

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
    """One agreement of the text: a document, or a sentence that says why not. `years`: how far its days were moved.

    `troubles`: all that is wrong, of which `refused` says the first.
    """

    slug: str
    document: Document | None = None
    signed_on: date | None = None
    records: tuple[Record, ...] = ()
    refused: str | None = None
    years: int = 0
    troubles: tuple[Trouble, ...] = ()
    node: yaml.Node | None = field(default=None, compare=False, repr=False)
    """Where it stands in the text."""


def read(text: str, called: str, shift_years: int | None = 0, today: date | None = None) -> list[Reading]:
    """All agreements of a text, each moved by whole years; None: as many as make it current at `today`.

    `called`: as a sentence about the text begins. Raises Refused when it cannot be read as a whole.
    """
    readings: dict[str, Reading] = {}
    for number, node in enumerate(_nodes(unicodedata.normalize("NFC", text), called), start=1):
        reading = _read_one(node, number, shift_years, today)
        if reading.slug in readings:
            twice = f"{reading.slug}: fältet id står hos två överenskommelser i filen; den andra läses inte."
            reading = _refused(node, f"{reading.slug} ({number})", twice)
        readings[reading.slug] = reading
    return list(readings.values())


def unread(node: yaml.Node) -> Iterator[Trouble]:
    """The fields of an agreement, and of what it promises, that no agreement has: nobody reads them."""
    for name, value in _fields(node):
        if name.value not in WrittenAgreement.model_fields:
            yield Trouble(line_of(name), str(name.value))
        entries = value.value if name.value == "commitments" and isinstance(value, yaml.SequenceNode) else []
        for inner, _ in (pair for entry in entries for pair in _fields(entry)):
            if inner.value not in WrittenCommitment.model_fields:
                yield Trouble(line_of(inner), str(inner.value))


def _nodes(text: str, called: str) -> list[yaml.Node]:
    """The entries of the list `agreements`, or the only one, not yet unfolded: one bad must not stop the others."""
    try:
        root = node_of(text)
    except yaml.YAMLError as wrong:
        raise Refused(f"{called} är inte riktig YAML{where(wrong)}.") from wrong
    for key, value in _fields(root):
        if key.value == "agreements" and isinstance(value, yaml.SequenceNode):
            return list(value.value)
    if root and any(key.value == "id" for key, _ in _fields(root)):
        return [root]
    raise Refused(f"{called} saknar listan agreements.")


def _fields(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _read_one(node: yaml.Node, number: int, shift_years: int | None, today: date | None) -> Reading:
    slug, wrong = _slug(node) or f"nummer {number}", tuple(troubles(node))
    try:
        reading = _moved(_as_written(as_far_as_it_goes(node)), shift_years, today)
    except Unreadable as unreadable:
        wrong += tuple(Trouble(line_at(node, one.path), one.sentence) for one in unreadable.faults)
    except (Refused, ValueError) as no:
        wrong += (Trouble(line_of(node), str(no)),)
    return _refused(node, slug, f"{slug}: {wrong[0].sentence}", wrong) if wrong else replace(reading, node=node)


def _refused(node: yaml.Node, slug: str, sentence: str, wrong: tuple[Trouble, ...] = ()) -> Reading:
    return Reading(slug, refused=sentence, troubles=wrong or (Trouble(line_of(node), sentence),), node=node)


def _slug(node: yaml.Node) -> str | None:
    named = (value for key, value in _fields(node) if key.value == "id" and value.tag == "tag:yaml.org,2002:str")
    return next((str(value.value)[:LONGEST_NAME] for value in named), None)


def _as_written(raw: object) -> Reading:
    """Raises Unreadable, or Refused."""
    written, document = read_agreement(raw)
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
