"""Whose turn is it? Where order needs one active process, the others stand by, and take over when it dies.

A session-level advisory lock on a connection of its own: PostgreSQL frees it the moment the connection is gone.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import asyncpg

from services.runtime.database import Database

SECONDS_BETWEEN_TRIES = 1.0
RELAY = 0x10F7_0001
HEARING = 0x10F7_0002
SEALING = 0x10F7_0003
CLAIMING = 0x10F7_0004
"""Held for one transaction, by the notifier's claims."""


@contextlib.asynccontextmanager
async def my_turn(database: Database, key: int) -> AsyncIterator[asyncpg.Connection]:
    """Wait until no other process holds `key`; yields the connection that holds it. Losing it ends the turn."""
    connection = await database.direct()
    try:
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", key):  # noqa: ASYNC110
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)  # nothing tells us when another process dies
        yield connection
    finally:
        with contextlib.suppress(Exception):
            await connection.close(timeout=2)
        connection.terminate()
