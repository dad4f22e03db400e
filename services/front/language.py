"""In which language are things told? Swedish, in which all is written, or the one that is chosen.

A text's Swedish is what a catalogue knows it by. Nobody chooses in a terminal, so there all stays Swedish.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import TypeVar

K = TypeVar("K")

Catalogue = Mapping[str, tuple[str, ...]]
"""By what is said in Swedish: the same in the other language, and if it counts, for one and for many."""
SWEDISH: Catalogue = {}
CHOSEN: ContextVar[Catalogue] = ContextVar("language", default=SWEDISH)
LOOKED_UP: set[str] = set()
"""All that stands in Words, and what else is noted."""


def _(text: str, /, **values: object) -> str:
    """The text in the chosen language, with `%(name)s` filled in; unchanged where the catalogue has no such text."""
    told = CHOSEN.get().get(text, (text,))[0]
    return told % values if values else told


def plural(one: str, many: str, count: int) -> str:
    """For one and for any other number, which Swedish and English both tell apart; nothing is filled in yet."""
    return CHOSEN.get().get(one, (one, many))[0 if count == 1 else -1]


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The same, filled in; `%(count)s` is the number."""
    return plural(one, many, count) % {"count": count, **values}


def word(text: str) -> str:
    """The text as it is: in the catalogue, and told by `_` where it is used."""
    return text


class Written(str):
    """As somebody has written it: the same in any language."""

    __slots__ = ()


def note(texts: Iterable[str]) -> None:
    """The same of many, when what holds them is made."""
    LOOKED_UP.update(texts)


class Words(Mapping[K, str]):
    """What values are called: written in Swedish, looked up in the chosen language."""

    def __init__(self, swedish: Mapping[K, str]) -> None:
        self._swedish = dict(swedish)
        LOOKED_UP.update(self._swedish.values())

    def __getitem__(self, value: K) -> str:
        return _(self._swedish[value])

    def __iter__(self) -> Iterator[K]:
        return iter(self._swedish)

    def __len__(self) -> int:
        return len(self._swedish)
