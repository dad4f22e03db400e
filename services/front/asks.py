"""Who can be asked? The bus, or whatever asks it and words its silence for a reader."""

from typing import Protocol, TypeVar

from schemas.base import Query, Reply

R = TypeVar("R", bound=Reply)


class Asks(Protocol):
    async def ask(self, question: Query, answer: type[R]) -> R:
        """Raises Refused, or Unavailable."""
