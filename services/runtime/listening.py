"""Who listens to the stream? One active process per service takes page after page; the others stand by."""

import asyncio

import asyncpg
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from services.runtime.database import Database, passes
from services.runtime.ending import until_one_ends
from services.runtime.errors import told
from services.runtime.hearing import Hearing
from services.runtime.pull import ConsumerGone, Pull, refuse
from services.runtime.streams import EVENTS
from services.runtime.turn import HEARING, my_turn

log = structlog.get_logger()
LOOK_AGAIN = 1.0
"""Seconds between looks at what waits in the database."""
LOOK_AT_CONSUMER = 15.0
STILL = 120.0
"""Seconds in which a consumer with messages to deliver must make progress."""


class StandsStill(Exception):
    """There is something to hear, and nothing is heard. The process ends, and is begun anew."""


class Listening:
    def __init__(self, service: str, database: Database, nc: Client, hearing: Hearing) -> None:
        self._service = service
        self._database = database
        self._nc = nc
        self._hearing = hearing
        self._one_at_a_time = asyncio.Lock()

    async def run(self) -> None:
        """Take turns for ever. Raises ConsumerGone or StandsStill when only a fresh start helps."""
        while True:
            try:
                async with my_turn(self._database, HEARING) as turn:
                    log.info("listening")
                    await until_one_ends(self._take_pages(), self._look_again(), self._watch(), _until_lost(turn))
            except Exception as fault:
                if not passes(fault) and not isinstance(fault, NatsError | TimeoutError):
                    raise
                log.warning("listening waits", error=told(fault))
            await asyncio.sleep(LOOK_AGAIN)

    async def _take_pages(self) -> None:
        pull = Pull(self._nc, EVENTS, self._service)
        try:
            while True:
                messages = await pull.page()
                try:
                    async with self._one_at_a_time:
                        await self._hearing.take(self._nc, messages) if messages else None
                except BaseException:
                    await refuse(self._nc, messages)
                    raise
        finally:
            await pull.close()

    async def _look_again(self) -> None:
        while True:
            async with self._one_at_a_time:
                await self._hearing.catch_up()
            await asyncio.sleep(LOOK_AGAIN)

    async def _watch(self) -> None:
        """A durable that is deleted answers nothing and raises nothing: look whether it is there, and moves."""
        loop = asyncio.get_running_loop()
        js = self._nc.jetstream(timeout=5)
        floor, since = -1, loop.time()
        while True:
            await asyncio.sleep(LOOK_AT_CONSUMER)
            try:
                found = await js.consumer_info(EVENTS, self._service)
            except NotFoundError as error:
                raise ConsumerGone(f"{self._service} on {EVENTS}") from error
            except NatsError:
                continue
            reached = found.delivered.stream_seq if found.delivered else 0
            if reached != floor or not found.num_pending:
                floor, since = reached, loop.time()
            elif loop.time() - since > STILL:
                raise StandsStill(f"{found.num_pending} events wait at {self._service}")


async def _until_lost(turn: asyncpg.Connection) -> None:
    while not turn.is_closed():  # noqa: ASYNC110  asyncpg has no event for it
        await asyncio.sleep(LOOK_AGAIN)
    raise ConnectionError("the turn is lost")
