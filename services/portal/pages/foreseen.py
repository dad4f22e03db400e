"""What would come of taking in the agreements of a text? Each is tried in earnest by those who own it, and kept by
nobody.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.agreements import (
    AgreementLine,
    AgreementTried,
    CommitmentEntry,
    Document,
    FunctionEntry,
    FunctionLines,
    ListFunctions,
    Recurrence,
    TryAgreement,
    Validity,
)
from schemas.followup import FirstWindow, PreviewRule, RulePreview
from schemas.free_text import check_text
from services.front.reading import Reading, unread
from services.front.taking_in import known_of
from services.front.words import Status
from services.portal.pages.language import _
from services.portal.pages.site import Site
from services.runtime.errors import Refused
from services.runtime.yaml_text import Trouble, line_of, scalars

NEW = Status("✓", "Registreras", "green")
DRAFTED = Status("✓", "Sparas som utkast", "green")
KNOWN = Status("○", "Finns redan och ändras inte", "grey")
REFUSED = Status("▲", "Läses inte in", "red")
AT_ONCE = 8
"""Agreements asked about side by side."""
MOST_SHOWN = 60
"""Commitments of an agreement: of each it is asked when it would fall due."""


@dataclass(frozen=True, slots=True)
class Here:
    """What is asked once for all: the agreements and functions that are there, and those of the text that are not."""

    known: Mapping[str, AgreementLine]
    coming: Mapping[UUID, Document]
    standing: Collection[UUID]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One agreement. `troubles`: what stands in the way, with the line of each; without any it is taken in."""

    reading: Reading
    status: Status
    troubles: Sequence[Trouble] = ()
    notes: Sequence[str] = ()
    new: Sequence[FunctionEntry] = ()
    standing: Sequence[FunctionEntry] = ()
    days: Sequence[tuple[CommitmentEntry, str, FirstWindow | None]] = ()
    """Of the first commitments the rule in words, and the next window; None: it is not among the rule's very first."""


async def foresee(site: Site, readings: Sequence[Reading], *, draft: bool) -> list[Foreseen]:
    """Raises Unavailable."""
    known, functions = await asyncio.gather(known_of(site.bus), site.ask(ListFunctions(), FunctionLines))
    turns, standing = asyncio.Semaphore(AT_ONCE), frozenset(one.id for one in functions.functions)
    coming = {one.document.id: one.document for one in readings if one.document and one.slug not in known}
    here = Here(known, coming, standing)

    async def one(reading: Reading) -> Foreseen:
        async with turns:
            return await _foresee(site, reading, here, draft=draft)

    return _without_orphans(await asyncio.gather(*map(one, readings)))


def _without_orphans(found: Iterable[Foreseen]) -> list[Foreseen]:
    """What stands under one that is not taken in is not either. In order: what is above comes first."""
    refused: dict[UUID, str] = {}
    kept = []
    for one in found:
        document = one.reading.document
        above = refused.get(document.parent_id) if document and document.parent_id else None
        kept.append(_refused(one.reading, f"den står under {above}, som inte läses in.") if above else one)
        if document and kept[-1].status is REFUSED:
            refused[document.id] = document.slug
    return kept


def _refused(reading: Reading, why: str) -> Foreseen:
    return Foreseen(reading, REFUSED, [Trouble(line_of(reading.node) if reading.node else 1, why)])


async def _foresee(site: Site, reading: Reading, here: Here, *, draft: bool) -> Foreseen:
    troubles, document = [*reading.troubles, *_about_persons(reading)], reading.document
    if document is None or troubles:
        return Foreseen(reading, REFUSED, sorted(troubles))
    if draft and reading.slug in here.known:
        return Foreseen(reading, KNOWN)
    parent = here.coming.get(document.parent_id) if document.parent_id else None
    tried = AgreementTried()
    try:
        if parent is None:  # else it can be tried only when that is there
            question = TryAgreement(document=document, signed_on=None if draft else reading.signed_on)
            tried = await site.ask(question, AgreementTried)
        days = await _days(site, document)
    except Refused as no:
        return _refused(reading, str(no))
    if tried.known:
        return Foreseen(reading, KNOWN, notes=[*_of_records(reading, draft=draft)])
    return Foreseen(
        reading,
        DRAFTED if draft else NEW,
        notes=[*_notes(reading, document, parent, site.today, draft=draft), *_of_records(reading, draft=draft)],
        new=[one for one in document.functions if one.id not in here.standing],
        standing=[one for one in document.functions if one.id in here.standing],
        days=days,
    )


def _about_persons(reading: Reading) -> Iterable[Trouble]:
    """And what else may not be kept, wherever it stands."""
    for one in scalars(reading.node) if reading.node else ():
        try:
            check_text(str(one.value))
        except ValueError as wrong:
            yield Trouble(line_of(one), f"texten {wrong}")


def _notes(reading: Reading, document: Document, parent: Document | None, today: date, *, draft: bool) -> Iterable[str]:
    """What is worth knowing but stops nothing."""
    if parent:
        yield _("Den står under ”%(title)s” i samma text, som läses in först.", title=parent.title)
    if document.validity.until and document.validity.until < today:
        yield _("Den gällde till %(day)s och blir en överenskommelse som har löpt ut.", day=document.validity.until)
    if not draft:
        yield _("Den registreras som undertecknad %(day)s.", day=reading.signed_on)
    lines: dict[str, list[int]] = {}
    for one in unread(reading.node) if reading.node else ():
        lines.setdefault(one.sentence, []).append(one.line)
    if lines:
        told = (_("%(name)s (rad %(line)s)", name=name, line=numbers[0]) for name, numbers in lines.items())
        yield _("Fält som inte läses: %(fields)s.", fields=", ".join(told))


def _of_records(reading: Reading, *, draft: bool) -> Iterable[str]:
    if reading.records and draft:
        yield _("Det som är uppföljt (follow_up) läses inte in med ett utkast.")
    elif reading.records:
        yield _("Det som är uppföljt (%(count)s) läses in i ett eget steg efteråt.", count=len(reading.records))


async def _days(site: Site, document: Document) -> list[tuple[CommitmentEntry, str, FirstWindow | None]]:
    """Asked once for each rule: many commitments have the same. Raises Refused."""
    shown = document.commitments[:MOST_SHOWN]
    found = {rule: await _first(site, rule, document.validity) for rule in {entry.recurrence for entry in shown}}
    return [(entry, *found[entry.recurrence]) for entry in shown]


async def _first(site: Site, rule: Recurrence, validity: Validity) -> tuple[str, FirstWindow | None]:
    told = await site.ask(PreviewRule(recurrence=rule, validity=validity), RulePreview)
    return told.rule, next((one for one in told.windows if one.ends >= site.today), None)
