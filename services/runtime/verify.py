"""Is everything as it was written? The chains of the logs, the streams against the logs, the watermarks against both.

Reads tables and streams, and computes each hash anew in Python; it does not use what the services believe.
"""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
from nats.aio.client import Client

from services.runtime import reading
from services.runtime.seal_checks import SealedLog
from services.runtime.streams import STREAMS, stream_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written. `where` is a service or a stream."""

    where: str
    what: str


@dataclass(slots=True)
class Log:
    """What one service's log says: how far each aggregate has come, and which messages the streams shall hold."""

    service: str
    events: int
    heads: dict[str, int]
    unpublished: set[str]
    messages: dict[str, Counter[tuple[str, str]]]
    """Per stream: (event id, subject), once each."""
    seals: SealedLog


async def read_log(connection: asyncpg.Connection, service: str, findings: list[Finding]) -> Log:
    """Walk a log in order of writing, following each aggregate's chain. Faults are added to `findings`."""
    log = Log(service, 0, {}, set(), {stream: Counter() for stream in STREAMS}, SealedLog([]))
    hashes: dict[str, bytes] = {}
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        heads = {row["about"]: (row["sequence"], row["hash"]) for row in await connection.fetch("TABLE event_head")}
        rows = await connection.fetch("SELECT id::text FROM event_log JOIN event_queue USING (seq)")
        log.unpublished = {row["id"] for row in rows}
        log.seals = await SealedLog.of(connection, service)
        async for row in connection.cursor("SELECT * FROM event_log ORDER BY about, sequence", prefetch=1000):
            about = row["about"]
            expected = log.heads.get(about, 0) + 1
            if row["sequence"] != expected:
                findings.append(Finding(service, f"{about}: händelse {expected} saknas i loggen"))
            if chained(hashes.get(about, b""), row) != row["hash"]:
                findings.append(Finding(service, f"{about}: händelse {row['sequence']} är ändrad"))
            hashes[about], log.heads[about] = row["hash"], row["sequence"]
            log.events += 1
            log.seals.take(row)
            for subject in row["subjects"]:
                log.messages[stream_of(subject)][str(row["id"]), subject] += 1
        findings += [
            Finding(service, f"{about}: loggens slut stämmer inte med dess huvud")
            for about in heads.keys() | log.heads.keys()
            if heads.get(about) != (log.heads.get(about), hashes.get(about))
        ]
        findings += await _positions(connection, service, log)
    return log


def chained(previous: bytes, row: asyncpg.Record) -> bytes:
    """The hash an event must have; the same as event_hash() in 0001_event_log.sql."""
    micros = (row["occurred_at"] - EPOCH) // timedelta(microseconds=1)
    parts = (row["id"], row["about"], row["sequence"], " ".join(row["subjects"]), micros, row["cause"], row["body"])
    return hashlib.sha256(previous + "\n".join(str(part) for part in parts).encode()).digest()


async def _positions(connection: asyncpg.Connection, service: str, log: Log) -> list[Finding]:
    given, highest = await connection.fetchrow("SELECT count(*), coalesce(max(position), 0) FROM event_position")
    never = await connection.fetchval(
        "SELECT count(*) FROM event_queue WHERE seq NOT IN (SELECT seq FROM event_position)"
    )
    findings = []
    if given != highest:
        findings.append(Finding(service, f"positionerna har luckor: {given} händelser, högsta position {highest}"))
    if given + never != log.events:
        findings.append(Finding(service, f"{log.events - given - never} händelser är varken publicerade eller i kö"))
    return findings


async def compare_streams(nc: Client, logs: Sequence[Log]) -> list[Finding]:
    """Every event of the logs is in its stream once per subject (what still waits to be published may be missing)."""
    findings = []
    for stream in STREAMS:
        holds: Counter[tuple[str, str]] = Counter()
        async for message in reading.held(nc, stream, headers_only=True):
            holds[(message.headers or {}).get("ce-id", "?"), message.subject] += 1
        wanted: Counter[tuple[str, str]] = Counter()
        waiting: set[str] = set()
        for log in logs:
            wanted += log.messages[stream]
            waiting |= log.unpublished
        missing = [key for key in wanted if key not in holds and key[0] not in waiting]
        doubled = [key for key, times in holds.items() if times > 1 and key in wanted]
        foreign = [key for key in holds if key not in wanted]
        for what, keys in (("saknas", missing), ("finns flera gånger", doubled), ("hör inte till någon logg", foreign)):
            if keys:
                findings.append(Finding(stream, f"{len(keys)} meddelanden {what}, först {keys[0][0]} {keys[0][1]}"))
    return findings


async def compare_marks(
    connection: asyncpg.Connection, service: str, producers: Sequence[str], logs: Mapping[str, Log]
) -> list[Finding]:
    """Every projection has come as far as the logs it follows, except behind what is stuck or parked."""
    marks = {(row["producer"], row["about"]): row["sequence"] for row in await connection.fetch("TABLE watermark")}
    stuck = {(row["producer"], row["about"]) for row in await connection.fetch("SELECT producer, about FROM stuck")}
    findings = []
    for producer in producers:
        behind = [
            about
            for about, sequence in logs[producer].heads.items()
            if not about.startswith("progress/") and marks.get((producer, about), 0) != sequence
        ]
        waits = [about for about in behind if (producer, about) in stuck]
        late = [about for about in behind if (producer, about) not in stuck]
        if late:
            findings.append(Finding(service, f"ligger efter {producer} för {len(late)} aggregat, först {late[0]}"))
        if waits:
            findings.append(Finding(service, f"{len(waits)} aggregat från {producer} står still, först {waits[0]}"))
    return findings


async def missing_seqs(connection: asyncpg.Connection, nc: Client) -> AsyncIterator[int]:
    """The places in the log of events that a stream does not hold in full, in order."""
    holds: set[tuple[str, str]] = set()
    for stream in STREAMS:
        async for message in reading.held(nc, stream, headers_only=True):
            holds.add(((message.headers or {}).get("ce-id", "?"), message.subject))
    async with connection.transaction():
        async for row in connection.cursor("SELECT seq, id, subjects FROM event_log ORDER BY seq", prefetch=1000):
            if any((str(row["id"]), subject) not in holds for subject in row["subjects"]):
                yield row["seq"]


async def refill(connection: asyncpg.Connection, nc: Client) -> int:
    """Put in the queue what the streams do not hold, and wake the relay; how many events."""
    lost = [seq async for seq in missing_seqs(connection, nc)]
    await connection.execute("INSERT INTO event_queue SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING", lost)
    await connection.execute("NOTIFY events")
    return len(lost)
