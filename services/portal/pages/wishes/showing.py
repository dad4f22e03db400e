"""What does a template ask about a control? Its words, its choices, and how many rows it has."""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import schemas
from schemas.agreements import FunctionLine
from schemas.base import Command, Party
from schemas.geography import municipalities
from services.portal.pages import words
from services.portal.pages.wishes.controls import Control, Kind, enumeration_of, rows_in
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.labels import label_of
from services.portal.pages.wishes.table import BY_NAME
from services.portal.pages.wishes.values import VARIANTS, WORDS
from services.portal.pages.wishes.values import options as values_of

PUBLISHED = Path(schemas.__file__).parent / "published"
WRITTEN = Path(schemas.__file__).parent / "written" / "example.yaml"
EMPTY_ROWS = 2
FEW = 4
"""So many choices are all shown at once."""
LONG_LINE = 60

label = label_of
wishes = BY_NAME
variants = VARIANTS


def options(control: Control) -> Iterable[tuple[str, str]]:
    """Value and word."""
    match control.kind:
        case Kind.PLACE:
            return _places()
        case Kind.ORGANISATION:
            return [(Party.POLICE.value, words.PARTIES[Party.POLICE]), *_places()]
    return values_of(enumeration_of(control))


def word(value: StrEnum) -> str:
    return WORDS[type(value)][value]


def all_at_once(control: Control) -> bool:
    """What may be left out needs a choice that says so, which radio buttons have not."""
    return control.kind is Kind.CHOICE and not control.optional and len(list(options(control))) <= FEW


def rows(control: Control, fields: Mapping[str, str]) -> range:
    """Those that are filled in, and some more."""
    return range(max(rows_in(control.name, fields), default=-1) + 1 + EMPTY_ROWS)


def function(line: FunctionLine) -> str:
    """A role alone is not enough to tell one kommunpolis from another."""
    holder = f", {line.holder.mailbox}" if line.holder else ", ingen innehavare"
    return f"{words.role(line.role)}{holder}"


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
