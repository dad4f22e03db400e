"""Which loop takes events quickest from NATS to a committed transaction? `python -m tests.bench.loops`

Ours (runtime/pull.py), nats-py's fetch, and FastStream's batch pull, all before the same Hearing.take on real servers
with `sync_interval: always`. Figures are medians of three interleaved rounds, with the least and the greatest.
"""

import asyncio
import contextlib
import statistics
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import cast
from uuid import UUID, uuid4

import nats
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.annotations import NatsMessage
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import ConsumerConfig

from deploy.embedded.bus import Bus as BusServer
from deploy.embedded.postgres import Postgres
from deploy.provision import keepers, make_databases, make_streams, make_tables, owner_of
from schemas.agreements import FunctionAdded
from schemas.base import Party
from services.runtime.clock import SystemClock
from services.runtime.database import Database
from services.runtime.hearing import Hearing
from services.runtime.measures import Measures
from services.runtime.publishing import Outgoing, publish
from services.runtime.pull import PAGE, Pull
from services.runtime.streams import EVENTS
from services.runtime.work import Work

BACKLOG, RATE, SECONDS, ROUNDS = 20_000, 50, 6, 3
SUBJECT = "event.agreements.function-added.v1"


class Ear:
    """A hearing on an empty database; notes when each event was committed, as seen from outside the transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.hearing = Hearing(database, {SUBJECT: self._handle}, Measures())
        self.done: dict[UUID, float] = {}
        self._now: list[UUID] = []

    async def _handle(self, fact: FunctionAdded, _: Work) -> None:
        self._now.append(fact.function_id)

    async def take(self, nc: Client, messages: Sequence[Msg]) -> None:
        self._now.clear()
        await self.hearing.take(nc, messages)
        self.done |= dict.fromkeys(self._now, perf_counter())


Loop = Callable[[str, str, Ear], Coroutine[None, None, None]]


async def ours(url: str, durable: str, ear: Ear) -> None:
    nc = await nats.connect(url)
    pull = Pull(nc, EVENTS, durable)
    try:
        while True:
            if messages := await pull.page():
                await ear.take(nc, messages)
    finally:
        await pull.close()
        await nc.close()


async def fetching(url: str, durable: str, ear: Ear) -> None:
    nc = await nats.connect(url)
    line = await nc.jetstream().pull_subscribe_bind(durable, EVENTS)
    try:
        while True:
            with contextlib.suppress(TimeoutError):
                await ear.take(nc, await line.fetch(PAGE, timeout=1))
    finally:
        await nc.close()


def faststream(timeout: float) -> Loop:
    async def loop(url: str, durable: str, ear: Ear) -> None:
        broker = NatsBroker(url, logger=None)

        async def handle(message: NatsMessage) -> None:
            page = cast("list[Msg]", message.raw_message)
            await ear.take(broker.config.broker_config.connection_state.connection, page)

        pull = PullSub(batch_size=PAGE, timeout=timeout, batch=True)
        broker.subscriber(
            SUBJECT, stream=JStream(EVENTS, declare=False), durable=durable, pull_sub=pull, ack_policy=AckPolicy.MANUAL
        )(handle)
        async with broker:
            await broker.start()
            await asyncio.Event().wait()

    return loop


LOOPS: dict[str, Loop] = {
    "runtime/pull.py": ours,
    "nats-py fetch(256)": fetching,
    "PullSub(batch, timeout=0.1)": faststream(0.1),
    "PullSub(batch, timeout=1.0)": faststream(1.0),
}


def told(number: int) -> Outgoing:
    function = uuid4()
    fact = FunctionAdded(function_id=function, party=Party.POLICE, role="kommunpolis")
    about = {"ce-source": "/agreements", "ce-subject": f"function/{function}", "ce-sequence": "1"}
    headers = about | {"ce-id": str(uuid4()), "ce-time": "2026-03-02T08:00:00+00:00"}
    return Outgoing((str(function), SUBJECT), number, fact.model_dump_json().encode(), headers)


async def backlog(nc: Client, ear: Ear, start: Callable[[], asyncio.Task[None]]) -> float:
    """Events a second, from a cold start to the last one committed."""
    await publish(nc, EVENTS, [told(number) for number in range(BACKLOG)])
    began, task = perf_counter(), start()
    while len(ear.done) < BACKLOG:
        assert not task.done() and perf_counter() - began < 180, f"only {len(ear.done)} came"  # noqa: PT018
        await asyncio.sleep(0.01)
    task.cancel()
    return BACKLOG / (max(ear.done.values()) - began)


async def latency(nc: Client, ear: Ear, start: Callable[[], asyncio.Task[None]]) -> tuple[float, float]:
    """Milliseconds from the stream's acknowledgement to the consumer's commit: median and 99th percentile."""
    task = start()
    await asyncio.sleep(1.5)
    sent: dict[UUID, float] = {}
    begin = perf_counter()
    for number in range(RATE * SECONDS):
        await asyncio.sleep(max(0.0, begin + number / RATE - perf_counter()))
        message = told(number)
        sent[UUID(message.key[0])] = perf_counter()
        await publish(nc, EVENTS, [message])
    deadline = perf_counter() + 35
    while len(ear.done) < len(sent) and perf_counter() < deadline:  # noqa: ASYNC110  a bench that notes, not waits
        await asyncio.sleep(0.05)
    task.cancel()
    late = sorted(1000 * (ear.done.get(function, deadline) - moment) for function, moment in sent.items())
    return statistics.median(late), late[int(len(late) * 0.99)]


async def one(name: str, url: str, database_url: str) -> tuple[float, float, float]:
    """One loop, once: its events a second, and its latencies."""
    nc = await nats.connect(url)
    js, database, found = nc.jetstream(), Database(database_url, SystemClock()), list[float]()
    for measure in (backlog, latency):
        await js.purge_stream(EVENTS)
        durable = f"bench-{uuid4().hex}"
        config = ConsumerConfig(durable_name=durable, filter_subject=SUBJECT, max_ack_pending=4096, ack_wait=30)
        await js.add_consumer(EVENTS, config)
        ear = Ear(database)
        listening = LOOPS[name](url, durable, ear)
        result = await measure(nc, ear, partial(asyncio.create_task, listening))
        found += [result] if isinstance(result, float) else list(result)
        await asyncio.sleep(0.5)  # the cancelled loop closes
        await js.delete_consumer(EVENTS, durable)
    await database.close()
    await nc.close()
    return found[0], found[1], found[2]


async def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        postgres, server = Postgres(Path(place, "pg")).start(), BusServer(Path(place, "bus"), users=None).start()
        try:
            await make_databases(postgres)
            await make_tables({name: postgres.url(name, owner_of(name)) for name in keepers()})
            await make_streams(server.url, "")
            results: dict[str, list[tuple[float, float, float]]] = {name: [] for name in LOOPS}
            for _ in range(ROUNDS):
                for name, found in results.items():
                    found.append(await one(name, server.url, postgres.url("followup", "followup")))
            show(results)
        finally:
            server.stop()
            postgres.stop()


def show(results: dict[str, list[tuple[float, float, float]]]) -> None:
    print("| loop | events/s | p50 ms | p99 ms |\n|---|---|---|---|")  # noqa: T201
    for name, found in results.items():
        cells = [
            f"{statistics.median(column):,.{digits}f} ({min(column):,.{digits}f}–{max(column):,.{digits}f})"
            for column, digits in zip(zip(*found, strict=True), (0, 1, 1), strict=True)
        ]
        print(f"| {name} | {' | '.join(cells)} |")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
