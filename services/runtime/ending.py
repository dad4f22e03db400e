"""How are tasks brought to their end? By cancelling them until they have ended.

Once is not enough: a cancellation that meets an arriving answer may be swallowed inside nats-py or asyncpg (before
Python 3.12 by asyncio.wait_for itself), and whoever waits for the task then waits for ever.
"""

import asyncio
from collections.abc import Collection, Coroutine
from typing import Any

AGAIN = 0.5
"""Seconds after which a task that has not ended is cancelled once more."""


async def end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Return when all have ended, also if the caller is itself cancelled meanwhile."""
    cancelled = None
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        try:
            await asyncio.wait(pending, timeout=AGAIN)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled


async def until_one_ends(*coroutines: Coroutine[Any, Any, None]) -> None:
    """Run side by side until the first ends or fails; end the others, and raise what was raised."""
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await end(tasks)
    for task in tasks:
        if not task.cancelled() and (fault := task.exception()):
            raise fault
