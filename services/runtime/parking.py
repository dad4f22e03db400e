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
    found = [parked for parked in await listed(connection) if parked.about == about]
    if not found:
        raise Refused(f"Inget väntar på {about}.")
    await pass_over(connection, found[0])
    return found[0]


async def pass_over(connection: asyncpg.Connection, parked: Parked) -> None:
    """Raises Refused when the service has got past it meanwhile: a watermark never moves back."""
    names = (parked.producer, parked.about, parked.sequence)
    async with connection.transaction():
        # the watermark first, as the service does: whoever comes second sees what the first has done
        moved = await connection.execute(
            "INSERT INTO watermark AS w VALUES ($1, $2, $3) ON CONFLICT (producer, about) DO UPDATE SET sequence = $3 "
            "WHERE w.sequence = excluded.sequence - 1",
            *names,
        )
        if moved.endswith(" 0"):
            raise Refused(f"{parked.about} har hunnit vidare och väntar inte längre på händelse {parked.sequence}.")
        await connection.execute(
            "INSERT INTO skipped_event SELECT producer, about, sequence, id, subject, body, $4 FROM held_event "
            "WHERE producer = $1 AND about = $2 AND sequence = $3",
            *names,
            parked.error,
        )
        await connection.execute("DELETE FROM held_event WHERE producer = $1 AND about = $2 AND sequence = $3", *names)
        await connection.execute("DELETE FROM stuck WHERE producer = $1 AND about = $2", *names[:2])
