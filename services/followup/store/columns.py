"""How are words kept in columns, and how is a row found by what a person calls it?"""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Dialect, SmallInteger, Table, Text, Uuid, any_, bindparam
from sqlalchemy.types import TypeDecorator


class Word(TypeDecorator[StrEnum]):
    """A StrEnum, kept as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, _dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


class Numbered(TypeDecorator[StrEnum]):
    """A StrEnum, kept as its place among the words: small in an index that is read all day."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, _dialect: Dialect) -> int | None:
        return None if value is None else list(self.words).index(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> StrEnum | None:
        return None if value is None else list(self.words)[value]


def named(table: Table, ref: str) -> ColumnElement[bool]:
    """The row that a person means: by its UUID or by its slug."""
    try:
        return table.c.id == UUID(ref)
    except ValueError:
        return table.c.slug == ref.replace("\0", "")  # PostgreSQL takes no NUL, and no slug holds one


def among(column: ColumnElement[UUID], ids: Iterable[UUID]) -> ColumnElement[bool]:
    """One array parameter, so that the statement is the same for one id and for ten thousand."""
    return column == any_(bindparam(None, sorted(set(ids)), ARRAY(Uuid), unique=True))
