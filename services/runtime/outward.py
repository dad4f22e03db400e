"""How does something leave the building? It is written down, then done, then its outcome is written down.

Every step but `prepare` and `deliver` is a transaction of its own; kill the process anywhere and the rows tell what is
certain, what is uncertain, and what to do again.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from services.runtime.bus import Bus
from services.runtime.work import Work

C = TypeVar("C")
L = TypeVar("L")
O = TypeVar("O")  # noqa: E741  Claimed, Letter, Outcome

Ready = Callable[[], Awaitable[bool]]
"""Commits that the point of no return is reached. False: the claim was lost meanwhile, and nothing may be sent."""


@dataclass(frozen=True, slots=True)
class Outward(Generic[C, L, O]):
    """`claim` a page, `prepare` letters by asking how things stand now, `deliver` each, `record` what came of it."""

    claim: Callable[[Work], Awaitable[Sequence[C]]]
    prepare: Callable[[Sequence[C], Bus, datetime], Awaitable[Sequence[L]]]
    deliver: Callable[[L, Ready], Awaitable[O]]
    record: Callable[[O, Work], Awaitable[None]]
    mark: Callable[[L, Work], Awaitable[bool]]
    at_once: int = 4
    """Letters delivered side by side."""
