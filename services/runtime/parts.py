"""How is a part of a message kept in a column? As the JSON that travels on the bus, and read as strictly."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

REMEMBERED = 1000
"""Values of a column that are mostly small."""


class Parts(TypeDecorator[Any]):
    """One part, or several. JSON goes to and from PostgreSQL as text: only pydantic reads and writes it."""

    impl = JSONB
    cache_ok = True

    def __init__(self, kind: Any, *, common: bool = False) -> None:  # noqa: ANN401  a class or a type expression
        """`common`: the same value is read again and again, and nobody changes it; then it is understood once."""
        super().__init__()
        self.kind = kind
        self.common = common
        self.adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def bind_processor(self, _dialect: Dialect) -> Callable[[Any], str]:
        return lambda value: self.adapter.dump_json(value).decode()

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[str], Any]:
        return lru_cache(REMEMBERED)(self.adapter.validate_json) if self.common else self.adapter.validate_json
