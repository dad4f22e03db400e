"""Who answers? Each service is asked for next to nothing; how far behind it is it tells those who run it."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import FindMailboxes, Mailboxes
from schemas.base import Query, Reply
from schemas.followup import DeadlineLines, ListDeadlines
from schemas.notifier import FindUnreached, UnreachedFunctions
from services.portal.pages.rendering import render
from services.portal.pages.site import OWNERS, Site, site_of
from services.runtime.errors import Unavailable

NOBODY = UUID(int=0)
QUESTIONS: tuple[tuple[Query, type[Reply]], ...] = (
    (FindMailboxes(functions=()), Mailboxes),
    (ListDeadlines(ids=(NOBODY,)), DeadlineLines),
    (FindUnreached(functions=()), UnreachedFunctions),
)
"""To each service one that costs it next to nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    name: str
    answers: bool
    milliseconds: int
    """Of real time, until it answered or was given up."""


async def show(request: Request) -> Response:
    site = site_of(request)
    services = await asyncio.gather(*(_standing(site, *one) for one in QUESTIONS))
    return render(request, "status.html", services=services, moment=site.clock.now(), speed=site.clock.speed)


async def _standing(site: Site, question: Query, answer: type[Reply]) -> Standing:
    loop = asyncio.get_running_loop()
    began, answers = loop.time(), True
    try:
        await site.ask(question, answer)
    except Unavailable:
        answers = False
    owner = question.subject.split(".")[1]
    return Standing(OWNERS[owner], answers, round((loop.time() - began) * 1000))
