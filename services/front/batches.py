"""How is a question about very many things asked? So many at a time as one message and one answer can hold."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def batches(of: Sequence[T], most: int) -> Iterator[tuple[T, ...]]:
    """In their order; of nothing none."""
    return (tuple(of[first : first + most]) for first in range(0, len(of), most))
