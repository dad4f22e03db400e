"""How does a statement written in SQLAlchemy become SQL and values for asyncpg? Compiled once, then remembered.

SQLAlchemy is the language only: names and types are checked where a statement is written. What it does around each
execution costs more than the statement itself, so it is not asked (docs/adr/0007).
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Dialect, Executable
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from services.runtime.rows import Result, Row, row_class

Values = Mapping[str, Any]
Process = Callable[[Any], Any]
MOST = 500
"""Forms remembered; a service has fewer, and a form that varies without end must not fill the memory."""
_DIALECT: Dialect = dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the value for `$n` comes from: named by the caller, or the nth that was written in the statement."""

    name: str
    key: str
    written: int | None
    default: BindParameter[Any]
    process: Process | None


class Form:
    """A compiled statement; all statements that differ only in their values share it."""

    def __init__(self, statement: Any, names: Sequence[str], many: bool) -> None:  # noqa: ANN401
        key = statement._generate_cache_key()  # noqa: SLF001
        # columns are told from the values' names only where the statement does not say itself what it sets
        columns = None if getattr(statement, "_values", None) else list(names) or None
        compiled = statement.compile(dialect=_DIALECT, column_keys=columns, cache_key=key, for_executemany=many)
        self._compiled = cast("SQLCompiler", compiled)
        if self._compiled.insert_prefetch or self._compiled.update_prefetch:
            raise TypeError("a column's default stands in the migration: here it would come in as NULL")
        self._sql = str(compiled)
        self._expands = bool(self._compiled.post_compile_params or self._compiled.literal_execute_params)
        written = {bind.key: nr for nr, bind in enumerate(key.bindparams)} if key else {}
        self._places = [
            Place(name, bind.key, written.get(bind.key), bind, _on_the_way_in(bind.type))
            for name in (compiled.binds if self._expands else self._compiled.positiontup or ())
            for bind in [compiled.binds[name]]
        ]
        reads = [(nr, column.type) for nr, column in enumerate(getattr(statement, "exported_columns", ()))]
        self._reads = [(nr, read) for nr, kind in reads if (read := _on_the_way_out(kind))]
        self._row: type[Row] | None = None

    def filled(self, written: Sequence[BindParameter[Any]], values: Values) -> tuple[str, list[Any]]:
        """The SQL and its values in order."""
        if self._expands:
            return self._expanded(written, values)
        return self._sql, [
            place.process(value) if place.process else value
            for place in self._places
            for value in [_value(place, written, values)]
        ]

    def read(self, records: Sequence[Any]) -> Result:
        if not records:
            return Result()
        row = self._row = self._row or row_class(tuple(records[0].keys()))
        if not self._reads:
            return Result(map(row, records))
        found = Result()
        for record in records:
            values = list(record)
            for nr, read in self._reads:
                values[nr] = read(values[nr])
            found.append(row(values))
        return found

    def _expanded(self, written: Sequence[BindParameter[Any]], values: Values) -> tuple[str, list[Any]]:
        """`IN` has as many parameters as values."""
        named = {place.key: _value(place, written, values) for place in self._places}
        state = self._compiled.construct_expanded_state(named)
        process = {place.name: place.process for place in self._places} | dict(state.processors)
        filled = [
            made(value) if (made := process.get(name)) else value
            for name in state.positiontup or ()
            for value in [state.parameters[name]]
        ]
        return state.statement, filled


_seen: WeakKeyDictionary[Any, dict[tuple[Any, ...], tuple[Form, Sequence[BindParameter[Any]]]]] = WeakKeyDictionary()
"""By the statement itself: a constant of a module is found without asking what it consists of."""
_forms: OrderedDict[Any, Form] = OrderedDict()


def form_of(statement: Executable, names: Sequence[str], *, many: bool) -> tuple[Form, Sequence[BindParameter[Any]]]:
    """The statement's form, and the values that are written in it. `names`: of what the caller gives."""
    ways = _seen.setdefault(statement, {})
    way = (many, *names)
    if way not in ways:
        key = statement._generate_cache_key()  # type: ignore[attr-defined]  # noqa: SLF001
        known = (key.key, way) if key else None
        form = (_forms.get(known) if known else None) or Form(statement, names, many)
        if known:
            _forms[known] = form
            _forms.move_to_end(known)
            if len(_forms) > MOST:
                _forms.popitem(last=False)
        ways[way] = form, key.bindparams if key else ()
    return ways[way]


def _value(place: Place, written: Sequence[BindParameter[Any]], values: Values) -> Any:  # noqa: ANN401
    if place.key in values:
        return values[place.key]
    bind = place.default if place.written is None else written[place.written]
    if bind.required:
        raise TypeError(f"no value for {place.key}")
    return bind.effective_value


def _on_the_way_in(kind: TypeEngine[Any]) -> Process | None:
    return kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _on_the_way_out(kind: TypeEngine[Any]) -> Process | None:
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
