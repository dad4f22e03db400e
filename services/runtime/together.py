"""How are many events taken in few statements? A handler marked `@together` gets all of its kind that a page holds."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.base import Event
from services.runtime.letters import Heard
from services.runtime.work import Work

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Together(Generic[E]):
    """A handler of events of one kind, each with its own work, those of one aggregate in order."""

    handle: Callable[[Sequence[tuple[E, Work]]], Awaitable[None]]

    async def __call__(self, fact: E, work: Work) -> None:
        """One alone."""
        await self.handle([(fact, work)])


def together(handle: Callable[[Sequence[tuple[E, Work]]], Awaitable[None]]) -> Together[E]:
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
