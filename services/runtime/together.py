"""How are many messages taken in few statements? A handler marked `@together` gets all of its kind that came together.

Events of a page, and wishes that came while the last were carried out.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.base import Message
from services.runtime.letters import Heard
from services.runtime.work import Work

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class Together(Generic[M]):
    """A handler of messages of one kind, each with its own work, those about one aggregate in order.

    What it locks it locks in the order of ids.
    """

    handle: Callable[[Sequence[tuple[M, Work]]], Awaitable[None]]

    async def __call__(self, message: M, work: Work) -> None:
        """One alone."""
        await self.handle([(message, work)])


def together(handle: Callable[[Sequence[tuple[M, Work]]], Awaitable[None]]) -> Together[M]:
    return Together(handle)


def grouped(events: Iterable[Heard]) -> list[list[Heard]]:
    """As few groups of one kind as there can be with the events of each aggregate still in order."""
    groups: list[list[Heard]] = []
    reached: dict[tuple[str, str], int] = {}
    for event in events:
        allowed = range(reached.get(event.aggregate, 0), len(groups))
        nr = next((nr for nr in allowed if groups[nr][0].subject == event.subject), len(groups))
        if nr == len(groups):
            groups.append([])
        groups[nr].append(event)
        reached[event.aggregate] = nr
    return groups
