"""Who can be asked, and told? The bus, or whatever asks it and words its silence for a reader."""

from typing import Protocol, TypeVar

from schemas.base import Command, Query, Reply

R = TypeVar("R", bound=Reply)


class Asks(Protocol):
    async def ask(self, question: Query, answer: type[R]) -> R:
        """Raises Refused, or Unavailable."""


class Tells(Asks, Protocol):
    async def tell(self, wish: Command) -> None:
        """Raises Refused, or Unavailable."""
