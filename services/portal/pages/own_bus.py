"""How do pages reach the other services? Only as who is signed in: every question and wish passes through the table.

A page cannot forget it: it has no other bus. What is another's is answered like what does not exist.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import structlog
from starlette.exceptions import HTTPException

from schemas.agreements import DraftAgreement, ListAgreements
from schemas.base import Command, Message, Party, Query, Reply
from schemas.followup import ReportActivity
from services.front.same_again import same_again
from services.portal.model.naming import Thing, municipalities_of, named, spoken_for
from services.portal.model.own import Own, only_own, without_text
from services.portal.model.rights import Right, is_bare, right_to
from services.portal.model.visitor import UNBOUND, Role, Visitor
from services.portal.pages.language import word
from services.portal.pages.own_things import OwnThings
from services.runtime.bus import Bus
from services.runtime.errors import Refused

log = structlog.get_logger()
R = TypeVar("R", bound=Reply)
MAY_NOT = word("Ditt konto har inte rätt till det. Samordnaren eller den som sköter systemet vet vem som har.")
NOT_YOURS = word("Det finns inte, eller hör till andra parter än dem som ditt konto gäller.")
THEIRS_TO_NAME = word(
    "Överenskommelsen har ingen sådan funktion hos den andra parten eller kommunen. Lägg till den från ett konto där."
)
SPEAKS_FOR = {
    Party.MUNICIPALITY: word("Ditt konto svarar för kommunen. Det som gäller polisen säger de själva."),
    Party.POLICE: word("Ditt konto svarar för polisen. Det som gäller kommunen säger de själva."),
}


class OwnBus(Bus):
    """Raises HTTPException 403 for what the role may not, and Refused for what is another's."""

    def __init__(self, bus: Bus, visitor: Visitor, known: "OwnThings | None" = None, day: date | None = None) -> None:
        """`day`: the one that the bus looks back at."""
        self._bus = bus
        self._day = day
        self._visitor = visitor
        self._known = known or OwnThings(bus, visitor)

    def as_of(self, day: date | None) -> "OwnBus":
        """Whose what is, is judged as of now."""
        return OwnBus(self._bus.as_of(day), self._visitor, self._known, day)

    def anew(self) -> "OwnBus":
        """Knows also as one's own what has come to be since."""
        return OwnBus(self._bus, self._visitor, day=self._day)

    async def tell(self, wish: Command) -> None:
        """A draft and a report are their writer's, also if the form does not say so. Nobody asks in another's name."""
        if isinstance(wish, DraftAgreement) and wish.drafted_by is None:
            wish = wish.model_copy(update={"drafted_by": self._visitor.organisation})
        if "by" in type(wish).model_fields and self._visitor.party:
            wish = wish.model_copy(update={"by": self._visitor.party})
        if "asked_by" in type(wish).model_fields:
            wish = wish.model_copy(update={"asked_by": self._visitor.asked_by})
        if isinstance(wish, ReportActivity) and wish.municipality is None:
            wish = wish.model_copy(update={"municipality": self._visitor.home})
        await self._admit(wish)
        await self._bus.tell(wish)

    async def ask(self, question: Query, answer: type[R]) -> R:
        right = await self._admit(question)
        told = await self._told(question, answer)
        if right.only_own and self._visitor.role not in UNBOUND:
            own = await (self._known.with_functions() if right.by_function else self._known.own())
            told = only_own(told, right.only_own, own)
        return without_text(told) if is_bare(self._visitor, type(question)) else told

    async def _told(self, question: Query, answer: type[R]) -> R:
        """Which agreements are one's own is known already: a nation's list is not fetched to be cut down to them."""
        if question == ListAgreements() and self._visitor.role not in UNBOUND and self._day is None:
            return answer.model_validate({"agreements": await self._known.agreements()})
        return await self._bus.ask(question.model_copy(update=self._as_asked(question)), answer)

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
        if not await self._known.names_what_they_have(message):
            log.warning("names another's function", role=self._visitor.role, subject=message.subject)
            raise Refused(THEIRS_TO_NAME)
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
            wish = same_again(wish, self.form)
        await self.bus.tell(wish)


def _to_change(thing: Thing, message: Message) -> Thing:
    """What is one municipality's of several in an agreement all of them may read, and that one alone change."""
    return Thing.OWN_OCCURRENCE if thing is Thing.OCCURRENCE and isinstance(message, Command) else thing
