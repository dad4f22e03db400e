"""How does something leave the building? It is written down, then done, then its outcome is written down.

Every step but `prepare` and `deliver` is a transaction of its own; kill the process anywhere and the rows tell what is
certain, what is uncertain, and what to do again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from services.runtime.bus import Bus
from services.runtime.work import Work

C = TypeVar("C")
L = TypeVar("L")
O = TypeVar("O")  # noqa: E741  Claimed, Letter, Outcome
T = TypeVar("T")
R = TypeVar("R")

Ready = Callable[[], Awaitable[bool]]
"""Commits that the point of no return is reached. False: the claim was lost meanwhile, and nothing may be sent."""


@dataclass(frozen=True, slots=True)
class Outward(Generic[C, L, O]):
    """`claim` a page, `prepare` letters by asking how things stand now, `deliver` each, `record` what came of it.

    `mark` and `record` are handed what is ready at the same moment; `mark` answers for each whether it may be sent.
    """

    claim: Callable[[Work], Awaitable[Sequence[C]]]
    prepare: Callable[[Sequence[C], Bus, datetime], Awaitable[Sequence[L]]]
    deliver: Callable[[L, Ready], Awaitable[O]]
    record: Callable[[Sequence[O], Work], Awaitable[None]]
    mark: Callable[[Sequence[L], Work], Awaitable[Sequence[bool]]]
    at_once: int = 4
    """Letters past the point of no return and not yet recorded; as many more wait before it, all but ready."""


class Rounds(Generic[T, R]):
    """What is there when a round begins is done together, in the order it came; what comes later waits for the next.

    A round ends with the first that `ends` it: of those never more than one is done at once.

    When a round fails, each in it is done alone, so that one does not stop the others.
    """

    def __init__(
        self, do: Callable[[Sequence[T]], Awaitable[Sequence[R]]], ends: Callable[[T], bool] = lambda _: False
    ) -> None:
        self._do = do
        self._ends = ends
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._running: asyncio.Task[None] | None = None

    def join(self, one: T) -> asyncio.Future[R]:
        """Takes its place in the next round now; what comes of it is awaited."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, answer))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return answer

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(0)  # who was set free by the one that came first joins it
            last = next((nr for nr, (one, _) in enumerate(self._waiting, 1) if self._ends(one)), len(self._waiting))
            together, self._waiting = self._waiting[:last], self._waiting[last:]
            await self._answer(together)
        self._running = None

    async def _answer(self, together: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            answers = await self._do([one for one, _ in together])
        except Exception as fault:  # noqa: BLE001  told to whoever waits for it
            if len(together) > 1:
                for each in together:
                    await self._answer([each])
            elif not together[0][1].done():
                together[0][1].set_exception(fault)
        else:
            for (_, answer), said in zip(together, answers, strict=True):
                if not answer.done():  # nobody waits any longer
                    answer.set_result(said)
