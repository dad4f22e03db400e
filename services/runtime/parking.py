"""What waits for an operator? Aggregates whose next event failed five times: list, try again, or skip."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from services.runtime.errors import Refused


@dataclass(frozen=True, slots=True)
class Parked:
    """One aggregate that stands still at one consumer. `waiting` counts the events held behind the failed one too."""

    producer: str
    about: str
    sequence: int
    event_id: UUID
    subject: str
    attempts: int
    error: str
    parked_at: datetime | None
    waiting: int


_LIST = """
SELECT s.producer, s.about, h.sequence, h.id AS event_id, h.subject, s.attempts, s.error, s.parked_at,
  (SELECT count(*) FROM held_event o WHERE o.producer = s.producer AND o.about = s.about) AS waiting
FROM stuck s JOIN LATERAL (SELECT * FROM held_event o WHERE o.producer = s.producer AND o.about = s.about
  ORDER BY sequence LIMIT 1) h ON true
ORDER BY s.parked_at NULLS LAST, s.producer, s.about"""


async def listed(connection: asyncpg.Connection) -> list[Parked]:
    """Stuck aggregates; those without `parked_at` are still being tried."""
    return [Parked(**row) for row in await connection.fetch(_LIST)]


async def retry(connection: asyncpg.Connection, about: str) -> int:
    """Let the service try again at once, from the first try; how many aggregates that concerns."""
    done = await connection.execute(
        "UPDATE stuck SET attempts = 0, not_before = now(), parked_at = NULL WHERE about = $1", about
    )
    return int(done.rsplit(" ", 1)[-1])


async def skip(connection: asyncpg.Connection, about: str) -> Parked:
    """Pass over the failed event for good. It is kept in skipped_event, and those behind it are applied."""
    async with connection.transaction():
        found = [parked for parked in await listed(connection) if parked.about == about]
        if not found:
            raise Refused(f"Inget väntar på {about}.")
        parked = found[0]
        names = (parked.producer, parked.about, parked.sequence)
        await connection.execute(
            "INSERT INTO skipped_event SELECT producer, about, sequence, id, subject, body, $4 FROM held_event "
            "WHERE producer = $1 AND about = $2 AND sequence = $3",
            *names,
            parked.error,
        )
        await connection.execute(
            "INSERT INTO watermark VALUES ($1, $2, $3) ON CONFLICT (producer, about) DO UPDATE SET sequence = $3",
            *names,
        )
        await connection.execute("DELETE FROM held_event WHERE producer = $1 AND about = $2 AND sequence = $3", *names)
        await connection.execute("DELETE FROM stuck WHERE producer = $1 AND about = $2", *names[:2])
    return parked
