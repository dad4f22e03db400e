"""What is said of a command before, while and after somebody asks for it?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from pydantic import BaseModel

from schemas.base import Command
from services.portal.pages.language import _, note


class Label(NamedTuple):
    """A field's name, a line of help, and the sentence for what does not have its form. Written in Swedish."""

    name: str
    hint: str = ""
    expected: str = ""

    @property
    def told(self) -> "Label":
        """In the language of the page."""
        return Label(*map(_, self))


F_co = TypeVar("F_co", bound=BaseModel, covariant=True)


class Form(Protocol[F_co]):
    """What can be filled in: a model of any kind, and what its fields are called. Every wish is one."""

    @property
    def command(self) -> type[F_co]: ...

    @property
    def name(self) -> str: ...

    @property
    def labels(self) -> Mapping[str, Label]: ...


class InWords:
    """What a form is called and what it does: written in Swedish, told in the language of the page."""

    __slots__ = ()
    _title: str
    _tells: str

    @property
    def title(self) -> str:
        return _(self._title)

    @property
    def tells(self) -> str:
        return _(self._tells)


@dataclass(frozen=True, slots=True)
class Wish(InWords):
    """`tells`: what happens, who is told, what cannot be undone. `done`: what is true afterwards.

    Written in Swedish, told in the language of the page.
    """

    command: type[Command]
    address: str
    _title: str
    _tells: str
    _button: str
    _done: str
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

    def __post_init__(self) -> None:
        note((self._title, self._tells, self._button, self._done))
        note(text for label in self.labels.values() for text in label)

    @property
    def button(self) -> str:
        return _(self._button)

    @property
    def done(self) -> str:
        return _(self._done)

    @property
    def hidden(self) -> frozenset[str]:
        """At whose request something is done follows from who is signed in (own_bus.py)."""
        return self.unseen | {"by"}

    @property
    def name(self) -> str:
        """`command.agreements.share-agreement.v1` → share-agreement."""
        return self.command.subject.split(".")[2]


ON = frozenset({"on"})
