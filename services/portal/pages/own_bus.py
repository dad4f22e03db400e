"""How do pages reach the other services? Only as who is signed in: every question and wish passes through the table.

A page cannot forget it: it has no other bus. What is another's is answered like what does not exist.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID, uuid5

import structlog
from starlette.exceptions import HTTPException

from schemas.agreements import (
    AgreementCard,
    AgreementLines,
    DraftAgreement,
    FunctionLine,
    FunctionLines,
    ListAgreements,
    ListFunctions,
    ShowAgreement,
)
from schemas.base import Command, Message, Party, Query, Reply
from schemas.followup import (
    ListOccurrences,
    MeetingCard,
    OccurrenceCard,
    OccurrenceLines,
    ShowMeeting,
    ShowOccurrence,
)
from schemas.geography import counties
from services.portal.model.account import known_as
from services.portal.model.naming import Thing, municipalities_of, named, spoken_for
from services.portal.model.own import Own, only_own, without_text
from services.portal.model.rights import Right, is_bare, right_to
from services.portal.model.visitor import UNBOUND, Role, Visitor
from services.portal.pages.language import word
from services.runtime.bus import Bus
from services.runtime.errors import Refused

log = structlog.get_logger()
R = TypeVar("R", bound=Reply)
MAY_NOT = word("Ditt konto har inte rätt till det. Samordnaren eller den som sköter systemet vet vem som har.")
NOT_YOURS = word("Det finns inte, eller hör till andra parter än dem som ditt konto gäller.")

SPEAKS_FOR = {
    Party.MUNICIPALITY: word("Ditt konto svarar för kommunen. Det som gäller polisen säger de själva."),
    Party.POLICE: word("Ditt konto svarar för polisen. Det som gäller kommunen säger de själva."),
}


class OwnBus(Bus):
    """Raises HTTPException 403 for what the role may not, and Refused for what is another's."""

    def __init__(self, bus: Bus, visitor: Visitor, known: "Known | None" = None) -> None:
        self._bus = bus
        self._visitor = visitor
        self._known = known or Known(bus, visitor)

    def as_of(self, day: date | None) -> "OwnBus":
        """Whose what is, is judged as of now."""
        return OwnBus(self._bus.as_of(day), self._visitor, self._known)

    def anew(self) -> "OwnBus":
        """Knows also as one's own what has come to be since."""
        return OwnBus(self._bus, self._visitor)

    async def tell(self, wish: Command) -> None:
        """A draft is its writer's organisation's, also when the form does not say so. Nobody asks in another's name."""
        if isinstance(wish, DraftAgreement) and wish.drafted_by is None:
            wish = wish.model_copy(update={"drafted_by": self._visitor.organisation})
        if "by" in type(wish).model_fields and self._visitor.party:
            wish = wish.model_copy(update={"by": self._visitor.party})
        await self._admit(wish)
        await self._bus.tell(wish)

    async def ask(self, question: Query, answer: type[R]) -> R:
        right = await self._admit(question)
        told = await self._bus.ask(question.model_copy(update=self._as_asked(question)), answer)
        if right.only_own and self._visitor.role not in UNBOUND:
            own = await (self._known.with_functions() if right.by_function else self._known.own())
            told = only_own(told, right.only_own, own)
        return without_text(told) if is_bare(self._visitor, type(question)) else told

    def _as_asked(self, question: Query) -> dict[str, Any]:
        """Who asks, and of which places: a list that is cut must not be cut for what is others'."""
        fields = type(question).model_fields
        said: dict[str, Any] = {"asker": self._visitor.asker} if "asker" in fields else {}
        if "places" in fields and self._visitor.role not in UNBOUND:
            said["places"] = Own(self._visitor.places).areas
        return said

    async def _admit(self, message: Message) -> Right:
        right = right_to(self._visitor, type(message))
        if right is None:
            log.warning("not allowed", role=self._visitor.role, subject=message.subject)
            raise HTTPException(403, MAY_NOT)
        if self._visitor.role not in UNBOUND and not await self._is_own(message):
            log.warning("another's", role=self._visitor.role, subject=message.subject)
            raise Refused(NOT_YOURS)
        spoken, own = spoken_for(message), self._visitor.party
        if spoken and own and spoken is not own:
            log.warning("in another's name", role=self._visitor.role, subject=message.subject)
            raise Refused(SPEAKS_FOR[own])
        return right

    async def _is_own(self, message: Message) -> bool:
        if self._visitor.role is Role.ANSWERER:
            return str(getattr(message, "occurrence", "")) == str(self._visitor.occurrence)
        described = municipalities_of(message)
        if described is not None and not any(map(Own(self._visitor.places).is_place, described)):
            return False
        things = [(_to_change(thing, message), ref) for thing, ref in named(message)]
        return all([await self._known.is_own(thing, ref) for thing, ref in things])


@dataclass(slots=True)
class Sending:
    """The same page sent twice is the same wishes; what was taken in a moment ago is one's own.

    `form`: None where each wish says by its id what it is, from whichever page and however often it is sent.
    """

    bus: OwnBus
    form: UUID | None

    async def ask(self, question: Query, answer: type[R]) -> R:
        self.bus = self.bus.anew()
        return await self.bus.ask(question, answer)

    async def tell(self, wish: Command) -> None:
        self.bus = self.bus.anew()
        if self.form:
            content = f"{wish.subject} {wish.model_dump_json(exclude={'command_id'})}"
            wish = wish.model_copy(update={"command_id": uuid5(self.form, content)})
        await self.bus.tell(wish)


@dataclass(slots=True)
class Known:
    """What is somebody's own, found once per page."""

    bus: Bus
    visitor: Visitor
    _own: Own | None = None
    _functions: frozenset[UUID] | None = None
    _changeable: frozenset[str] = frozenset()
    """Its own organisation's functions, by id."""
    _judged: dict[tuple[Thing, str], bool] = field(default_factory=dict)

    async def own(self) -> Own:
        if self._own is None:
            own = Own(self.visitor.places)
            questions = [ListAgreements(county=county, asker=self.visitor.asker) for county in own.counties]
            found = await asyncio.gather(*(self.bus.ask(question, AgreementLines) for question in questions))
            lines = [line for told in found for line in told.agreements if any(map(own.is_place, line.municipalities))]
            self._own = replace(own, agreements={line.id: line.slug for line in lines})
        return self._own

    async def with_functions(self) -> Own:
        if self._functions is None:
            questions = [ListFunctions(**_at(one), asker=self.visitor.asker) for one in Own(self.visitor.places).areas]
            found = await asyncio.gather(*(self.bus.ask(question, FunctionLines) for question in questions))
            lines = [line for told in found for line in told.functions]
            self._functions = frozenset(line.id for line in lines)
            self._changeable = frozenset(str(line.id) for line in lines if self._is_ours(line))
        return replace(await self.own(), functions=self._functions)

    async def is_own(self, thing: Thing, ref: str) -> bool:
        """What does not exist is nobody's: nobody learns here what others have."""
        if (thing, ref) not in self._judged:
            try:
                self._judged[thing, ref] = await self._judge(thing, ref)
            except Refused:
                self._judged[thing, ref] = False
        return self._judged[thing, ref]

    async def _judge(self, thing: Thing, ref: str) -> bool:
        match thing:
            case Thing.AGREEMENT:
                return (await self.own()).is_agreement(ref)
            case Thing.MUNICIPALITY:
                return Own(self.visitor.places).is_place(ref)
            case Thing.COUNTY:
                return self.visitor.role is not Role.COUNTY_BOARD or ref in self.visitor.places
            case Thing.ORGANISATION:
                return ref == self.visitor.organisation
            case Thing.FUNCTION | Thing.MAILBOX:
                return await (self._holds_alone if thing is Thing.MAILBOX else self._changes)(known_as(ref))
            case Thing.COMMITMENT:
                agreement_id = await self._of_commitment(ref)
            case Thing.OCCURRENCE | Thing.OWN_OCCURRENCE:
                agreement_id = await self._of_occurrence(ref, own=thing is Thing.OWN_OCCURRENCE)
            case Thing.MEETING:
                meeting = (await self.bus.ask(ShowMeeting(meeting=ref), MeetingCard)).meeting
                agreement_id = meeting.agreement_id if meeting else None
        return agreement_id in (await self.own()).agreements

    async def _changes(self, function: str) -> bool:
        await self.with_functions()
        return function in self._changeable

    async def _holds_alone(self, mailbox: str) -> bool:
        """Its own functions do, today or in time to come, and nobody else's anywhere.

        Whoever gives one of their own another's mailbox gets no power over that.
        """
        everybody = (await self.bus.ask(ListFunctions(), FunctionLines)).functions
        holding = [line for line in everybody if mailbox in _mailboxes_of(line)]
        return bool(holding) and all(map(self._is_ours, holding))

    def _is_ours(self, line: FunctionLine) -> bool:
        return Own(self.visitor.places).is_organisation(line, self.visitor.party)

    async def _of_occurrence(self, ref: str, *, own: bool) -> UUID | None:
        """`own`: None for one that is another municipality's."""
        found = (await self.bus.ask(ShowOccurrence(occurrence=ref), OccurrenceCard)).occurrence
        others = own and found and found.municipality and not Own(self.visitor.places).is_place(found.municipality)
        return found.agreement_id if found and not others else None

    async def _of_commitment(self, ref: str) -> UUID | None:
        """One without occurrences is looked for among one's own."""
        try:
            found = await self.bus.ask(ListOccurrences(commitment=ref, asker=self.visitor.asker), OccurrenceLines)
        except Refused:  # the follow-up may not have heard of what was promised a moment ago
            found = OccurrenceLines()
        if found.occurrences:
            return found.occurrences[0].agreement_id
        for agreement_id in (await self.own()).agreements:
            card = await self.bus.ask(ShowAgreement(agreement=str(agreement_id)), AgreementCard)
            if any(ref in (one.slug, str(one.id)) for one in card.commitments):
                return agreement_id
        return None


def _mailboxes_of(line: FunctionLine) -> set[str]:
    return {known_as(one.mailbox) for one in (line.holder, *line.next_holders) if one}


def _to_change(thing: Thing, message: Message) -> Thing:
    """What is one municipality's of several in an agreement all of them may read, and that one alone change."""
    return Thing.OWN_OCCURRENCE if thing is Thing.OCCURRENCE and isinstance(message, Command) else thing


def _at(place: str) -> dict[str, Any]:
    """A county's code has two digits, a municipality's four."""
    return {"county" if place in counties() else "municipality": place}
