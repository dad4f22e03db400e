"""The whole of Löfteskoll in the test's own loop: real PostgreSQL, NATS and SMTP, a clock that the test moves."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeVar

from aiosmtpd.smtp import SMTP

from deploy.embedded.bus import Bus as BusServer
from deploy.provision import make_streams
from schemas.base import Command, Query, Reply
from services.agreements import app as agreements
from services.agreements.settings import Settings as AgreementsSettings
from services.followup import app as followup
from services.followup.settings import Settings as FollowupSettings
from services.notifier import app as notifier
from services.notifier.settings import Settings as NotifierSettings
from services.portal import app as portal
from services.portal.settings import Settings as PortalSettings
from services.runtime.service import Service
from services.runtime.streams import on_their_way
from tests.fakes import Post, StoppedClock
from tests.looking import rows, until

R = TypeVar("R", bound=Reply)
KEY = "a key for tests, long enough to sign with"
PORTAL = "http://127.0.0.1:8300"


class System:
    """`tell`, `ask` and `settle` are what most tests need."""

    def __init__(self, folder: Path, urls: dict[str, str], clock: StoppedClock) -> None:
        self.clock = clock
        self.post = Post()
        self.urls = urls
        self.server = BusServer(folder)
        self.trial = {"clock_file": folder / "clock.json", "clock_wish_file": folder / "clock.wish.json"}
        """The portal shows a clock that can be set; nobody here obeys, and the test's own is the one that goes."""
        self.services: dict[str, Service] = {}
        self.smtp_port = 0

    def build(self) -> dict[str, Service]:
        """One instance of each service, not yet running."""
        common = {name: {"nats_url": self.server.url, "nats_seed": self.server.seed(name)} for name in self.urls}
        smtp = f"smtp://127.0.0.1:{self.smtp_port}"
        return {
            "agreements": agreements.build(
                AgreementsSettings(**common["agreements"], database_url=self.urls["agreements"]), self.clock
            ),
            "followup": followup.build(
                FollowupSettings(**common["followup"], database_url=self.urls["followup"]), self.clock
            ),
            "notifier": notifier.build(
                NotifierSettings(
                    **common["notifier"],
                    database_url=self.urls["notifier"],
                    smtp_url=smtp,
                    link_key=KEY,
                    portal_url=PORTAL,
                    gather_seconds=30,
                ),
                self.clock,
            ),
            "portal": portal.build(
                PortalSettings(**common["portal"], database_url=self.urls["portal"], link_key=KEY, **self.trial),
                self.clock,
            ),
        }

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["System"]:
        async with self.infrastructure(), contextlib.AsyncExitStack() as stack:
            self.services = self.build()
            for service in self.services.values():
                await stack.enter_async_context(service.running(by_the_clock=False))
            yield self

    @contextlib.asynccontextmanager
    async def infrastructure(self) -> AsyncIterator[None]:
        """The bus with its streams, and a mail server; no service yet."""
        self.server.start()
        await make_streams(self.server.url, self.server.seed("operator"))
        smtp = await asyncio.get_running_loop().create_server(
            lambda: SMTP(self.post, enable_SMTPUTF8=True), "127.0.0.1", 0
        )
        self.smtp_port = smtp.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            smtp.close()
            if self.server.alive:  # what it keeps is thrown away: it has nothing to put in order
                os.kill(self.server.pid, signal.SIGKILL)
            self.server.stop()

    async def tell(self, wish: Command) -> None:
        await self.services["portal"].bus.tell(wish)

    async def ask(self, question: Query, answer: type[R]) -> R:
        return await self.services["portal"].bus.ask(question, answer)

    async def settle(self, services: dict[str, Service] | None = None) -> None:
        """Let everything that follows from what has happened happen: jobs, publishing, hearing; until all is quiet."""
        quiet = 0
        while quiet < 2:  # what a quiet round let others hear may give their clocks something to do
            done = sum([await service.tick() for service in (services or self.services).values()])
            await until(self.is_drained, "everything is published and heard")
            quiet = 0 if done else quiet + 1

    async def is_drained(self) -> bool:
        for name, url in self.urls.items():
            if await rows(
                url,
                "SELECT 1 FROM event_queue UNION ALL SELECT 1 FROM held_event h WHERE NOT EXISTS "
                "(SELECT 1 FROM stuck s WHERE s.about = h.about) LIMIT 1",
            ):
                return False
            if not any(service.name == name and service.heard for service in self.services.values()):
                continue
            nc = self.services[name].broker.config.broker_config.connection_state.connection
            if await on_their_way(nc.jetstream(), [name]):
                return False
        return True

    async def forward(self, days: int) -> None:
        """Let days pass, one at a time at 09:00, settling each day."""
        for _ in range(days):
            self.clock.forward(days=1)
            await self.settle()
