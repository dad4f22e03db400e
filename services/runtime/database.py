"""How is a transaction begun, committed and, where the fault passes, tried again?"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import UUID, uuid4

import asyncpg

from services.runtime.clock import Clock
from services.runtime.connection import Connection, Pool
from services.runtime.work import Work, write_down

PASSING = ("08", "40001", "40P01", "53", "55P03", "57P", "25006")
"""SQLSTATEs that say nothing of the work: connection, serialization, deadlock, resources, lock, shutdown, standby."""


class Database:
    """One service's database."""

    def __init__(self, url: str, clock: Clock) -> None:
        self.url = url.replace("postgresql+asyncpg://", "postgresql://")
        self.clock = clock
        self.pool = Pool(self.url, clock)

    @asynccontextmanager
    async def work(self, cause: UUID | None = None) -> AsyncIterator[Work]:
        """A transaction: committed with what was emitted if the block ends well, undone whole if it raises."""
        async with self.pool.begin() as connection:
            work = Work(connection, connection.now, cause or uuid4())
            yield work
            await write_down([work])

    def transaction(self) -> AbstractAsyncContextManager[Connection]:
        """Committed if the block ends well, undone whole if it raises."""
        return self.pool.begin()

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """A transaction that is always undone."""
        return self.pool.begin(keep=False)

    async def direct(self) -> asyncpg.Connection:
        """A connection of its own, outside the pool: for LISTEN and for locks that last."""
        return await asyncpg.connect(self.url, timeout=5, command_timeout=60)

    async def close(self) -> None:
        await self.pool.close()


def passes(error: BaseException) -> bool:
    """Whether a fault lies in the connection or the moment, not in the work: then the same work may succeed later."""
    if isinstance(error, asyncpg.PostgresError):
        return str(error.sqlstate or "").startswith(PASSING)
    # a missing file is an OSError too, and a value no column can hold an InterfaceError;
    # a connection cut while it answers is an InternalClientError to the next that uses it
    lost = isinstance(error, OSError | asyncpg.InterfaceError | asyncpg.InternalClientError)
    return lost and not isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError | ValueError)


def cannot_be_kept(error: BaseException) -> bool:
    """Whether PostgreSQL, or its driver, says of a value that no column can hold it."""
    return isinstance(error, asyncpg.DataError) or (
        isinstance(error, asyncpg.InterfaceError) and isinstance(error, ValueError)
    )
