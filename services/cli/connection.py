"""How does the command line reach a system's bus and databases, as its operator?"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import asyncpg
from faststream.nats import NatsBroker
from faststream.nats.security import NatsNKey
from nats.aio.client import Client
from nats.errors import Error as NatsError

from deploy.nats.permissions import OPERATOR, inbox_prefix
from schemas.base import Command, Query, Reply
from services.cli.as_of import ASKED_OF
from services.cli.where import Where
from services.runtime.bus import Bus
from services.runtime.errors import Unavailable

PATIENCE = 3
"""Seconds to get hold of a server."""
WAITS = (0.3, 1.0, 2.0)
"""Seconds between tries of a wish that was not answered."""
R = TypeVar("R", bound=Reply)


@dataclass(frozen=True, slots=True)
class Connection:
    """To the bus: `bus` to ask and tell services, `nc` for the streams."""

    bus: Bus
    nc: Client


@contextlib.asynccontextmanager
async def connected(system: Where) -> AsyncIterator[Connection]:
    """Raises Unavailable with one sentence when the bus cannot be reached."""
    broker = NatsBroker(
        system.nats_url,
        name=OPERATOR,
        inbox_prefix=inbox_prefix(OPERATOR).encode(),
        security=NatsNKey.from_seed(system.nats_seed) if system.nats_seed else None,
        connect_timeout=PATIENCE,
        allow_reconnect=False,
        max_reconnect_attempts=1,  # nats-py counts the first connection too; 0 would mean for ever
        reconnect_time_wait=0,
        error_cb=_in_silence,
        logger=None,
    )
    try:
        await broker.connect()
    except (NatsError, OSError, TimeoutError, ValueError) as error:
        raise Unavailable(f"Bussen på {_place(system.nats_url)} går inte att nå. Är systemet igång?") from error
    try:
        yield Connection(Bus(broker, ASKED_OF.get()), broker.config.broker_config.connection_state.connection)
    finally:
        with contextlib.suppress(Exception):  # the line may be cut already
            await broker.stop()


@contextlib.asynccontextmanager
async def database(system: Where, service: str) -> AsyncIterator[asyncpg.Connection]:
    """A service's database as its owner. Raises Unavailable when it cannot be reached."""
    url = system.owner_url(service)
    try:
        connection = await asyncpg.connect(url, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unavailable(f"Databasen för {service} på {_place(url)} går inte att nå.") from error
    try:
        yield connection
    finally:
        await connection.close()


def ask(system: Where, question: Query, answer: type[R]) -> R:
    """One question, from a command that asks nothing more."""

    async def asked() -> R:
        async with connected(system) as connection:
            return await connection.bus.ask(question, answer)

    return asyncio.run(asked())


def carry_out(system: Where, wish: Command) -> None:
    """One wish, from a command that wishes for nothing more."""

    async def told() -> None:
        async with connected(system) as connection:
            await tell(connection.bus, wish)

    asyncio.run(told())


async def tell(bus: Bus, wish: Command) -> None:
    """Try again what was not answered: the same `command_id` is carried out once, however often it is told."""
    for wait in WAITS:
        try:
            return await bus.tell(wish)
        except Unavailable:
            await asyncio.sleep(wait)
    return await bus.tell(wish)


async def _in_silence(_: Exception) -> None:
    """What matters is raised where it is asked for."""


def _place(url: str) -> str:
    """Host and port; never the password."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
