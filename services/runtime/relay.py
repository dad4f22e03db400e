"""How do committed events reach the streams? One active relay per database takes the queue in order and publishes it.

A queue beside the log, not a cursor over the serial id: a slower transaction with a lower id commits later and would be
skipped. A row leaves the queue after the acknowledgement; what the stream lost is put back (`reconcile`).
"""

import asyncio
import contextlib
from collections.abc import Sequence

import asyncpg
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.runtime.crash import crash_point
from services.runtime.database import Database, passes
from services.runtime.ending import end
from services.runtime.errors import told
from services.runtime.measures import Measures
from services.runtime.publishing import FEW, Fence, NotTaken, Outgoing, publish
from services.runtime.reconciling import already_taken, fences, reconcile
from services.runtime.streams import STREAMS, stream_of
from services.runtime.turn import RELAY, my_turn

log = structlog.get_logger()
PAGE, PAGES = 500, 4
"""Events published as one batch; batches fetched together."""
POLL = 1.0
"""Seconds between looks at the queue when no NOTIFY comes: a NOTIFY is lost while its listener is away."""
GATHER = 0.05
"""Seconds that much news is let grow before it is fetched."""
RECONCILE = 15.0
SHORTEST_PAUSE = 0.2
MAX_PAUSE = 10.0

_NEXT = """
SELECT q.seq, e.id, e.about, e.sequence, e.subject, e.subjects, e.body, e.occurred_at, e.cause, e.trace,
  p.stream_seq AS before
FROM event_queue q JOIN event_log e USING (seq) LEFT JOIN event_position p USING (seq) ORDER BY q.seq LIMIT $1"""


class Relay:
    """`wake` sets it going at once; `run` goes on until it is cancelled."""

    def __init__(self, producer: str, database: Database, nc: Client, measures: Measures) -> None:
        self._producer = producer
        self._database = database
        self._nc = nc
        self._measures = measures
        self._wake = asyncio.Event()
        self._taken: dict[tuple[str, str], int] = {}
        self._fences: dict[str, Fence] = {}
        self._acknowledged: tuple[str, dict[int, int]] | None = None
        self._pause = SHORTEST_PAUSE

    async def run(self) -> None:
        while True:
            try:
                async with my_turn(self._database, RELAY) as connection:
                    log.info("relay active")
                    await self._active(connection)
            except (NatsError, NotTaken, TimeoutError) as error:
                log.warning("relay waits for NATS", error=told(error), seconds=self._pause)
            except Exception as error:
                if not passes(error):
                    raise
                log.warning("relay waits for PostgreSQL", error=told(error), seconds=self._pause)
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, MAX_PAUSE)

    async def _active(self, connection: asyncpg.Connection) -> None:
        await connection.add_listener("events", lambda *_: self._wake.set())
        # a receipt that PostgreSQL loses when it dies is written again after a look at what the stream took
        await connection.execute("SET synchronous_commit = off")
        self._acknowledged = None
        loop = asyncio.get_running_loop()
        await self._look(connection)
        next_look = loop.time() + RECONCILE
        while True:
            self._wake.clear()  # before the query, so that no wake-up is lost
            if loop.time() >= next_look:
                await self._look(connection)
                next_look = loop.time() + RECONCILE
            rows = await connection.fetch(_NEXT, PAGE * PAGES)
            for start in range(0, len(rows), PAGE):
                page = rows[start : start + PAGE]
                for stream in STREAMS:
                    await self._send(connection, stream, [row for row in page if stream_of(row["subject"]) == stream])
            await self._settle(connection)
            self._pause = SHORTEST_PAUSE
            if FEW < len(rows) < PAGE * PAGES:
                await asyncio.sleep(GATHER)  # much is being said: many in one batch cost less than batches of few
            elif len(rows) <= FEW:
                with contextlib.suppress(TimeoutError):
                    # not wait_for: before Python 3.12 it may swallow a cancellation, and the stop never ends
                    async with asyncio.timeout(POLL):
                        await self._wake.wait()

    async def _look(self, connection: asyncpg.Connection) -> None:
        """What do the streams hold of ours, where does it end, and what is lost?"""
        self._fences = await fences(connection, self._nc, self._producer)
        await reconcile(connection, self._nc)
        self._taken = await already_taken(connection, self._nc, self._producer)

    async def _send(self, connection: asyncpg.Connection, stream: str, rows: Sequence[asyncpg.Record]) -> None:
        """Publish a page. The one before it, which the stream has acknowledged, is settled meanwhile."""
        if not rows:
            return
        if stream not in self._fences:  # which stream it is, before any position speaks of it
            await self._settle(connection)
            await self._look(connection)
        messages = [message for row in rows for message in copies(self._producer, row)]
        # an event that concerns nobody has no copy: it gets its position and is nowhere
        places = {row["seq"]: 0 for row in rows}
        places |= {message.seq: at for message in messages if (at := self._taken.get(message.key))}
        fresh = [message for message in messages if not self._taken.pop(message.key, None)]
        await crash_point("relay.before_publish")
        publishing = asyncio.create_task(publish(self._nc, stream, fresh, self._fences[stream]))
        try:
            await self._settle(connection)
            taken = await publishing
        finally:
            await end([publishing])
        self._acknowledged = stream, places | {message.seq: at for message, at in zip(fresh, taken, strict=True)}

    async def _settle(self, connection: asyncpg.Connection) -> None:
        """What the stream has acknowledged leaves the queue and gets its positions."""
        if self._acknowledged is None:
            return
        stream, places = self._acknowledged
        await crash_point("relay.after_ack")
        await connection.execute("SELECT settle_events($1, $2, $3)", list(places), stream, list(places.values()))
        await crash_point("relay.after_settle")
        self._acknowledged = None
        self._measures.published.inc(len(places))


def copies(producer: str, row: asyncpg.Record) -> list[Outgoing]:
    """An event as messages: CloudEvents 1.0 in binary mode, one copy per subject, all with the same event id."""
    headers = {
        "ce-specversion": "1.0",
        "ce-id": str(row["id"]),
        "ce-type": f"se.lofteskoll.{row['subject'].replace('*.*.', '')}",
        "ce-source": f"/{producer}",
        "ce-subject": row["about"],
        "ce-time": row["occurred_at"].isoformat(),
        "ce-sequence": str(row["sequence"]),
        "ce-causationid": str(row["cause"]),
        "content-type": "application/json",
        "traceparent": row["trace"],
    }
    body = row["body"].encode()
    # sent again because the stream lost it: NATS, which may remember the first time, must not call it a duplicate
    again = "" if row["before"] is None else f"#{row['before']}"
    return [
        Outgoing(
            (str(row["id"]), subject), row["seq"], body, headers | {"Nats-Msg-Id": f"{row['id']}@{subject}{again}"}
        )
        for subject in row["subjects"]
    ]
