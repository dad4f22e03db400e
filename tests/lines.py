"""How does a test reach a database again and again? By lines that are kept until it is unmade.

A new one costs forty times what a question does.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from services.runtime.database import Database
from tests.fakes import StoppedClock

_idle: dict[str, list[asyncpg.Connection]] = {}
_pools: dict[str, dict[StoppedClock, Database]] = {}


def keep_lines_to(url: str) -> None:
    """Until `let_go`: whoever unmakes it says so."""
    _idle[url], _pools[url] = [], {}


async def let_go(url: str) -> None:
    for line in _idle.pop(url):
        await line.close()
    for pool in _pools.pop(url).values():
        await pool.close()


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[asyncpg.Connection]:
    """For one question at a time."""
    idle, sound = _idle.get(url), False
    line = idle.pop() if idle else await asyncpg.connect(url)
    if line.is_closed():
        line = await asyncpg.connect(url)
    try:
        yield line
        sound = True
    finally:
        if sound and idle is not None and url in _idle:
            idle.append(line)
        else:
            await line.close()


@asynccontextmanager
async def database_at(url: str, clock: StoppedClock) -> AsyncIterator[Database]:
    """As a service has it, with connections that are used again."""
    kept = _pools.get(url, {}).get(clock) or Database(url, clock)
    if url in _pools:
        _pools[url][clock] = kept
    try:
        yield kept
    finally:
        if url not in _pools:
            await kept.close()
