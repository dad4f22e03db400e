"""How are words and message parts kept in columns, and how is a row found by what a person calls it?"""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ARRAY, ColumnElement, Dialect, SmallInteger, Table, Text, Uuid, any_, bindparam
from sqlalchemy.dialects.postgresql import JSONB
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


class Parts(TypeDecorator[Any]):
    """A part of a message, or several, kept as the JSON that travels on the bus."""

    impl = JSONB
    cache_ok = True

    def __init__(self, kind: Any) -> None:  # noqa: ANN401  whatever pydantic can read: a class or a type expression
        super().__init__()
        self.kind = kind
        self.adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:  # noqa: ANN401
        return self.adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:  # noqa: ANN401
        return self.adapter.validate_json(json.dumps(value))  # messages are strict: only JSON may say days as text


def named(table: Table, ref: str) -> ColumnElement[bool]:
    """The row that a person means: by its UUID or by its slug."""
    try:
        return table.c.id == UUID(ref)
    except ValueError:
        return table.c.slug == ref.replace("\0", "")  # PostgreSQL takes no NUL, and no slug holds one


def among(column: ColumnElement[UUID], ids: Iterable[UUID]) -> ColumnElement[bool]:
    """One array parameter, so that the statement is the same for one id and for ten thousand."""
    return column == any_(bindparam(None, sorted(set(ids)), ARRAY(Uuid), unique=True))
