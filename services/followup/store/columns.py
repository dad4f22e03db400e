"""How are words kept in columns, and how is a row found by what a person calls it?"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Dialect, Table, Text, any_, bindparam
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.types import TypeDecorator

Name = TypeVar("Name", UUID, str)
_DIALECT: Dialect = dialect()  # type: ignore[no-untyped-call]


class Word(TypeDecorator[StrEnum]):
    """A StrEnum, kept as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[str | None], StrEnum | None]:
        known: dict[str | None, StrEnum | None] = {None: None, **{str(word): word for word in self.words}}
        return known.__getitem__


def insert_of(table: Table, columns: Sequence[str]) -> str:
    """INSERT of any number of rows, a list for each column: `lists_of`."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table.name}" ({names}) SELECT * FROM {rows_of(table, columns)}'  # noqa: S608  our own names


def rows_of(table: Table, columns: Sequence[str], prefix: str = "") -> str:
    """Any number of rows, a list for each column: `lists_of` with the same prefix."""
    kinds = ((name, table.c[name].type.compile(dialect=_DIALECT)) for name in columns)
    lists = ", ".join(f"CAST(:{prefix}{name} AS {kind}[])" for name, kind in kinds)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"unnest({lists}) AS given({names})"


def lists_of(things: Iterable[object], columns: Sequence[str], prefix: str = "") -> dict[str, list[Any]]:
    taken = zip(*map(attrgetter(*columns), things), strict=True)
    return dict(zip((prefix + name for name in columns), map(list, taken), strict=True))


def named(table: Table, ref: str) -> ColumnElement[bool]:
    """The row that a person means: by its UUID or by its slug."""
    column, value = meant(ref)
    return table.c[column] == value


def meant(ref: str) -> tuple[str, UUID | str]:
    """The column that a person names a thing by, and its value."""
    try:
        return "id", UUID(ref)
    except ValueError:
        return "slug", ref.replace("\0", "")  # PostgreSQL takes no NUL, and no slug holds one


def among(column: ColumnElement[Name], names: Iterable[Name]) -> ColumnElement[bool]:
    """One array parameter, so that the statement is the same for one id or code and for ten thousand."""
    return column == any_(bindparam(None, sorted(set(names)), ARRAY(column.type), unique=True))


def overlaps(column: ColumnElement[tuple[str, ...]], words: Iterable[str]) -> ColumnElement[bool]:
    """An array column that holds any of these."""
    return column.bool_op("&&")(bindparam(None, sorted(set(words)), ARRAY(Text), unique=True))
