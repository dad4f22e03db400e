"""How do a thousand who ask the same cost one question? What anybody may know is asked for once, and kept a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")
SECONDS = 10.0
"""That what is told to everybody may be old, by real time."""
MOST = 50
"""Answers kept: the oldest goes first."""


class Copies:
    """Only of what is the same for everybody: nobody is asked here who wants to know."""

    def __init__(self) -> None:
        self._kept: dict[object, asyncio.Task[Any]] = {}

    async def of(self, key: object, ask: Callable[[], Awaitable[T]]) -> T:
        """What is kept, or what `ask` tells; who comes while it is asked waits for the same answer.

        Raises what `ask` raises, which is not kept.
        """
        task = self._kept.get(key)
        if task is None:
            if len(self._kept) >= MOST:
                self._kept.pop(next(iter(self._kept)))
            task = self._kept[key] = asyncio.ensure_future(ask())
            task.add_done_callback(partial(self._told, key))
        answer: T = await asyncio.shield(task)  # whoever goes away takes it from nobody else
        return answer

    def _told(self, key: object, task: asyncio.Task[Any]) -> None:
        fresh = not task.cancelled() and task.exception() is None
        asyncio.get_running_loop().call_later(SECONDS if fresh else 0, self._forget, key, task)

    def _forget(self, key: object, task: asyncio.Task[Any]) -> None:
        if self._kept.get(key) is task:
            del self._kept[key]
