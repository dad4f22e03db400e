"""What is a wish about, in words, and what can its form choose among? Asked when the form is shown."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from schemas.agreements import AgreementCard, FunctionLine, FunctionLines, ListFunctions, ShowAgreement
from schemas.base import Query, Reply
from schemas.followup import (
    AgendaLine,
    ChangeLadder,
    DecisionKind,
    LadderKind,
    LadderLevel,
    LadderLines,
    ListOccurrences,
    MeetingCard,
    OccurrenceCard,
    OccurrenceLine,
    OccurrenceLines,
    ShowLadder,
    ShowMeeting,
    ShowOccurrence,
)
from services.portal.pages import words
from services.portal.pages.site import Site
from services.portal.pages.wishes import again
from services.portal.pages.wishes.controls import Kind, controls_of, every
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.likely import Choices, begins_with, choices_of
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.standing import WAS, as_it_stands
from services.portal.pages.wishes.values import WORDS
from services.portal.pages.wishes.wish import Wish
from services.runtime.errors import Refused, Unavailable

MOST_MUNICIPALITIES = 5
"""Of an agreement of more, all functions are shown."""
R = TypeVar("R", bound=Reply)
MOST_NAME = 200
LADDER = "ladder"


@dataclass(frozen=True, slots=True)
class Subject:
    """`told`: what the form says in words about a field that is filled already, by the field's name.

    `suggested`: what is likely in a field.
    """

    known: Known = field(default_factory=Known)
    told: Mapping[str, str] = field(default_factory=dict)
    suggested: Choices = field(default_factory=dict)
    agreement: str = ""
    """The slug of the agreement that it is about, where that is known."""
    begins: Mapping[str, str] = field(default_factory=dict)
    """What the form begins with: how it stands, in a form of changes."""
    continued: str = ""
    """The title of the agreement that a new one is written after."""


class Told(NamedTuple):
    words: str
    agreement: str


async def subject_of(site: Site, wish: Wish, texts: Mapping[str, str]) -> Subject:
    """What nobody can tell at the moment is left out: the form can be filled in by hand."""
    asked = [name for name in ASK if texts.get(name) and name in wish.command.model_fields]
    found = dict(zip(asked, await asyncio.gather(*(_told(site, name, texts[name]) for name in asked)), strict=True))
    agreement = next((one.agreement for one in found.values() if one.agreement), texts.get("agreement", ""))
    card, older, lines, agenda, climbed = await asyncio.gather(
        _card(site, agreement),
        _card(site, texts.get(again.MODEL, "")),
        _lines(site, wish, texts),
        _agenda(site, texts),
        _climbed(site, wish, texts),
    )
    entries = older.document.functions if older.document else ()
    known = Known(await _functions(site, wish, card), card.document.id if card.document else None, entries)
    told = {name: one.words for name, one in found.items() if one.words}
    if item := next((one for one in agenda if one.key == texts.get("item")), None):
        told["item"] = item.text
    if texts.get("carried_out_by") and texts.get("decision") in list(DecisionKind):
        told["decision"] = WORDS[DecisionKind][DecisionKind(texts["decision"])]
    if LADDER in wish.command.model_fields and texts.get(LADDER) in list(LadderKind):
        told[LADDER] = WORDS[LadderKind][LadderKind(texts[LADDER])]
    begins = _begins(site, wish, texts, card, older) | climbed
    continued = older.document.title if older.document else ""
    return Subject(known, told, choices_of(card, lines, agenda), agreement, begins, continued)


def _begins(
    site: Site, wish: Wish, texts: Mapping[str, str], card: AgreementCard, older: AgreementCard
) -> dict[str, str]:
    begins = begins_with(wish, card)
    if now := as_it_stands(wish, card, texts.get("commitment", "")):
        begins |= {"changes": now, WAS: now}
    if "document" in wish.command.model_fields and (model := texts.get(again.MODEL)):
        of_example = model == again.EXAMPLE
        begins["document"] = again.example(site.today, site.place) if of_example else again.next_of(older, site.today)
    return begins


async def _card(site: Site, agreement: str) -> AgreementCard:
    named = 1 <= len(agreement) <= MOST_NAME and agreement != again.EXAMPLE
    return await _ask(site, ShowAgreement(agreement=agreement), AgreementCard) if named else AgreementCard()


async def _lines(site: Site, wish: Wish, texts: Mapping[str, str]) -> tuple[OccurrenceLine, ...]:
    """Those to choose among, where one is asked for and none is told."""
    if "occurrence" not in wish.command.model_fields or texts.get("occurrence"):
        return ()
    for name in ("commitment", "agreement"):
        if 1 <= len(texts.get(name, "")) <= MOST_NAME:
            question = ListOccurrences.model_validate({name: texts[name]})
            return (await _ask(site, question, OccurrenceLines)).occurrences
    return ()


async def _agenda(site: Site, texts: Mapping[str, str]) -> tuple[AgendaLine, ...]:
    meeting = texts.get("meeting", "")
    return (
        (await _ask(site, ShowMeeting(meeting=meeting), MeetingCard)).agenda if 1 <= len(meeting) <= MOST_NAME else ()
    )


async def _climbed(site: Site, wish: Wish, texts: Mapping[str, str]) -> dict[str, str]:
    """Where another ladder is to be chosen: the steps of the one that applies."""
    named = 1 <= len(texts.get("agreement", "")) <= MOST_NAME
    if wish.command is not ChangeLadder or not named or texts.get(LADDER) not in list(LadderKind):
        return {}
    of = {name: texts[name] for name in ("agreement", "commitment") if texts.get(name)}
    told = (await _ask(site, ShowLadder.model_validate(of), LadderLines)).ladders
    others = LadderLevel.COMMITMENT if "commitment" not in of else None
    now = [one for one in told if one.ladder == texts[LADDER] and one.applies and one.level is not others]
    steps = [step.model_dump(mode="json") for step in (now[-1].steps if now else ())]
    return texts_of(ChangeLadder, {"steps": steps})


async def _functions(site: Site, wish: Wish, card: AgreementCard) -> dict[str, FunctionLine]:
    """Asked for only where somebody is chosen; to answer for a commitment, only those of its municipalities."""
    kinds = {one.kind for one in every(controls_of(wish.command))}
    if not kinds & {Kind.FUNCTION, Kind.FUNCTIONS}:
        return {}
    return await functions_near(site, card.document.municipalities if card.document and Kind.FUNCTIONS in kinds else ())


async def functions_near(site: Site, places: tuple[str, ...]) -> dict[str, FunctionLine]:
    """Of these municipalities, by id; of none in particular, all."""
    near = [ListFunctions(municipality=code) for code in places] if len(places) <= MOST_MUNICIPALITIES else []
    answers = await asyncio.gather(*(_ask(site, one, FunctionLines) for one in near or [ListFunctions()]))
    return {str(one.id): one for answer in answers for one in answer.functions}


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
    return Told(f"{_promised(line)}, {words.window(line)}", line.agreement_slug) if line else Told("", "")


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
