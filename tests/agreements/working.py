"""How is a handler tried on a real database? One piece of work each, committed at its end."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date

from schemas.agreements import (
    RegisterAgreement,
    ShowAgreement,
)
from schemas.base import Command, Event
from services.agreements.handlers import agreements, questions
from services.runtime.work import Work
from tests.builders import (
    a_document,
)

Working = Callable[[], AbstractAsyncContextManager[Work]]
Handler = Callable[..., Awaitable[object]]
FIRST_DAY = date(2026, 1, 1)


async def do(working: Working, handler: Handler, wish: Command) -> list[Event]:
    async with working() as work:
        await handler(wish, work)
        return work.facts


async def register(working: Working, **changes: object) -> list[Event]:
    wish = RegisterAgreement(document=a_document(**changes), signed_on=FIRST_DAY)
    return await do(working, agreements.register_agreement, wish)


async def ask(working: Working, handler: Handler, question: object) -> object:
    async with working() as work:
        return await handler(question, work)


async def show(working: Working, ref: str = "arjeplog-2026-ml"):
    return await ask(working, questions.show_agreement, ShowAgreement(agreement=ref))


async def move(working: Working) -> list[Event]:
    async with working() as work:
        await agreements.move_agreements_by_date(work)
        return work.facts


def words(facts: list[Event]) -> list[str]:
    return [type(fact).__name__ for fact in facts]
