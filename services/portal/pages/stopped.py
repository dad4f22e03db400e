"""To which mailboxes is mail stopped, of those that who has come may know of, and which functions have them?"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from schemas.agreements import FunctionLine, FunctionLines, ListFunctions
from schemas.notifier import AllowMail, ListStoppedMailboxes, StoppedMailbox, StoppedMailboxes
from services.front.batches import batches
from services.front.unreached import ASKED_AT_ONCE
from services.portal.model.account import known_as
from services.portal.model.own import mailboxes_of
from services.portal.model.rights import may_wish
from services.portal.pages.functions import whose
from services.portal.pages.site import Site, guest_of


@dataclass(frozen=True, slots=True)
class Stopped:
    line: StoppedMailbox
    held_by: Sequence[FunctionLine]
    """Today or in time to come; none where the address is not ours to know."""
    may_allow: bool


@dataclass(frozen=True, slots=True)
class StoppedMail:
    mailboxes: Sequence[Stopped]
    """Latest first."""
    weekly_ceiling: int | None


async def stopped_mail(request: Request, site: Site) -> StoppedMail:
    """The notifier keeps no address: it is told those that are ours, and says which of them it knows."""
    visitor, mine = guest_of(request).visitor, whose(request)
    holding = await _holding(site) if may_wish(visitor, ListFunctions) else {}
    ours = [lines[0][0] for lines in holding.values()]
    pages = list(batches(ours, ASKED_AT_ONCE)) or [()]
    answers = await asyncio.gather(*(site.ask(ListStoppedMailboxes(among=page), StoppedMailboxes) for page in pages))
    found = {one.stop_id: one for answer in answers for one in answer.mailboxes}
    newest = sorted(found.values(), key=lambda one: one.at, reverse=True)
    told = []
    for one in newest:
        held_by = [line for _, line in holding.get(known_as(one.mailbox or ""), ())]
        may_allow = may_wish(visitor, AllowMail) and bool(held_by) and all(map(mine, held_by))
        told.append(Stopped(one, held_by, may_allow))
    return StoppedMail(told, answers[0].weekly_ceiling)


async def _holding(site: Site) -> Mapping[str, list[tuple[str, FunctionLine]]]:
    """By the mailbox as it is known: how it is written, and the function that has it."""
    holding: dict[str, list[tuple[str, FunctionLine]]] = {}
    for line in (await site.ask(ListFunctions(), FunctionLines)).functions:
        for mailbox in mailboxes_of(line):
            holding.setdefault(known_as(mailbox), []).append((mailbox, line))
    return holding
