"""What is a wish about, in words, and what can its form choose among? Asked when the form is shown."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from schemas.agreements import AgreementCard, FunctionLine, FunctionLines, ListFunctions, ShowAgreement
from schemas.base import Query, Reply
from schemas.followup import (
    ListOccurrences,
    MeetingCard,
    OccurrenceCard,
    OccurrenceLine,
    OccurrenceLines,
    ShowMeeting,
    ShowOccurrence,
)
from services.portal.pages.site import Site
from services.portal.pages.wishes.controls import Kind, controls_of, every
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.standing import as_it_stands
from services.portal.pages.wishes.wish import Wish
from services.runtime.errors import Refused, Unavailable

MOST_MUNICIPALITIES = 5
"""Of an agreement of more, all functions are shown."""
R = TypeVar("R", bound=Reply)
Suggestions = Mapping[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Subject:
    """`told`: what the form says in words about a field that is filled already, by the field's name.

    `suggested`: what is likely in a field, as value and words, by its last name.
    """

    known: Known = field(default_factory=Known)
    told: Mapping[str, str] = field(default_factory=dict)
    suggested: Suggestions = field(default_factory=dict)
    agreement: str = ""
    """The slug of the agreement that it is about, where that is known."""
    now: str = ""
    """How it stands, in a form of changes."""


class Told(NamedTuple):
    words: str
    agreement: str


async def subject_of(site: Site, wish: Wish, texts: Mapping[str, str]) -> Subject:
    """What nobody can tell at the moment is left out: the form can be filled in by hand."""
    asked = [name for name in ASK if texts.get(name) and name in wish.command.model_fields]
    found = dict(zip(asked, await asyncio.gather(*(_told(site, name, texts[name]) for name in asked)), strict=True))
    agreement = next((one.agreement for one in found.values() if one.agreement), "")
    card = await _ask(site, ShowAgreement(agreement=agreement), AgreementCard) if agreement else AgreementCard()
    known = Known(await _functions(site, wish, card), card.document.id if card.document else None)
    told = {name: one.words for name, one in found.items() if one.words}
    return Subject(known, told, _suggested(card), agreement, as_it_stands(wish, card, texts.get("commitment", "")))


async def _functions(site: Site, wish: Wish, card: AgreementCard) -> dict[str, FunctionLine]:
    """Asked for only where somebody is chosen; to answer for a commitment, only those of its municipalities."""
    kinds = {one.kind for one in every(controls_of(wish.command))}
    if not kinds & {Kind.FUNCTION, Kind.FUNCTIONS}:
        return {}
    places = card.document.municipalities if card.document and Kind.FUNCTIONS in kinds else ()
    near = [ListFunctions(municipality=code) for code in places] if len(places) <= MOST_MUNICIPALITIES else []
    answers = await asyncio.gather(*(_ask(site, one, FunctionLines) for one in near or [ListFunctions()]))
    return {str(one.id): one for answer in answers for one in answer.functions}


def _suggested(card: AgreementCard) -> Suggestions:
    if card.document is None:
        return {}
    return {
        "role": [(one.role, "") for one in card.document.signatories],
        "focus_area": [(one.id, one.name) for one in card.document.focus_areas],
        "commitment": [(one.slug, one.text) for one in card.commitments if not one.cancelled],
    }


async def _told(site: Site, name: str, ref: str) -> Told:
    try:
        return await ASK[name](site, ref)
    except ValueError:  # too long to be a name
        return Told("", "")


async def _agreement(site: Site, ref: str) -> Told:
    card = await _ask(site, ShowAgreement(agreement=ref), AgreementCard)
    return Told(card.document.title, card.document.slug) if card.document else Told("", "")


async def _occurrence(site: Site, ref: str) -> Told:
    line = (await _ask(site, ShowOccurrence(occurrence=ref), OccurrenceCard)).occurrence
    return Told(f"{_promised(line)}, {line.starts} till {line.ends}", line.agreement_slug) if line else Told("", "")


async def _commitment(site: Site, ref: str) -> Told:
    lines = (await _ask(site, ListOccurrences(commitment=ref), OccurrenceLines)).occurrences
    return Told(_promised(lines[0]), lines[0].agreement_slug) if lines else Told("", "")


async def _meeting(site: Site, ref: str) -> Told:
    line = (await _ask(site, ShowMeeting(meeting=ref), MeetingCard)).meeting
    return Told(f"{line.agreement}, {line.on}", line.agreement_slug) if line else Told("", "")


async def _ask(site: Site, question: Query, answer: type[R]) -> R:
    """An empty answer where there is none."""
    try:
        return await site.ask(question, answer)
    except (Refused, Unavailable):
        return answer()


def _promised(line: OccurrenceLine) -> str:
    return f"{line.commitment} ({line.agreement})"


ASK = {"agreement": _agreement, "occurrence": _occurrence, "commitment": _commitment, "meeting": _meeting}
