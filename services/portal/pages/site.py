"""What does every page stand on? The bus, the day, the key of mailed links, and where an embedded inbox lies."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

from pydantic import SecretStr
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request

from schemas.base import FIRST_DAY, LAST_DAY, Query, Reply
from schemas.geography import municipalities
from services.runtime.bus import Bus
from services.runtime.clock import Clock, day_in_stockholm
from services.runtime.errors import Unavailable

R = TypeVar("R", bound=Reply)

LONGEST_NAME = 200
OWNERS = {"agreements": "Överenskommelserna", "followup": "Uppföljningen", "notifier": "Utskicken"}


@dataclass(frozen=True, slots=True)
class Site:
    bus: Bus
    clock: Clock
    link_key: SecretStr
    inbox_dir: Path | None = None
    contact: str | None = None

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
            raise Unavailable(f"{owner} svarar inte just nu, försök igen om en stund.") from fault


def site_of(request: Request) -> Site:
    return cast("Site", request.app.state.site)


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
        raise HTTPException(400, "Skriv datumet som 2026-03-31.") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise HTTPException(400, f"Ange en dag mellan {FIRST_DAY.year} och {LAST_DAY.year}.")
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
        raise HTTPException(404, "Det finns ingen kommun med det numret.")
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
        raise HTTPException(400, f"Ange ett tal mellan {least} och {most}.")
    return int(text)
