"""How does a statement reach PostgreSQL? On a connection that is one transaction's own while it lasts.

A connection goes back to the pool only after its transaction has ended as it should; any other is thrown away. When
the domain's day has changed it is told: by that each row knows since when it stands as it does (docs/adr/0011).
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg
from sqlalchemy import Executable

from services.runtime.clock import Clock, day_in_stockholm
from services.runtime.rows import Found, Result, Row
from services.runtime.statements import form_of

MOST = 12
"""Connections at once."""
LONGEST_WAIT = 30.0
OLDEST = 1800.0
"""Seconds after which a connection is replaced: PostgreSQL's side of it grows with what it has seen."""
FETCHED_AT_ONCE = 1000
NOW = "BEGIN;"
AS_OF = """BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = as_of, public; SET LOCAL loft.as_of = '{}';"""


class Connection:
    """One transaction's way to the database. Statements are written in SQLAlchemy Core."""

    __slots__ = ("driver", "now")

    def __init__(self, driver: asyncpg.Connection, now: datetime) -> None:
        """`now`: when the transaction began, by the domain's clock."""
        self.driver = driver
        self.now = now

    async def execute(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> Result:
        """`values`: one row of them, or a list: then the statement is executed for each and answers nothing."""
        if isinstance(values, Sequence):
            if len(values) != 1:
                return await self._execute_many(statement, values)
            values = values[0]
        values = values or {}
        form, written = form_of(statement, tuple(values), many=False)
        sql, filled = form.filled(written, values)
        return form.read(await self.driver.fetch(sql, *filled))

    async def scalar(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401
        return (await self.execute(statement, values)).scalar()

    async def scalars(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Found[Any]:
        return (await self.execute(statement, values)).scalars()

    async def stream(self, statement: Executable, values: Mapping[str, Any] | None = None) -> AsyncIterator[Row]:
        """Row by row, for an answer that may not fit in memory."""
        values = values or {}
        form, written = form_of(statement, tuple(values), many=False)
        sql, filled = form.filled(written, values)
        async for record in self.driver.cursor(sql, *filled, prefetch=FETCHED_AT_ONCE):
            yield form.read([record])[0]

    async def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Many new rows at once, for much less than inserting them costs."""
        await self.driver.copy_records_to_table(table, columns=columns, records=rows)

    async def _execute_many(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> Result:
        if rows:
            form, written = form_of(statement, tuple(rows[0]), many=True)
            filled = [form.filled(written, row) for row in rows]
            await self.driver.executemany(filled[0][0], [values for _, values in filled])
        return Result()


class Pool:
    """Connections that are kept for the next transaction. Makes them when they are needed, at most `MOST`."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._idle: list[asyncpg.Connection] = []
        self._born: WeakKeyDictionary[asyncpg.Connection, float] = WeakKeyDictionary()
        self._told: WeakKeyDictionary[asyncpg.Connection, date] = WeakKeyDictionary()
        self._places = asyncio.Semaphore(MOST)

    @asynccontextmanager
    async def begin(self, *, keep: bool = True, as_of: date | None = None) -> AsyncIterator[Connection]:
        """A transaction: undone if the block raises; if it ends well committed, or undone too if not to `keep`.

        `as_of`: in it every table is as it was at the end of that day, and nothing can be changed.
        """
        if self._places.locked():
            async with asyncio.timeout(LONGEST_WAIT):
                await self._places.acquire()
        else:
            await self._places.acquire()  # at once: a timeout would cost more than the place
        driver, sound = None, False
        try:
            driver = await self._take()
            now = await self._begun(driver, AS_OF.format(as_of) if as_of else NOW)
            try:
                yield Connection(driver, now)
            except Exception:
                sound = await _undone(driver)
                raise
            if keep:
                await _commit(driver)
                sound = True
            else:
                sound = await _undone(driver)
        finally:
            self._places.release()
            if driver:
                self._give_back(driver, sound=sound)

    async def close(self) -> None:
        while self._idle:
            with suppress(Exception):  # PostgreSQL may be gone
                await self._idle.pop().close(timeout=5)

    async def _take(self) -> asyncpg.Connection:
        while self._idle:
            driver = self._idle.pop()
            if not driver.is_closed():
                return driver
        driver = await asyncpg.connect(self._url, timeout=5, command_timeout=60)
        self._born[driver] = time.monotonic()
        return driver

    async def _begun(self, driver: asyncpg.Connection, how: str) -> datetime:
        """The moment, read when PostgreSQL has begun: who waits for a day's end sees each transaction of that day.

        The day is told outside the transaction: undone with it, it would be forgotten.
        """
        while True:
            await driver.execute(how)
            now = self._clock.now()
            if self._told.get(driver) == (today := day_in_stockholm(now)):
                return now
            await driver.execute(f"ROLLBACK; SET loft.today = '{today}';")
            self._told[driver] = today

    def _give_back(self, driver: asyncpg.Connection, *, sound: bool) -> None:
        if sound and time.monotonic() - self._born[driver] < OLDEST:
            self._idle.append(driver)
        else:
            driver.terminate()


async def _commit(driver: asyncpg.Connection) -> None:
    """PostgreSQL answers ROLLBACK, and no error, when a statement failed and somebody went on all the same."""
    if (done := await driver.execute("COMMIT;")) != "COMMIT":
        raise RuntimeError(f"asked to commit, PostgreSQL answered {done}")


async def _undone(driver: asyncpg.Connection) -> bool:
    """Whether the connection can be used again."""
    try:
        await driver.execute("ROLLBACK;")
    except Exception:  # noqa: BLE001  the fault that led here is the one to tell
        return False
    return True
