"""Which things are somebody's own? Asked of who keeps them, once per page."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from schemas.agreements import (
    AddCommitment,
    AgreementCard,
    AgreementLine,
    AgreementLines,
    AgreementState,
    AmendCommitment,
    FunctionEntry,
    FunctionLine,
    FunctionLines,
    ListAgreements,
    ListFunctions,
    ReassignCommitment,
    ShowAgreement,
)
from schemas.base import Message
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
from services.portal.model.naming import Thing
from services.portal.model.own import Own, mailboxes_of
from services.portal.model.visitor import Role, Visitor
from services.runtime.bus import Bus
from services.runtime.errors import Refused

UNSIGNED = (AgreementState.DRAFT, AgreementState.SHARED)
"""Nobody is mailed about it."""


@dataclass(slots=True)
class OwnThings:
    """What is somebody's own, found once per page."""

    bus: Bus
    visitor: Visitor
    _own: Own | None = None
    _lines: tuple[AgreementLine, ...] = ()
    _functions: tuple[frozenset[UUID], frozenset[UUID]] | None = None
    """Those that its agreements name, and those that it has but described."""
    _mailboxes: frozenset[str] = frozenset()
    _changeable: frozenset[str] = frozenset()
    """Its own organisation's functions, by id."""
    _judged: dict[tuple[Thing, str], bool] = field(default_factory=dict)
    _one_asks: asyncio.Lock = field(default_factory=asyncio.Lock)
    """What a page asks side by side waits for one answer."""

    async def own(self) -> Own:
        async with self._one_asks:
            if self._own is None:
                self._own = await self._found()
        return self._own

    async def _found(self) -> Own:
        own = Own(self.visitor.places)
        questions = [ListAgreements(county=county, asker=self.visitor.asker) for county in own.counties]
        found = await asyncio.gather(*(self.bus.ask(question, AgreementLines) for question in questions))
        lines = {
            line.id: line for told in found for line in told.agreements if any(map(own.is_place, line.municipalities))
        }
        self._lines = tuple(sorted(lines.values(), key=lambda line: line.slug))
        return replace(own, agreements={line.id: line.slug for line in self._lines})

    async def agreements(self) -> tuple[AgreementLine, ...]:
        """By slug, as agreements tells them."""
        await self.own()
        return self._lines

    async def with_functions(self) -> Own:
        if self._functions is None:
            areas = Own(self.visitor.places).areas
            questions = [ListFunctions(**_at(one), asker=self.visitor.asker, places=areas) for one in areas]
            found = await asyncio.gather(*(self.bus.ask(question, FunctionLines) for question in questions))
            lines = [line for told in found for line in told.functions]
            named, described = (frozenset(one.id for one in lines if one.as_described is so) for so in (False, True))
            self._functions = named, described
            self._mailboxes = frozenset(
                known_as(mailbox) for line in lines if not line.as_described for mailbox in mailboxes_of(line)
            )
            self._changeable = frozenset(str(line.id) for line in lines if self._is_ours(line))
        named, described = self._functions
        return replace(await self.own(), functions=named, described=described, mailboxes=self._mailboxes)

    async def is_own(self, thing: Thing, ref: str) -> bool:
        """What does not exist is nobody's: nobody learns here what others have."""
        if (thing, ref) not in self._judged:
            try:
                self._judged[thing, ref] = await self._judge(thing, ref)
            except Refused:
                self._judged[thing, ref] = False
        return self._judged[thing, ref]

    async def names_what_they_have(self, wish: Message) -> bool:
        """In what is signed, another's function is one that the agreement has: whom to mail for them, they tell."""
        if not isinstance(wish, AddCommitment | AmendCommitment | ReassignCommitment):
            return True
        others = {one.id for one in wish.functions if not self._is_ours(one)}
        if not others:
            return True
        about = wish.agreement if isinstance(wish, AddCommitment) else await self._of_commitment(wish.commitment)
        card = await self.bus.ask(ShowAgreement(agreement=str(about)), AgreementCard)
        known = {one.id for one in card.document.functions} if card.document else set()
        return card.state in UNSIGNED or others <= known

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
        holding = [line for line in everybody if mailbox in map(known_as, mailboxes_of(line))]
        return bool(holding) and all(map(self._is_ours, holding))

    def _is_ours(self, line: FunctionLine | FunctionEntry) -> bool:
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


def _at(place: str) -> dict[str, Any]:
    """A county's code has two digits, a municipality's four."""
    return {"county" if place in counties() else "municipality": place}
