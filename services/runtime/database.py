"""How is a transaction begun, committed and, where the fault passes, tried again?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.runtime.clock import Clock
from services.runtime.work import Work, write_down

PASSING = ("08", "40001", "40P01", "53", "55P03", "57P", "25006")
"""SQLSTATEs that say nothing of the work: connection, serialization, deadlock, resources, lock, shutdown, standby."""


class Database:
    """One service's database."""

    def __init__(self, url: str, clock: Clock) -> None:
        self.url = url.replace("postgresql+asyncpg://", "postgresql://")
        self.clock = clock
        self.engine: AsyncEngine = create_async_engine(
            self.url.replace("postgresql://", "postgresql+asyncpg://"),
            pool_size=8,
            max_overflow=4,
            pool_pre_ping=False,
            pool_recycle=1800,
            hide_parameters=True,  # a fault is logged; what people wrote is not
            connect_args={"timeout": 5, "command_timeout": 60},
        )

    @asynccontextmanager
    async def work(self, cause: UUID | None = None) -> AsyncIterator[Work]:
        """A transaction: committed with what was emitted if the block ends well, undone whole if it raises."""
        async with self.engine.begin() as connection:
            work = Work(connection, self.clock.now(), cause or uuid4())
            yield work
            await write_down([work])

    async def direct(self) -> asyncpg.Connection:
        """A connection of its own, outside the pool: for LISTEN and for locks that last."""
        return await asyncpg.connect(self.url, timeout=5, command_timeout=60)

    async def close(self) -> None:
        await self.engine.dispose()


def passes(error: BaseException) -> bool:
    """Whether a fault lies in the connection or the moment, not in the work: then the same work may succeed later."""
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        return error.connection_invalidated or state.startswith(PASSING) or (not state and _cut(error.orig))
    if isinstance(error, asyncpg.PostgresError):
        return str(error.sqlstate or "").startswith(PASSING)
    return isinstance(error, PoolTimeout) or _cut(error)


def cannot_be_kept(error: BaseException) -> bool:
    """Whether PostgreSQL, or its driver, says of a value that no column can hold it."""
    if not isinstance(error, DBAPIError):
        return False
    cause = getattr(error.orig, "__cause__", None)
    return isinstance(cause, asyncpg.DataError) or (
        isinstance(cause, asyncpg.InterfaceError | ValueError) and not passes(error)
    )


def _cut(error: BaseException | None) -> bool:
    """Whether a connection was lost. A missing file is an OSError too, a value no column can hold an InterfaceError.

    A connection cut while it answers is an InternalClientError to the next that uses it.
    """
    faults = (error, getattr(error, "__cause__", None))
    return any(
        isinstance(fault, OSError | asyncpg.InterfaceError | asyncpg.InternalClientError) for fault in faults
    ) and not any(
        isinstance(fault, FileNotFoundError | PermissionError | IsADirectoryError | ValueError) for fault in faults
    )
