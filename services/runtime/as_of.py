"""How does a service answer as of a day that has passed? From what each row was when that day ended (docs/adr/0011).

The handler and the store are those that answer of now: in the transaction that they get, every table is what it was,
and `work.now` is the last moment of the day.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from services.runtime.clock import day_in_stockholm, end_of
from services.runtime.database import Database
from services.runtime.errors import Refused, Unavailable
from services.runtime.work import Work

NOBODY = UUID(int=0)
"""A question causes nothing."""
LOOKS, PAUSE = 500, 0.01
_SINCE = text("SELECT day FROM since")
_UNDER_WAY = text("""
SELECT min(xact_start) AS oldest, now() AS now FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()""")


@asynccontextmanager
async def as_of(database: Database, day: date | None) -> AsyncIterator[Work]:
    """Always undone. None, or today: as things stand. Raises Refused for a day of which nothing is known."""
    today = day_in_stockholm(database.clock.now())
    if day is None or day == today:
        async with database.reading() as connection:
            if day is None or day == day_in_stockholm(connection.now):  # it may have waited for its turn past midnight
                yield Work(connection, connection.now, NOBODY)
                return
    if day > today:
        raise Refused(f"Hur det ser ut {day} vet ingen ännu. Ange en dag till och med i dag, {today}.")
    if day >= today - timedelta(days=1):
        await _until_it_has_ended(database)
    async with database.pool.begin(keep=False, as_of=day) as connection:
        since: date | None = await connection.scalar(_SINCE)
        if since and day < since:
            raise Refused(f"Hur det såg ut {day} är inte sparat. Den första dagen att fråga om är {since}.")
        yield Work(connection, end_of(day), NOBODY)


async def _until_it_has_ended(database: Database) -> None:
    """What began before midnight is that day's, also when it is committed after: wait until all of it is.

    Each look is a transaction of its own: within one, PostgreSQL tells the same again.
    """
    asked: datetime | None = None
    for _ in range(LOOKS):
        async with database.reading() as connection:
            look = (await connection.execute(_UNDER_WAY)).one()
        asked = asked or look.now
        if look.oldest is None or look.oldest >= asked:
            return
        await asyncio.sleep(PAUSE)
    raise Unavailable("Gårdagen är inte färdigskriven. Försök igen om en stund.")
