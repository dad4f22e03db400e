"""Who asks for what while everything is killed? People who try again until they are answered, and note it down."""

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from string import ascii_lowercase
from uuid import UUID

from faststream.nats import NatsBroker
from faststream.nats.security import NatsNKey
from nats.errors import Error as NatsError

from deploy.nats.permissions import OPERATOR, inbox_prefix
from schemas.agreements import Count, RegisterAgreement, Schedule, Window
from schemas.base import Command, Party
from schemas.followup import ListOccurrences, OccurrenceLine, OccurrenceLines, ReportActivity
from services.runtime.bus import Bus
from services.runtime.clock import day_in_stockholm, real_now
from services.runtime.errors import Refused, Unavailable
from tests.builders import a_commitment, a_document, a_function
from tests.faults.outside import PATIENCE, Outside

PEOPLE = 6
WEEKLY = (
    Count(min=4, window=Window.WEEK),
    Schedule(rrule="FREQ=WEEKLY;BYDAY=TU"),
    Schedule(rrule="FREQ=WEEKLY;BYDAY=FR"),
)
TIMES = 4
MAILBOXES = 6
REPORTED = len(WEEKLY)
"""Commitments of each agreement that are reported on; the others are silent, so that there is much to remind of."""
BETWEEN_AGREEMENTS = 20
LAST_TRIES = 300
"""Tenths of a second."""
REPEATS = 0.05
"""How many wishes are told once more after their answer: a person presses the button twice."""
SOME = 8
"""Occurrences that are reported on at the same time, so that people meet."""


@dataclass(slots=True)
class Notes:
    """What the clients know: every wish they had an answer to. The system has no part in it."""

    done: dict[UUID, Command] = field(default_factory=dict)
    refused: dict[UUID, str] = field(default_factory=dict)
    answered_at: dict[UUID, datetime] = field(default_factory=dict)
    """When the first answer came, by this machine's clock."""
    under_way: int = 0
    """Wishes told and not answered at this moment."""
    never: list[Command] = field(default_factory=list)
    """Wishes that got no answer, however long they were repeated."""
    unanswered: int = 0
    """Tries that got no answer; each was made again with the same command_id."""
    repeated: int = 0

    @property
    def agreed(self) -> list[RegisterAgreement]:
        return [wish for wish in self.done.values() if isinstance(wish, RegisterAgreement)]


@dataclass(slots=True)
class Pace:
    """So many wishes spread over so many steps, so that there is load from the first fault to the last."""

    commands: int
    steps: int
    step: int = 0

    def allows(self, told: int) -> bool:
        """No wish of a later step before its time."""
        return told < self.commands * (self.step + 1) / self.steps

    def is_due(self, answered: int) -> bool:
        """The wishes of the steps before this one are answered."""
        return answered >= self.commands * self.step / self.steps


class People:
    """Registers agreements and reports on what they promise, until told to stop."""

    def __init__(self, system: Outside, seed: int, pace: Pace | None = None) -> None:
        self._pace = pace
        self._told = 0
        self.notes = Notes()
        self._system = system
        self._chance = random.Random(seed)  # noqa: S311  a seed repeats it
        self._calls = Calls(system)
        self._occurrences: dict[UUID, list[OccurrenceLine]] = {}
        self._stopping = asyncio.Event()

    async def agree(self, number: int) -> None:
        """One more agreement, and then everybody knows its occurrences."""
        wish = an_agreement(number, self.today.replace(day=1))
        self._told += 1
        await self.tell(wish)
        lines = [line for promise in wish.document.commitments[:REPORTED] for line in await self._planned(promise.id)]
        self._occurrences[wish.document.id] = sorted(lines, key=lambda line: line.starts)

    @contextlib.asynccontextmanager
    async def at_work(self, first: int) -> AsyncIterator[None]:
        """Many at once, all the time; at the end everyone waits for the answer to the last wish."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(PEOPLE):
                tasks.create_task(self._report())
            tasks.create_task(self._go_on_agreeing(first))
            try:
                yield
            finally:
                self._stopping.set()

    async def say_all_again(self) -> None:
        """Days later somebody sends the same wishes once more: a queue that was found, a restored laptop."""
        for wish in self._chance.sample(list(self.notes.done.values()), k=min(50, len(self.notes.done))):
            await self.tell(wish)

    async def leave(self) -> None:
        await self._calls.hang_up()

    @property
    def today(self) -> date:
        return day_in_stockholm(self._system.now())

    async def _planned(self, commitment: UUID) -> tuple[OccurrenceLine, ...]:
        """Empty if it has not been heard of long after work has ended: a planted fault may have lost the event."""
        tries = LAST_TRIES
        while tries:
            tries -= self._stopping.is_set()
            try:
                found = await self._calls.bus.ask(ListOccurrences(commitment=str(commitment)), OccurrenceLines)
                if found.occurrences:
                    return found.occurrences
                await asyncio.sleep(0.1)
            except Unavailable:
                await self._calls.call_again()
            except Refused:  # it has not been heard of yet
                await asyncio.sleep(0.1)
        return ()

    async def _report(self) -> None:
        while not self._stopping.is_set():
            if self._pace and not self._pace.allows(self._told):
                await asyncio.sleep(0.02)
                continue
            self._told += 1
            of_one = self._chance.choice(list(self._occurrences.values()))
            begun = [line for line in of_one if line.starts <= self.today]
            line = self._chance.choice(begun[-SOME:])
            wish = ReportActivity(
                occurrence=str(line.id),
                party=self._chance.choice(list(Party)),
                count=self._chance.choice((0, 1, 1, 1, 2)),
                on=line.starts,
                comment="".join(self._chance.choices(ascii_lowercase, k=10)),  # digits may look like a person's number
            )
            await self.tell(wish)
            if self._chance.random() < REPEATS:
                await self.tell(wish)
            await asyncio.sleep(0 if self._pace else self._chance.uniform(0.02, 0.12))

    async def _go_on_agreeing(self, number: int) -> None:
        while not self._stopping.is_set():
            await self.agree(number)
            number += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), BETWEEN_AGREEMENTS if self._pace else 3)

    async def tell(self, wish: Command) -> None:
        """Again and again with the same command_id until there is an answer."""
        self.notes.under_way += 1
        try:
            await self._until_answered(wish)
        finally:
            self.notes.under_way -= 1

    async def _until_answered(self, wish: Command) -> None:
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                await self._calls.bus.tell(wish)
            except Unavailable:
                self.notes.unanswered += 1
                if asyncio.get_running_loop().time() > deadline:
                    self.notes.never.append(wish)
                    return
                await self._calls.call_again()
                continue
            except Refused as no:
                self.notes.refused[wish.command_id] = str(no)
                return
            self.notes.repeated += wish.command_id in self.notes.done
            self.notes.answered_at.setdefault(wish.command_id, real_now())
            self.notes.done[wish.command_id] = wish
            return


class Calls:
    """A line to the bus, wherever it is now."""

    def __init__(self, system: Outside) -> None:
        self._system = system
        self._broker: NatsBroker | None = None
        self._url = ""
        self._bus: Bus | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def bus(self) -> Bus:
        if self._bus is None:
            raise Unavailable("There is no line yet.")
        return self._bus

    async def call_again(self) -> None:
        """After a kill of NATS the line mends itself; after one of the supervisor the bus is elsewhere."""
        await asyncio.sleep(0.3)
        async with self._one_at_a_time:
            state = self._system.state
            if state is None or not state.nats_url or (self._bus and state.nats_url == self._url):
                return
            await self.hang_up()
            broker = NatsBroker(
                state.nats_url,
                name=OPERATOR,
                inbox_prefix=inbox_prefix(OPERATOR).encode(),
                security=NatsNKey.from_seed(state.nats_seed),
                max_reconnect_attempts=-1,
                reconnect_time_wait=0.3,
                connect_timeout=3,
                error_cb=_in_silence,
                logger=logging.getLogger("tests.faults"),
            )
            try:
                await broker.connect()
            except (NatsError, OSError, TimeoutError):
                await broker.stop()
                return
            self._broker, self._url, self._bus = broker, state.nats_url, Bus(broker)

    async def hang_up(self) -> None:
        self._bus = None
        if self._broker:
            with contextlib.suppress(Exception):  # the line may be cut
                await self._broker.stop()
            self._broker = None


def an_agreement(number: int, since: date) -> RegisterAgreement:
    """Many weekly promises, by twos with a mailbox: reminders and mails of one or two items every working day."""
    slug = f"fel-{number}"
    commitments = []
    functions = []
    for nr, rhythm in enumerate(WEEKLY * TIMES, 1):
        own = (nr - 1) % MAILBOXES + 1
        lead = a_function(f"kommunpolis {own}", Party.POLICE, f"kommunpolis.{number}.{own}@example.se")
        functions += [lead] if own == nr else []
        commitments.append(a_commitment(f"{slug}-{nr}", rhythm, by=(lead,), agreement=slug))
    document = a_document(
        slug,
        since=str(since),
        until=str(since + timedelta(days=364)),
        commitments=tuple(commitments),
        functions=tuple(functions),
        registration_numbers=dict.fromkeys(Party, f"TEST {number}/{since.year}"),
    )
    return RegisterAgreement(document=document, signed_on=since)


async def _in_silence(_: Exception) -> None:
    """That lines break is the point."""
