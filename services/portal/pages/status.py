"""How does the system feel? Each service tells of itself; one that says nothing within a moment is told as silent."""

import asyncio
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from schemas.base import Query
from schemas.health import Health, Subscriber
from schemas.notifier import ListStoppedMailboxes, StoppedMailboxes
from services.front import health
from services.front.words import Status
from services.portal.model.visitor import Role
from services.portal.pages.rendering import render
from services.portal.pages.site import OWNERS, Site, guest_of, site_of
from services.runtime.clock import real_now
from services.runtime.errors import Refused, Unavailable

PATIENCE = 0.7
"""Seconds: the page itself is to be there within one, whoever is silent."""


@dataclass(frozen=True, slots=True)
class Standing:
    name: str
    told: Health | None
    """None: it is silent."""
    light: Status
    since: int | None
    """Real seconds since it was begun."""
    signs: tuple[health.Sign, ...]


async def show(request: Request) -> Response:
    """All of it for who runs the system; for others a light for each service."""
    site, runs_it = site_of(request), guest_of(request).visitor.role is Role.OPERATOR
    services, stopped = await asyncio.gather(_all(site), _stopped(site, runs_it))
    return render(
        request,
        "status.html",
        services=services,
        well=health.all_well(one.light for one in services),
        bus=any(one.told for one in services),
        moment=site.clock.now(),
        speed=site.clock.speed,
        runs_it=runs_it,
        subscribers=_subscribers(services),
        stopped=stopped,
        health=health,
    )


async def _all(site: Site) -> list[Standing]:
    return await asyncio.gather(*(_standing(site, one) for one in health.QUESTIONS))


async def _standing(site: Site, question: Query) -> Standing:
    try:
        async with asyncio.timeout(PATIENCE):
            told = await site.ask(question, Health)
    except (Unavailable, TimeoutError):
        told = None
    name = OWNERS[question.subject.split(".")[1]]
    return Standing(name, told, health.light(told, site.today), _since(told), _signs(told, site.today))


def _subscribers(services: list[Standing]) -> tuple[Subscriber, ...] | None:
    """None: nobody who knows says who they are."""
    told = (one.told.subscribers for one in services if one.told)
    return next((one for one in told if one is not None), None)


def _since(told: Health | None) -> int | None:
    return round((real_now() - told.started_at).total_seconds()) if told and told.started_at else None


def _signs(told: Health | None, today: date) -> tuple[health.Sign, ...]:
    return tuple(health.signs(told, today)) if told else ()


async def _stopped(site: Site, runs_it: bool) -> int | None:
    """To how many mailboxes mail is stopped; None: nobody answers, or it is not for who has come."""
    if not runs_it:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            return len((await site.ask(ListStoppedMailboxes(), StoppedMailboxes)).mailboxes)
    except (Unavailable, Refused, TimeoutError):
        return None
