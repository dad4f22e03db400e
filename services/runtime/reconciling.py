"""What do the streams really hold? Looked at when a relay begins its turn, and now and then while it goes on."""

import contextlib
from collections.abc import AsyncIterator

import asyncpg
import structlog
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from services.runtime.publishing import Fence, NotTaken
from services.runtime.streams import EVENTS, STREAMS

log = structlog.get_logger()
_LOST = """
WITH lost AS (
  -- kept below zero: it is in no stream now, and the relay sees that it was once, and where
  UPDATE event_position SET stream_seq = -stream_seq
  WHERE stream = $1 AND stream_seq > 0 AND stream_seq NOT BETWEEN $2 AND $3 RETURNING seq)
INSERT INTO event_queue SELECT seq FROM lost ON CONFLICT DO NOTHING"""
_CONCERNED = """
SELECT s FROM unnest($1::text[]) s WHERE EXISTS (SELECT 1 FROM event_position WHERE stream = s)
OR EXISTS (SELECT 1 FROM event_queue JOIN event_log USING (seq)
           WHERE (s = 'PROGRESS') = starts_with(subject, 'progress.'))"""


async def reconcile(connection: asyncpg.Connection, nc: Client) -> bool:
    """Compare what the streams hold with what they acknowledged, and put what is lost back in the queue; was any?

    Another `created` means another stream: everything is sent again. A lower last sequence means a lost tail, a
    higher first sequence a purge. Only holes in the middle are left to `verify`.
    """
    anything = False
    for stream in await _concerned(connection):
        try:
            found = await nc.jetstream(timeout=5).stream_info(stream)
        except NotFoundError as error:
            raise NotTaken(f"the stream {stream} does not exist: run `lofteskoll provision`") from error
        created = str(found.created)
        seen = await connection.fetchval("SELECT created FROM stream_seen WHERE stream = $1", stream)
        last = found.state.last_seq if seen in {None, created} else 0
        async with connection.transaction():
            lost = await connection.execute(_LOST, stream, found.state.first_seq, last)
            await connection.execute(
                "INSERT INTO stream_seen VALUES ($1, $2) ON CONFLICT (stream) DO UPDATE SET created = excluded.created",
                stream,
                created,
            )
        if not lost.endswith(" 0"):
            anything = True
            log.warning("the stream lost events; they are sent again", stream=stream, events=lost.rsplit(" ", 1)[-1])
    return anything


async def fences(connection: asyncpg.Connection, nc: Client, producer: str) -> dict[str, Fence]:
    """Where what we have said ends in each stream. Read before `reconcile`: of a stream that becomes another one
    between the two, or after, the fence is wrong, and it takes nothing from us until we have looked again.
    """
    found: dict[str, Fence] = {}
    for stream in await _concerned(connection):
        subjects, last = _ours(stream, producer), 0
        with contextlib.suppress(NotFoundError):
            last = int((await nc.jetstream(timeout=5).get_last_msg(stream, subjects)).seq or 0)
        found[stream] = Fence(subjects, last)
    return found


async def already_taken(connection: asyncpg.Connection, nc: Client, producer: str) -> dict[tuple[str, str], int]:
    """What a stream took before we noted it, by event id and subject: a relay died between the two.

    NATS itself drops a repeat only within its duplicate window; looking at the tail has no such limit.
    """
    taken: dict[tuple[str, str], int] = {}
    if not await connection.fetchval("SELECT 1 FROM event_queue LIMIT 1"):
        return taken
    for stream in await _concerned(connection):
        noted = await connection.fetchval(
            "SELECT greatest(max(stream_seq), 0) FROM event_position WHERE stream = $1", stream
        )
        async for event_id, subject, at in _tail(nc, stream, _ours(stream, producer), noted + 1):
            taken[event_id, subject] = at
    return taken


def _ours(stream: str, producer: str) -> str:
    return f"event.{producer}.>" if stream == EVENTS else "progress.>"


async def _concerned(connection: asyncpg.Connection) -> list[str]:
    """The streams this service publishes to; it may not even look at others."""
    return [row["s"] for row in await connection.fetch(_CONCERNED, list(STREAMS))]


async def _tail(nc: Client, stream: str, subjects: str, start: int) -> AsyncIterator[tuple[str, str, int]]:
    js = nc.jetstream(timeout=5)
    at = start
    while True:
        try:
            message = await js.get_msg(stream, at, subject=subjects, direct=True, next=True)
        except NotFoundError:
            return
        found = int(message.seq or at)
        yield (message.headers or {}).get("ce-id", ""), message.subject or "", found
        at = found + 1
