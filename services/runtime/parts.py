"""How is a part of a message kept in a column? As the JSON that travels on the bus, and read as strictly."""

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator


class Parts(TypeDecorator[Any]):
    """One part, or several. JSON goes to and from PostgreSQL as text: only pydantic reads and writes it."""

    impl = JSONB
    cache_ok = True

    def __init__(self, kind: Any) -> None:  # noqa: ANN401  whatever pydantic can read: a class or a type expression
        super().__init__()
        self.kind = kind
        self.adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def bind_processor(self, _dialect: Dialect) -> Callable[[Any], str]:
        return lambda value: self.adapter.dump_json(value).decode()

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[str], Any]:
        return self.adapter.validate_json
