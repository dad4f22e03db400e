"""What is a service? A name, what it answers, what it hears, what it does by the clock, and the pages it serves."""

import asyncio
import contextlib
import gc
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import structlog
import uvloop
from faststream.asgi.types import ASGIApp
from faststream.nats import NatsBroker
from faststream.nats.security import NatsNKey

from schemas.base import Event, Message
from services.runtime import logs
from services.runtime.answering import Answering, Asked
from services.runtime.bus import Bus
from services.runtime.clock import Clock, clock_from
from services.runtime.clockwork import Clockwork, Job
from services.runtime.database import Database
from services.runtime.ending import end
from services.runtime.health import Health
from services.runtime.hearing import Hearing
from services.runtime.listening import Listening
from services.runtime.measures import Measures
from services.runtime.packing import packed
from services.runtime.receiving import SETS, SINGLY, Desk, Receiving
from services.runtime.relay import Relay
from services.runtime.sealing import EVERY, Sealing
from services.runtime.serving import serve
from services.runtime.settings import ServiceSettings
from services.runtime.starting import until_compared, wait_for_database, what_stopped
from services.runtime.streams import Missing
from services.runtime.together import Together
from services.runtime.work import Work

log = structlog.get_logger()
Oldest: TypeAlias = Callable[[Work], Awaitable[datetime | None]]
NOWHERE = "postgresql://127.0.0.1:1/nothing"
CANNOT_START, BEGIN_ANEW = 3, 4
"""Exit codes: an operator must do something first; a fresh start helps."""
GRACE = 15.0
"""Seconds that a stopping service lets what is under way come to its end."""

Wishes = Mapping[type[Message], Callable[..., Awaitable[Any]]]
"""Commands and questions, and who answers each."""
Facts = Mapping[type[Event], Callable[..., Awaitable[None]]]
"""Events, and what is done when each is heard."""


class Service:
    """Wired in app.py with five verbs: `answers`, `hears`, `every`, `watches`, `serves`."""

    def __init__(self, name: str, settings: ServiceSettings, clock: Clock | None = None) -> None:
        self.name = name
        self.settings = settings
        self.clock = clock or clock_from(settings.clock_file)
        self.answered: dict[type[Message], Callable[..., Awaitable[Any]]] = {}
        self.heard: dict[type[Event], Callable[..., Awaitable[None]]] = {}
        self.jobs: list[tuple[float, Job]] = []
        self.watched: dict[str, Oldest] = {}
        self.pages: dict[str, ASGIApp] = {}
        self.measures = Measures()
        self.health = Health(self)
        self.broker = _broker(name, settings)
        self.bus = Bus(self.broker)
        self.stopping = asyncio.Event()
        url = settings.database_url.get_secret_value()
        self.database = Database(url or NOWHERE, self.clock)
        self.keeps = bool(url)
        self.receiving = Receiving(name)
        self.answering = Answering(self.database, self.measures)
        self.hearing = Hearing(self.database, {}, self.measures)
        self.clockwork = Clockwork(self.database, self.bus, self.measures, self.stopping)
        if self.keeps and (key := settings.seal_key.get_secret_value()):
            self.every(EVERY, Sealing(name, key, settings.seal_file).seal_day)

    def answers(self, wishes: Wishes) -> None:
        """Carry out commands, and answer questions."""
        self.answered |= wishes
        self.receiving.answers |= {kind.subject: self._desk(kind, handler) for kind, handler in wishes.items()}

    def hears(self, facts: Facts) -> None:
        """Act on events: each once, in order per aggregate."""
        self.heard |= facts
        self.hearing.handlers |= {fact.subject: handler for fact, handler in facts.items()}

    def every(self, seconds: float, job: Job) -> None:
        """Do something by the clock: every so many seconds of the domain's time."""
        self.jobs.append((seconds, job))

    def watches(self, what: str, oldest: Oldest) -> None:
        """Count how late the oldest is that the clock should have done. It is asked for from outside the clock."""
        self.watched[what] = oldest

    def serves(self, path: str, app: ASGIApp) -> None:
        """Serve pages below a path."""
        self.pages[path] = app

    def _desk(self, kind: type[Message], handler: Callable[..., Awaitable[Any]]) -> Desk:
        async def answer(asked: Sequence[Asked]) -> list[bytes]:
            replies = await self.answering.replies(kind, handler, asked)
            return [packed(reply.model_dump_json().encode()) for reply in replies]

        return Desk(answer, SETS if isinstance(handler, Together) else SINGLY)

    @property
    def producers(self) -> list[str]:
        """Whose events it hears."""
        return sorted({fact.subject.split(".")[1] for fact in self.heard})

    async def tick(self) -> int:
        """Do every job until none finds more to do; how much was done."""
        return sum([await self.clockwork.until_quiet(job) for _, job in self.jobs])

    @contextlib.asynccontextmanager
    async def running(self, *, by_the_clock: bool = True) -> AsyncIterator[None]:
        """Everything on. If a part fails for good the block is cancelled and the fault raised."""
        self.stopping.clear()
        await self.broker.connect()
        nc = self.broker.config.broker_config.connection_state.connection
        try:
            async with asyncio.TaskGroup() as tasks:
                endless = []
                if self.heard:
                    await until_compared(nc, self.name, self.producers)
                    listening = Listening(self.name, self.database, nc, self.hearing)
                    endless.append(tasks.create_task(listening.run()))
                if self.keeps:
                    relay = Relay(self.name, self.database, nc, self.measures)
                    endless.append(tasks.create_task(relay.run()))
                jobs = self.jobs if by_the_clock else []
                ending = [tasks.create_task(self.clockwork.go_on(seconds, job)) for seconds, job in jobs]
                endless += [tasks.create_task(self.clockwork.notice_moves())] if jobs else []
                await self.broker.start()
                await self.receiving.begin(nc)
                try:
                    yield
                finally:
                    await self._stop(ending, endless)
        finally:
            await self.receiving.end(GRACE)
            with contextlib.suppress(Exception):  # it may be disconnected already
                await self.broker.stop()
            await self.database.close()

    async def _stop(self, ending: list[asyncio.Task[None]], endless: list[asyncio.Task[None]]) -> None:
        self.stopping.set()
        if ending:
            await asyncio.wait(ending, timeout=GRACE)
        await end([*ending, *endless])

    def run(self) -> None:
        """Be a process, until SIGTERM or SIGINT."""
        logs.set_up(self.name, self.settings.log_level)
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(self._run())
        except Exception as fault:
            found = what_stopped(fault)
            if found is None:
                raise
            log.error("stopped", reason=f"{found}")  # noqa: TRY400  the sentence is enough
            sys.exit(CANNOT_START if isinstance(found, Missing) else BEGIN_ANEW)

    async def _run(self) -> None:
        if self.keeps:
            await wait_for_database(self.database)
        _spare_what_stays()
        app = self.health.app(self.pages)  # before the broker starts: FastStream hands it a context of its own
        async with self.running():
            log.info("started", port=self.settings.port)
            await serve(app, self.settings.port)


def _spare_what_stays() -> None:
    """What is loaded stays for ever, and a page of work makes thousands of objects but no circles.

    Looking through all of it again and again took more than half of the time of a big answer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _broker(name: str, settings: ServiceSettings) -> NatsBroker:
    async def on_error(error: Exception) -> None:
        log.warning("NATS", error=repr(error))

    seed = settings.nats_seed.get_secret_value()
    return NatsBroker(
        settings.nats_url,
        name=name,
        error_cb=on_error,
        logger=logging.getLogger("lofteskoll.bus"),
        graceful_timeout=GRACE,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        ping_interval=10,
        max_outstanding_pings=2,
        inbox_prefix=f"_INBOX_{name}".encode(),
        security=NatsNKey.from_seed(seed) if seed else None,
    )
