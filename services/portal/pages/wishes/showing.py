"""What does a template ask about a control? Its words, its choices, and how many rows it has."""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel

import schemas
from schemas.agreements import FunctionLine
from schemas.base import LAST_DAY, Command, Party
from schemas.followup import DecisionKind
from schemas.geography import municipalities
from services.portal.pages import words
from services.portal.pages.language import _
from services.portal.pages.wishes.again import EXAMPLE, WRITTEN
from services.portal.pages.wishes.controls import Control, Kind, enumeration_of, rows_in
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.labels import NAME, label_of, usual
from services.portal.pages.wishes.likely import ALL_KNOWN
from services.portal.pages.wishes.place import DECIDED
from services.portal.pages.wishes.table import BY_NAME
from services.portal.pages.wishes.values import VARIANTS, WORDS
from services.portal.pages.wishes.values import options as values_of
from services.portal.pages.wishes.wish import Form, Label

PUBLISHED = Path(schemas.__file__).parent / "published"
EMPTY_ROWS = 2
FEW = 4
"""So many choices are all shown at once."""

__all__ = ["ALL_KNOWN", "EXAMPLE", "LAST_DAY", "WRITTEN", "usual"]
wishes = BY_NAME
variants = VARIANTS


def label(wish: Form[BaseModel], name: str, *, chosen: bool = False) -> Label:
    """`chosen`: nobody has to write a name, and needs no help with it."""
    said = label_of(wish, name)
    return (said._replace(hint="") if chosen and said.hint.startswith(NAME) else said).told


def options(control: Control) -> Iterable[tuple[str, str]]:
    """Value and word."""
    match control.kind:
        case Kind.PLACE:
            return _places()
        case Kind.ORGANISATION:
            return [(Party.POLICE.value, words.PARTIES[Party.POLICE]), *_places()]
    return values_of(enumeration_of(control))


def in_use(controls: Iterable[Control], texts: Mapping[str, str], mistakes: Mapping[str, str]) -> bool:
    """Whether any of them is filled in, or filled in wrong."""
    used = {name for name, text in texts.items() if text} | mistakes.keys()
    return any(name == one.name or name.startswith(f"{one.name}.") for one in controls for name in used)


def decisions_without_change() -> Iterable[tuple[str, str]]:
    """What a meeting may decide that nothing has to be carried out for."""
    return [(value, told) for value, told in values_of(DecisionKind) if value not in DECIDED.values()]


def word(value: StrEnum) -> str:
    return WORDS[type(value)][value]


def with_more(control: Control, said: Mapping[StrEnum, str]) -> list[tuple[str, str]]:
    """Those of a control's values of which more is said, with that."""
    more = {one.value: words for one, words in said.items()}
    return [(value, f"{told}: {more[value]}") for value, told in options(control) if value in more]


def all_at_once(control: Control) -> bool:
    """What may be left out needs a choice that says so, which radio buttons have not."""
    return control.kind is Kind.CHOICE and not control.optional and len(list(options(control))) <= FEW


def rows(control: Control, fields: Mapping[str, str]) -> range:
    """Those that are filled in, and some more."""
    filled = [name for name, text in fields.items() if text]
    return range(max(rows_in(control.name, filled), default=-1) + 1 + EMPTY_ROWS)


def function(line: FunctionLine) -> str:
    """A role alone is not enough to tell one kommunpolis from another."""
    return f"{words.role(line.role)}, {line.holder.mailbox if line.holder else _('ingen innehavare')}"


@cache
def example(command: type[Command], name: str) -> str:
    """A text that fits a field of YAML: an agreement as in files, what else as in the message's published example."""
    if name == "document":
        return WRITTEN.read_text(encoding="utf-8")
    published = json.loads((PUBLISHED / f"{command.subject}.json").read_text(encoding="utf-8"))
    return texts_of(command, published["example"])[name]


@cache
def _places() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in sorted(municipalities().values(), key=lambda one: words.swedish(one.name))]
