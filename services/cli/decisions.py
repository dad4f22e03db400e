"""How is a decision recorded from the terminal? The change that it means is carried out first, by whom it concerns.

The ids follow from the meeting and the decision: whoever repeats the same line after a break changes nothing twice.
"""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from schemas.agreements import (
    AgreementCard,
    CancelCommitment,
    Document,
    ExtendAgreement,
    FunctionEntry,
    ReassignCommitment,
    ShowAgreement,
)
from schemas.base import Command, Party
from schemas.followup import (
    DecisionKind,
    MeetingCard,
    MeetingLine,
    MoveDueDay,
    OccurrenceCard,
    RecordDecision,
    ShowMeeting,
    ShowOccurrence,
)
from services.cli import typed
from services.cli.connection import connected, tell
from services.cli.decided import KINDS
from services.cli.showing import console
from services.cli.typed import MeetingRef, not_understood
from services.cli.where import DataFolder, Where, find
from services.front.same_again import same_again
from services.runtime.bus import Bus
from services.runtime.errors import Refused

T = TypeVar("T")
CHOICES = {
    "utgår": DecisionKind.CANCEL_COMMITMENT,
    "flytta": DecisionKind.MOVE_DUE,
    "överlämna": DecisionKind.REASSIGN,
    "förläng": DecisionKind.EXTEND,
    "kvarstår": DecisionKind.KEEP,
    "annat": DecisionKind.OTHER,
    **{one.value: one for one in DecisionKind},
}


def _kind(text: str) -> DecisionKind:
    found = CHOICES.get(text.casefold())
    return found or not_understood(f"{text} är inget slags beslut. Skriv {', '.join(list(CHOICES)[:6])}.")


Kind = Annotated[
    DecisionKind, typer.Option("--kind", parser=_kind, metavar="SLAG", help=", ".join(list(CHOICES)[:6]) + ".")
]
Item = Annotated[
    str | None, typer.Option("--item", parser=typed.ref, metavar="PUNKT", help="Punkten på dagordningen som avgörs.")
]
Text = Annotated[str, typer.Option("--text", parser=typed.reason, metavar="TEXT", help="Beslutet, eller skälet.")]
Commitment = Annotated[
    str | None, typer.Option("--commitment", parser=typed.ref, metavar="ÅTAGANDE", help="Vilket åtagande det gäller.")
]
Occurrence = Annotated[
    str | None, typer.Option("--occurrence", parser=typed.ref, metavar="TILLFÄLLE", help="Det som flyttas.")
]
Due = Annotated[
    date | None, typer.Option("--due", parser=typed.day, metavar="DATUM", help="Ny sista dag, när något flyttas.")
]
Until = Annotated[
    date | None, typer.Option("--until", parser=typed.day, metavar="DATUM", help="Ny slutdag, när det förlängs.")
]
To = Annotated[
    list[str] | None,
    typer.Option("--to", parser=typed.ref, metavar="ROLL", help="Funktion som ska svara för det, den ansvariga först."),
]
AtWish = Annotated[
    Party | None,
    typer.Option("--party", parser=typed.party, metavar="kommun|polis", help="På vems begäran något flyttas."),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person typed; which of it is needed depends on the kind."""

    kind: DecisionKind
    text: str
    item: str | None
    commitment: str | None
    occurrence: str | None
    due: date | None
    until: date | None
    to: tuple[str, ...]
    party: Party | None


def decide(  # noqa: PLR0913  one per option
    meeting: MeetingRef,
    *,
    kind: Kind,
    text: Text,
    item: Item = None,
    commitment: Commitment = None,
    occurrence: Occurrence = None,
    due: Due = None,
    until: Until = None,
    to: To = None,
    party: AtWish = None,
    data: DataFolder = None,
) -> None:
    """Anteckna ett beslut. Är det en ändring genomförs den först; nekas den antecknas inget beslut."""
    asked = Asked(kind, text, item, commitment, occurrence, due, until, tuple(to or ()), party)
    asyncio.run(_carry_out(find(data), meeting, asked))
    console().print(f"Antecknat: {KINDS[kind]}.")


async def _carry_out(system: Where, meeting: str, asked: Asked) -> None:
    async with connected(system) as connection:
        bus = connection.bus
        line = await _meeting(bus, meeting)
        change = await _change(bus, line, asked)
        about = await _commitment(bus, asked.occurrence) if asked.occurrence else asked.commitment
        by = await _tell_once(bus, line, change) if change else None
        decided = RecordDecision(meeting=str(line.id), decision=asked.kind, item=asked.item, commitment=about)
        await _tell_once(bus, line, decided.model_copy(update={"text": asked.text, "carried_out_by": by}))


async def _change(bus: Bus, line: MeetingLine, asked: Asked) -> Command | None:
    """The command that the decision means; keeping things as they are is none."""
    match asked.kind:
        case DecisionKind.CANCEL_COMMITMENT:
            commitment = given(asked.commitment, "--commitment")
            forum = (await _agreement(bus, line)).review.forum or "uppföljningsmötet"
            return CancelCommitment(commitment=commitment, reason=asked.text, forum=forum)
        case DecisionKind.REASSIGN:
            commitment = given(asked.commitment, "--commitment")
            functions = _functions(await _agreement(bus, line), given(asked.to or None, "--to"))
            return ReassignCommitment(commitment=commitment, functions=functions)
        case DecisionKind.MOVE_DUE:
            occurrence, due = given(asked.occurrence, "--occurrence"), given(asked.due, "--due")
            return MoveDueDay(occurrence=occurrence, due=due, by=given(asked.party, "--party"), reason=asked.text)
        case DecisionKind.EXTEND:
            until = given(asked.until, "--until")
            return ExtendAgreement(agreement=str(line.agreement_id), until=until, reason=asked.text)
        case _:
            return None


async def _tell_once(bus: Bus, line: MeetingLine, wish: Command) -> UUID:
    """The id it was carried out with: the same for the same wish at the same meeting.

    A refusal is remembered with its id; what made it refuse may be gone, so that it is asked once more with another.
    """
    named = same_again(wish, line.id)
    try:
        await tell(bus, named)
    except Refused:
        await tell(bus, wish)
        return wish.command_id
    return named.command_id


async def _meeting(bus: Bus, meeting: str) -> MeetingLine:
    line = (await bus.ask(ShowMeeting(meeting=meeting), MeetingCard)).meeting
    if line is None:
        raise Refused(f"Mötet {meeting} går inte att visa.")
    return line


async def _commitment(bus: Bus, occurrence: str) -> str | None:
    line = (await bus.ask(ShowOccurrence(occurrence=occurrence), OccurrenceCard)).occurrence
    return str(line.commitment_id) if line else None


async def _agreement(bus: Bus, line: MeetingLine) -> Document:
    document = (await bus.ask(ShowAgreement(agreement=str(line.agreement_id)), AgreementCard)).document
    if document is None:
        raise Refused(f"Överenskommelsen {line.agreement_slug} går inte att visa.")
    return document


def _functions(document: Document, roles: tuple[str, ...]) -> tuple[FunctionEntry, ...]:
    """By role, or by id where several have the role."""
    found = []
    for role in roles:
        named = [one for one in document.functions if role.casefold() in {one.role.casefold(), str(one.id)}]
        if len(named) != 1:
            raise Refused(f"{'Flera funktioner' if named else 'Ingen funktion'} i överenskommelsen heter {role}.")
        found += named
    return tuple(found)


def given(value: T | None, option: str) -> T:
    return not_understood(f"{option} saknas.") if value is None else value
