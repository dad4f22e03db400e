"""What did PostgreSQL answer? Rows whose columns are reached by name or place."""

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")


class Row(tuple[Any, ...]):
    """Columns in their order, and by their names."""

    __slots__ = ()
    columns: tuple[str, ...] = ()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...  # noqa: ANN401


def row_class(columns: tuple[str, ...]) -> type[Row]:
    named = {name: property(itemgetter(nr)) for nr, name in enumerate(columns)}
    return type("Row", (Row,), {"__slots__": (), **named, "columns": columns})


class Found(list[T]):
    def all(self) -> Sequence[T]:
        return self

    def first(self) -> T | None:
        return self[0] if self else None

    def one(self) -> T:
        """Raises ValueError if there are none or several."""
        [only] = self
        return only


class Result(Found[Row]):
    def mappings(self) -> Found[dict[str, Any]]:
        return Found(dict(zip(row.columns, row, strict=True)) for row in self)

    def scalars(self) -> Found[Any]:
        """The first column."""
        return Found(row[0] for row in self)

    def scalar(self) -> Any:  # noqa: ANN401
        """The first column of the first row; None without a row."""
        return self[0][0] if self else None

    def scalar_one(self) -> Any:  # noqa: ANN401
        return self.one()[0]
