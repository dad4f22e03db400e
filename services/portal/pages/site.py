"""What does every page stand on? The bus as who is signed in, the day, the links' key, and what we keep."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast
from uuid import UUID

from pydantic import SecretStr
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request

from schemas.base import FIRST_DAY, LAST_DAY, Query, Reply
from schemas.geography import municipalities
from services.portal.model.account import Account
from services.portal.model.visitor import NOBODY, Role, Visitor
from services.portal.pages.copies import Copies
from services.portal.pages.language import Words, _, said_in
from services.portal.pages.own_bus import OwnBus
from services.runtime.bus import Bus
from services.runtime.clock import Clock, day_in_stockholm
from services.runtime.database import Database, passes
from services.runtime.errors import Refused, Unavailable
from services.runtime.work import Work

if TYPE_CHECKING:
    from services.portal.pages.provider import Provider

R = TypeVar("R", bound=Reply)

LONGEST_NAME = 200
LAST_PAGE = 500
OWNERS = Words(
    {
        "agreements": "Överenskommelserna",
        "followup": "Uppföljningen",
        "notifier": "Utskicken",
        "portal": "Inloggningen",
    }
)


@dataclass(frozen=True, slots=True)
class Site:
    bus: Bus
    clock: Clock
    link_key: SecretStr
    database: Database
    inbox_dir: Path | None = None
    contact: str | None = None
    public_url: str = ""
    """Empty: this machine only."""
    demo: bool = False
    """Never with a public address (settings.py)."""
    provider: "Provider | None" = None
    """Where an organisation's people sign in."""
    clock_wish_file: Path | None = None
    """Where the clock is asked to go on; None: it is nobody's to move."""
    setting_clock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while it is asked to go on: one wish at a time."""
    copies: Copies = field(default_factory=Copies)
    """Of what everybody may know."""
    place: str | None = None
    """The municipality of who has come, by code."""

    @property
    def today(self) -> date:
        return day_in_stockholm(self.clock.now())

    def as_of(self, day: date | None) -> "Site":
        """The same, as it looked when that day was over; None: as it looks now."""
        return replace(self, bus=self.bus.as_of(day))

    async def ask(self, question: Query, answer: type[R]) -> R:
        """Raises Refused with the owner's sentence, or Unavailable with one that a reader can do something with."""
        try:
            return await self.bus.ask(question, answer)
        except Unavailable as fault:
            owner = OWNERS[question.subject.split(".")[1]]
            raise Unavailable(_("%(owner)s svarar inte just nu, försök igen om en stund.", owner=owner)) from fault

    async def answered(self, question: Query, answer: type[R]) -> tuple[R | None, str]:
        """None where its owner says nothing, and the sentence that tells so: the rest of a page can be read without."""
        try:
            return await self.ask(question, answer), ""
        except (Refused, Unavailable) as silence:
            return None, said_in(silence)

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[Work]:
        """A transaction on what the portal itself keeps. Raises Unavailable when its database does not answer."""
        try:
            async with self.database.work() as work:
                yield work
        except Exception as fault:
            if passes(fault):
                raise Unavailable(_("Inloggningen svarar inte just nu, försök igen om en stund.")) from fault
            raise


@dataclass(frozen=True, slots=True)
class Guest:
    """Who has come, and the token of the session by which that is known."""

    visitor: Visitor = NOBODY
    account: Account | None = None
    session: str = ""
    away: bool = False
    """Who it is could not be found out."""


def guest_of(request: Request) -> Guest:
    return cast("Guest", getattr(request.state, "guest", Guest()))


def whole_site_of(request: Request) -> Site:
    """With a bus that asks as nobody in particular: for signing in, and for nothing else (tested)."""
    return cast("Site", request.app.state.site)


def own_address(request: Request, path: str) -> str:
    """As others are told it: by our public address, or on this machine by the one it was asked at."""
    return (whole_site_of(request).public_url or str(request.base_url).rstrip("/")) + path


def site_of(request: Request) -> Site:
    """As seen by who is signed in."""
    if not hasattr(request.state, "site"):
        site = whole_site_of(request)
        visitor = guest_of(request).visitor
        request.state.site = replace(site, bus=OwnBus(site.bus, visitor), place=visitor.place)
    return cast("Site", request.state.site)


def own_bus_of(request: Request) -> OwnBus:
    """As who is signed in."""
    return cast("OwnBus", site_of(request).bus)


def let_in_as(request: Request, visitor: Visitor) -> None:
    """For this page, whoever has come is this instead."""
    site = whole_site_of(request)
    request.state.site = replace(site, bus=OwnBus(site.bus, visitor))


def let_in_by_link(request: Request, occurrence_id: UUID) -> None:
    """Whoever was mailed this link may answer about that one thing."""
    let_in_as(request, Visitor(Role.ANSWERER, occurrence=occurrence_id))


def text_in(asked: QueryParams, parameter: str) -> str:
    """What is asked for by a name, as somebody may have typed it; empty if nothing is."""
    return cleaned(asked.get(parameter, ""))


def cleaned(text: str, longest: int = LONGEST_NAME) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()[:longest]


def day_in(request: Request, parameter: str) -> date | None:
    """What the address asks for after its question mark; None if it does not."""
    text = request.query_params.get(parameter, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise HTTPException(400, _("Skriv datumet som 2026-03-31.")) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise HTTPException(
            400, _("Ange en dag mellan %(first)s och %(last)s.", first=FIRST_DAY.year, last=LAST_DAY.year)
        )
    return day


def name_in(request: Request, parameter: str) -> str:
    """What the address names a thing by; what can be no name is a page that does not exist."""
    name: str = request.path_params[parameter]
    if not name.isprintable() or not 1 <= len(name) <= LONGEST_NAME:
        raise HTTPException(404)
    return name


def municipality_in(request: Request) -> str:
    """The code of a municipality that the address names."""
    code = name_in(request, "code")
    if code not in municipalities():
        raise HTTPException(404, _("Det finns ingen kommun med det numret."))
    return code


def asked_name(request: Request, parameter: str) -> str | None:
    """What the address names after its question mark; None if it does not."""
    name = request.query_params.get(parameter, "")
    if not name.isprintable() or len(name) > LONGEST_NAME:
        raise HTTPException(404)
    return name or None


def number_in(request: Request, parameter: str, least: int, most: int) -> int | None:
    """What the address counts after its question mark; None if it does not."""
    text = request.query_params.get(parameter, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise HTTPException(400, _("Ange ett tal mellan %(least)s och %(most)s.", least=least, most=most))
    return int(text)


def page_in(request: Request) -> int:
    """Of a list by pages."""
    return number_in(request, "sida", 1, LAST_PAGE) or 1
