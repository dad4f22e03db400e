"""What is said of a command before, while and after somebody asks for it?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.base import Command


class Label(NamedTuple):
    """A field's name, a line of help, and the sentence for what does not have its form."""

    name: str
    hint: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """`tells`: what happens, who is told, what cannot be undone. `done`: what is true afterwards."""

    command: type[Command]
    address: str
    title: str
    tells: str
    button: str
    done: str
    labels: Mapping[str, Label] = field(default_factory=dict)
    """Where the usual words for a field do not fit."""
    today: frozenset[str] = frozenset()
    """Days that begin as today."""
    unseen: frozenset[str] = frozenset()
    """Fields that nobody fills in by hand; they are kept where they are filled."""
    seldom: frozenset[str] = frozenset()
    """Fields of a group that few need; they stand folded together below the others."""
    for_good: bool = False
    """Nobody can undo it."""

    @property
    def name(self) -> str:
        """`command.agreements.share-agreement.v1` → share-agreement."""
        return self.command.subject.split(".")[2]


ON = frozenset({"on"})
