"""A notifier on a real database and mail server, run by the runtime's own clockwork, with neighbours that answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from schemas.agreements import FindMailboxes, Mailbox, Mailboxes
from schemas.base import Query
from schemas.followup import (
    DeadlineLine,
    DeadlineLines,
    ListDeadlines,
    ListOccurrences,
    OccurrenceLine,
    OccurrenceLines,
    RemindersSaid,
)
from services.notifier.app import HEARS
from services.notifier.handlers.hearing import on_reminders_said
from services.notifier.handlers.mailing import mailing
from services.notifier.model.notice import Due
from services.notifier.settings import Settings
from services.runtime.clockwork import Clockwork
from services.runtime.database import Database
from services.runtime.errors import Unavailable
from services.runtime.measures import Measures
from tests.fakes import StoppedClock
from tests.looking import rows
from tests.notifier.wholes import KOMMUNPOLIS, SAMORDNARE, TODAY, an_occurrence

LATE = an_occurrence("sen", "2026-02-15")
NEAR = an_occurrence()


@dataclass
class Neighbours:
    """What followup and agreements would answer; real ones answer in tests/journeys."""

    lines: dict[UUID, OccurrenceLine] = field(default_factory=lambda: {one.id: one for one in (NEAR, LATE)})
    mailboxes: dict[UUID, Mailbox] = field(
        default_factory=lambda: {one.function_id: one for one in (SAMORDNARE, KOMMUNPOLIS)}
    )
    deadlines: dict[UUID, DeadlineLine] = field(default_factory=dict)
    today: date = TODAY
    away: bool = False
    most_asked: int = 0
    then: Callable[[], Any] | None = None
    """Done once, after the answer: what happens between asking and sending."""

    async def ask(self, question: Query, _answer: type[Any]) -> Any:
        if self.away:
            raise Unavailable("Tjänsten followup svarar inte just nu. Försök igen om en stund.")
        if isinstance(question, ListOccurrences):
            self.most_asked = max(self.most_asked, len(question.ids))
            known = tuple(self.lines[one] for one in question.ids if one in self.lines)
            return OccurrenceLines(today=self.today, occurrences=known)
        if isinstance(question, ListDeadlines):
            self.most_asked = max(self.most_asked, len(question.ids))
            found = tuple(self.deadlines[one] for one in question.ids if one in self.deadlines)
            return DeadlineLines(today=self.today, deadlines=found)
        assert isinstance(question, FindMailboxes)
        reached = tuple(self.mailboxes[one] for one in question.functions if one in self.mailboxes)
        if self.then:
            then, self.then = self.then, None
            await then()
        return Mailboxes(mailboxes=reached)


@dataclass
class Notifier:
    url: str
    database: Database
    clock: StoppedClock
    neighbours: Neighbours
    settings: Settings
    clockwork: Clockwork = field(init=False)

    def __post_init__(self) -> None:
        bus: Any = self.neighbours
        self.clockwork = Clockwork(self.database, bus, Measures(), asyncio.Event())
        self.mailing = mailing(self.settings)

    async def hear(self, *facts: Due) -> None:
        async with self.database.work() as work:
            for fact in facts:
                await HEARS[type(fact)](fact, work)

    async def hear_the_last(self, day: date) -> None:
        async with self.database.work() as work:
            await on_reminders_said(RemindersSaid(on=day), work)

    async def tick(self) -> int:
        return await self.clockwork.until_quiet(self.mailing)

    async def ledger(self) -> dict[str, str]:
        found = await rows(self.url, "SELECT rung, state FROM notice ORDER BY rung")
        return {row["rung"]: row["state"] for row in found}

    async def column(self, name: str) -> list[Any]:
        return [row[0] for row in await rows(self.url, f"SELECT {name} FROM notice ORDER BY rung")]  # noqa: S608

    async def phases(self) -> list[str]:
        return [row[0] for row in await rows(self.url, "SELECT phase FROM attempt ORDER BY id")]

    async def told(self) -> list[str]:
        found = await rows(self.url, "SELECT subject FROM event_log ORDER BY 1")
        return [row[0].removeprefix("event.notifier.").removesuffix(".v1") for row in found]

    async def time_passes(self) -> None:
        """As if every lease and every wait were over."""
        await rows(
            self.url, "UPDATE notice SET lease_until = now() - interval '1 s', retry_at = now() - interval '1 s'"
        )
