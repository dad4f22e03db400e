"""What lies beneath us? The same servers asked for as little as anybody could ask: bare commits, bare publishing."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import StreamConfig

from tests.bench.load import paced
from tests.bench.world import World

POOL = 10
BODY = "x" * 500
TABLES = """
CREATE TABLE thing (id uuid PRIMARY KEY, version bigint NOT NULL, body text NOT NULL);
CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, thing uuid NOT NULL, body text NOT NULL)"""
STREAM = "BENCH"


@contextlib.asynccontextmanager
async def commits(world: World) -> AsyncIterator[asyncpg.Pool]:
    """A pool of ten on tables of the floor's own, warm."""
    url = await world.database("floor")
    async with asyncpg.create_pool(url, min_size=POOL, max_size=POOL) as pool:
        await pool.execute(TABLES)
        await commits_per_second(pool, POOL * 5)
        yield pool


async def commit(pool: asyncpg.Pool) -> None:
    """One transaction of two rows: the thing and what is told of it."""
    thing = uuid4()
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("INSERT INTO thing VALUES ($1, 1, $2)", thing, BODY)
        await connection.execute("INSERT INTO outbox (thing, body) VALUES ($1, $2)", thing, BODY)


async def commits_per_second(pool: asyncpg.Pool, number: int) -> float:
    numbers = iter(range(number))

    async def client() -> None:
        for _ in numbers:
            await commit(pool)

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(POOL)))
    return number / (time.perf_counter() - began)


async def commit_times(pool: asyncpg.Pool, per_second: float, number: int) -> list[float]:
    """Seconds from BEGIN to the answer to COMMIT, at a steady pace."""
    taken: list[float] = []

    async def one() -> None:
        began = time.perf_counter()
        await commit(pool)
        taken.append(time.perf_counter() - began)

    await paced(per_second, [one] * number)
    return taken


async def stream(js: JetStreamContext) -> None:
    """Kept as ours is."""
    with contextlib.suppress(Exception):
        await js.delete_stream(STREAM)
    await js.add_stream(StreamConfig(name=STREAM, subjects=["bench.>"], duplicate_window=120.0, allow_atomic=True))


async def publish_each(js: JetStreamContext, messages: list[tuple[bytes, dict[str, str]]]) -> float:
    """Messages a second when each waits for its own acknowledgement."""
    began = time.perf_counter()
    for body, headers in messages:
        await js.publish("bench.each", body, headers=headers)
    return len(messages) / (time.perf_counter() - began)


async def publish_to_seen(nc: Client, per_second: float, number: int) -> list[float]:
    """Seconds from the call to publish until a push subscriber has the message."""
    js, seen, sent = nc.jetstream(), dict[str, float](), dict[str, float]()

    async def see(message: object) -> None:
        seen[message.headers["n"]] = time.perf_counter()  # type: ignore[attr-defined]

    subscription = await js.subscribe("bench.seen", cb=see, ordered_consumer=True)
    numbers = itertools.count()

    async def one() -> None:
        name = str(next(numbers))
        sent[name] = time.perf_counter()
        await js.publish("bench.seen", BODY.encode(), headers={"n": name, "Nats-Msg-Id": uuid4().hex})

    await paced(per_second, [one] * number)
    await asyncio.sleep(0.2)
    await subscription.unsubscribe()
    return [seen[name] - sent[name] for name in sent if name in seen]
