"""When is a log sealed? Soon after midnight in Stockholm, by the service itself, with a key the database never sees.

The row is committed first and then copied to a file outside the database; a copy that was missed is made the next time.
"""

import asyncio
import fcntl
import os
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import text

from services.runtime.connection import Connection
from services.runtime.seal import Digest, Seal, from_line, signing_key
from services.runtime.turn import SEALING
from services.runtime.work import Work

log = structlog.get_logger()
EVERY = 600.0
"""Seconds of the domain's time between looks."""
LOOKS, BETWEEN_LOOKS = 20, 0.1
_COLUMNS = "day, events, last_seq, encode(digest, 'hex'), encode(previous, 'hex'), key, encode(signature, 'hex')"
READ = f"SELECT {_COLUMNS} FROM seal ORDER BY day"  # noqa: S608  a constant
_NEWEST = text(f"SELECT {_COLUMNS} FROM seal ORDER BY day DESC LIMIT 1")  # noqa: S608
_LATER = text(f"SELECT {_COLUMNS} FROM seal WHERE day > :day ORDER BY day")  # noqa: S608
_ALONE = text("SELECT pg_advisory_xact_lock(:key)")
_END = text("SELECT coalesce(max(seq), 0), pg_snapshot_xmax(pg_current_snapshot())::text FROM event_log")
_OVER = text("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= CAST(CAST(:until AS text) AS xid8)")
_GROWN = text("""
SELECT DISTINCT ON (about COLLATE "C") about, sequence, hash FROM event_log
WHERE seq > :after AND seq <= :until ORDER BY about COLLATE "C", sequence DESC""")
_COUNT = text("SELECT count(*) FROM event_log WHERE seq > :after AND seq <= :until")
_KEEP = text("""
INSERT INTO seal VALUES (:day, :events, :last_seq, decode(:digest, 'hex'), decode(:previous, 'hex'), :key,
  decode(:signature, 'hex')) ON CONFLICT DO NOTHING""")


class Sealing:
    """A job of the clock. `file` is append-only and lies outside the database; None keeps the table only."""

    def __init__(self, service: str, key: str, file: Path | None) -> None:
        self._service = service
        self._key = signing_key(key)
        self._file = file
        self._copied = date.min

    async def seal_day(self, work: Work) -> int:
        """Seal the day that has ended, once; then, when that is committed, copy what the file does not have."""
        day = work.today - timedelta(days=1)
        if self._copied >= day:
            return 0
        last = await self._newest(work.connection)
        if last is None or last.day < day:
            await work.connection.execute(_ALONE, {"key": SEALING})
            last = await self._newest(
                work.connection
            )  # another instance may have sealed while we waited, a later day too
            if last is None or last.day < day:
                return await self._seal(work.connection, day, last)
            return 1
        if self._file:
            reached = await asyncio.to_thread(reaches, self._file, self._service)
            rows = await work.connection.execute(_LATER, {"day": reached})
            await asyncio.to_thread(append, self._file, [seal_of(self._service, row) for row in rows])
        self._copied = day
        return 0

    async def _newest(self, connection: Connection) -> Seal | None:
        row = (await connection.execute(_NEWEST)).first()
        return seal_of(self._service, row) if row else None

    async def _seal(self, connection: Connection, day: date, last: Seal | None) -> int:
        until = await _quiet_end(connection)
        if until is None:
            log.warning("the log is not sealed yet: a transaction has not ended", day=str(day))
            return 0
        span = {"after": last.last_seq if last else 0, "until": until}
        digest = Digest()
        async for about, sequence, chained in connection.stream(_GROWN, span):
            digest.add(about, sequence, chained)
        more = (await connection.execute(_COUNT, span)).scalar_one()
        events, previous = (last.events if last else 0) + more, last.hash if last else ""
        seal = Seal(self._service, day, events, until, digest.hex(), previous).signed(self._key)
        told = {name: getattr(seal, name) for name in ("day", "events", "last_seq", "digest", "previous", "key")}
        await connection.execute(_KEEP, told | {"signature": seal.signature})
        return 1


async def _quiet_end(connection: Connection) -> int | None:
    """A place in the log at or below which nothing can come any more; None when a transaction takes too long.

    Places are given before commits, so a lower one may still be under way: wait for all who had begun.
    """
    until, begun = (await connection.execute(_END)).one()
    for _ in range(LOOKS):
        if (await connection.execute(_OVER, {"until": begun})).scalar_one():
            return int(until)
        await asyncio.sleep(BETWEEN_LOOKS)
    return None


def seal_of(service: str, row: Iterable[Any]) -> Seal:
    """From the columns of READ, in their order."""
    return Seal(service, *row)


def reaches(file: Path, service: str) -> date:
    """The last day of a service in a file; date.min before the first."""
    return max((seal.day for seal in read(file) if seal.service == service), default=date.min)


def read(file: Path) -> list[Seal]:
    """Raises ValueError for a line that is no seal. A last line that was cut off half-written is none yet."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").split("\n")[:-1]
    return [from_line(line) for line in lines if line]


def append(file: Path, seals: list[Seal]) -> None:
    """On disk when it returns. Several services, and several processes of each, write to the same file."""
    with os.fdopen(os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "a+b") as lines:
        fcntl.flock(lines, fcntl.LOCK_EX)
        there = {(seal.service, seal.day) for seal in read(file)}
        _end_cut_line(lines.fileno())
        fresh = [seal.line() for seal in seals if (seal.service, seal.day) not in there]
        lines.write("".join(fresh).encode())
        lines.flush()
        os.fsync(lines.fileno())


def _end_cut_line(file: int) -> None:
    """A process that died while it wrote has left half a line: it is taken away, its seal is in the database."""
    size = os.fstat(file).st_size
    whole = os.pread(file, size, 0).rfind(b"\n") + 1
    if whole < size:
        os.ftruncate(file, whole)
