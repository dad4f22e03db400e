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
from nats.js.errors import NotFoundError

from services.runtime.database import Database, passes
from services.runtime.measures import Measures
from services.runtime.publishing import NotTaken, Outgoing, publish
from services.runtime.streams import STREAMS, stream_of
from services.runtime.turn import RELAY, my_turn

log = structlog.get_logger()
PAGE = 500
POLL = 1.0
"""Seconds between looks at the queue when no NOTIFY comes: a NOTIFY is lost while its listener is away."""
RECONCILE = 15.0
MAX_PAUSE = 10.0

_NEXT = """
SELECT q.seq, e.id, e.about, e.sequence, e.subject, e.subjects, e.body, e.occurred_at, e.cause, e.trace
FROM event_queue q JOIN event_log e USING (seq) ORDER BY q.seq LIMIT $1"""
_LOST = """
INSERT INTO event_queue SELECT seq FROM event_position WHERE stream = $1 AND stream_seq > $2 ON CONFLICT DO NOTHING"""


class Relay:
    """`wake` sets it going at once; `run` goes on until it is cancelled."""

    def __init__(self, producer: str, database: Database, nc: Client, measures: Measures) -> None:
        self._producer = producer
        self._database = database
        self._nc = nc
        self._measures = measures
        self._wake = asyncio.Event()

    async def run(self) -> None:
        pause = 0.2
        while True:
            try:
                async with my_turn(self._database, RELAY) as connection:
                    log.info("relay active")
                    pause = 0.2
                    await self._active(connection)
            except (NatsError, NotTaken, TimeoutError) as error:
                log.warning("relay waits for NATS", error=repr(error))
            except Exception as error:
                if not passes(error):
                    raise
                log.warning("relay waits for PostgreSQL", error=repr(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, MAX_PAUSE)

    async def _active(self, connection: asyncpg.Connection) -> None:
        await connection.add_listener("events", lambda *_: self._wake.set())
        next_look = 0.0
        loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()  # before the query, so that no wake-up is lost
            if loop.time() >= next_look:
                await reconcile(connection, self._nc)
                next_look = loop.time() + RECONCILE
            rows = await connection.fetch(_NEXT, PAGE)
            for stream in STREAMS:
                await self._send(connection, stream, [row for row in rows if stream_of(row["subject"]) == stream])
            if len(rows) < PAGE:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), POLL)

    async def _send(self, connection: asyncpg.Connection, stream: str, rows: Sequence[asyncpg.Record]) -> None:
        messages = [message for row in rows for message in copies(self._producer, row)]
        if not messages:
            return
        taken = await publish(self._nc, stream, messages)
        last_copy = {message.seq: at for message, at in zip(messages, taken, strict=True)}
        await connection.execute("SELECT settle_events($1, $2, $3)", list(last_copy), stream, list(last_copy.values()))
        self._measures.published.inc(len(rows))


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
    return [
        Outgoing(row["seq"], subject, body, headers | {"Nats-Msg-Id": f"{row['id']}@{subject}"})
        for subject in row["subjects"]
    ]


async def reconcile(connection: asyncpg.Connection, nc: Client) -> None:
    """Compare what the streams hold with what they acknowledged, and put what is lost back in the queue.

    Another `created` means another stream: everything is sent again. A lower last sequence means a lost tail.
    """
    for stream in STREAMS:
        try:
            info = await nc.jetstream(timeout=5).stream_info(stream)
        except NotFoundError as error:
            raise NotTaken(f"the stream {stream} does not exist: run `lofteskoll provision`") from error
        created = str(info.created)
        seen = await connection.fetchval("SELECT created FROM stream_seen WHERE stream = $1", stream)
        holds = info.state.last_seq if seen in {None, created} else 0
        async with connection.transaction():
            lost = await connection.execute(_LOST, stream, holds)
            await connection.execute(
                "UPDATE event_position SET stream_seq = 0 WHERE stream = $1 AND stream_seq > $2", stream, holds
            )
            await connection.execute(
                "INSERT INTO stream_seen VALUES ($1, $2) ON CONFLICT (stream) DO UPDATE SET created = excluded.created",
                stream,
                created,
            )
        if not lost.endswith(" 0"):
            log.warning("the stream lost events; they are sent again", stream=stream, events=lost.rsplit(" ", 1)[-1])
