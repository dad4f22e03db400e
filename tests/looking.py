"""How does a test look at what really is, and wait until it is so?"""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg

from tests.lines import line_to


async def until(holds: Callable[[], Awaitable[bool]], what: str, seconds: float = 30.0) -> None:
    """Wait for something to become true; fails with `what` when it does not."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not await holds():
        assert asyncio.get_running_loop().time() < deadline, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.02)


async def rows(url: str, question: str, *values: object) -> list[asyncpg.Record]:
    async with line_to(url) as line:
        return await line.fetch(question, *values)
