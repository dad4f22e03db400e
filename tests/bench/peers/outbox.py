"""How many rows a second does faststream-outbox take to a NATS stream, tuned: ten workers, batches of 500, flush 100?

Words: PostgreSQL's URL, the URL of NATS, an nkey seed, how many rows. Prints rows per second.
"""

import asyncio
import logging
import sys
import time

import nats
from faststream.nats import JStream, NatsBroker
from faststream.nats.security import NatsNKey
from faststream_outbox import OutboxBroker, make_outbox_table
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

STREAM = JStream(name="BENCH", declare=False)
BODY = {"agreement_id": "a" * 36, "told": "x" * 450}


async def main(url: str, nats_url: str, seed: str, number: int) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"), pool_size=20)
    metadata = MetaData()
    table = make_outbox_table(metadata, table_name="outbox")
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    quiet = logging.getLogger("quiet")
    quiet.setLevel(logging.ERROR)
    outbox = OutboxBroker(engine, outbox_table=table, logger=quiet)
    options = {"inbox_prefix": b"_INBOX_operator", "security": NatsNKey.from_seed(seed), "logger": quiet}
    broker = NatsBroker(nats_url, **options)
    publisher = broker.publisher("bench.outbox", stream=STREAM, schema=None)
    done, count = asyncio.Event(), 0

    @outbox.subscriber(
        "orders",
        max_workers=10,
        fetch_batch_size=500,
        min_fetch_interval=0.005,
        max_fetch_interval=0.05,
        terminal_flush_batch_size=100,
    )
    async def relay(body: dict) -> None:
        nonlocal count
        await publisher.publish(body)
        count += 1
        if count >= number:
            done.set()

    async with engine.begin() as connection:
        await outbox.publish_batch(*[BODY] * number, queue="orders", session=connection)
    await broker.connect()
    began = time.perf_counter()
    await outbox.start()
    await done.wait()
    taken = time.perf_counter() - began
    await outbox.stop()
    await check(nats_url, seed, number)
    print(number / taken)


async def check(nats_url: str, seed: str, number: int) -> None:
    """What it says it has sent is in the stream."""
    nc = await nats.connect(nats_url, nkeys_seed_str=seed, inbox_prefix=b"_INBOX_operator")
    kept = (await nc.jetstream().stream_info("BENCH", subjects_filter="bench.outbox")).state.subjects or {}
    await nc.close()
    if kept.get("bench.outbox", 0) < number:
        raise SystemExit(f"only {kept} of {number} are in the stream")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
