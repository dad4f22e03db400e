"""Which control does a field of a command have? It follows from the field's type alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from schemas.agreements import FunctionEntry, Organisation, Responsible
from schemas.base import Day, MunicipalityCode

LONGEST_LINE = 300
"""What may be longer gets several lines."""
FUNCTION_IDS = {"function_id", "substitute_id", "to_id"}
NEVER_ASKED = {"command_id", "kind", "asked_by"}
"""As who something is asked for follows from who is signed in (own_bus.py)."""
TICKED = "on"
ROW = re.compile("0|[1-9][0-9]{0,2}", re.ASCII)


class Kind(StrEnum):
    DAY = "day"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    LINE = "line"
    TEXT = "text"
    FUNCTION = "function"
    FUNCTIONS = "functions"
    """Functions that answer for something, the lead first."""
    DAYS = "days"
    """One a line."""
    MANY = "many"
    """Any number of an enumeration's values."""
    PLACE = "place"
    ORGANISATION = "organisation"
    GROUP = "group"
    ROWS = "rows"
    VARIANTS = "variants"
    """One of several models, told apart by `kind`."""
    YAML = "yaml"
    """What no ordinary controls can say."""


SCALARS = {
    Kind.DAY,
    Kind.NUMBER,
    Kind.SWITCH,
    Kind.CHOICE,
    Kind.LINE,
    Kind.TEXT,
    Kind.FUNCTION,
    Kind.PLACE,
    Kind.ORGANISATION,
}


@dataclass(frozen=True, slots=True)
class Control:
    """`name` is its place in the form: the names of the fields on the way to it, with points between.

    `asked`: the field's type. `inner`: the controls of a group, of each row, or one group for each variant.
    """

    name: str
    kind: Kind
    optional: bool
    asked: Any
    inner: tuple["Control", ...] = ()
    longest: int | None = None

    @property
    def last(self) -> str:
        return self.name.rpartition(".")[2]

    def at(self, row: int) -> tuple["Control", ...]:
        """The controls of one row."""
        return tuple(replace(one, name=f"{self.name}.{row}.{one.last}") for one in self.inner)


@cache
def controls_of(command: type[BaseModel]) -> tuple[Control, ...]:
    return tuple(_controls(command, ""))


def every(controls: tuple[Control, ...]) -> Iterator[Control]:
    """These, and those inside them."""
    for control in controls:
        yield control
        yield from every(control.inner)


def rows_in(name: str, texts: Iterable[str]) -> list[int]:
    """The numbers of the rows that a form has under this name, in order."""
    places = {text.removeprefix(f"{name}.").partition(".")[0] for text in texts if text.startswith(f"{name}.")}
    return sorted(int(place) for place in places if ROW.fullmatch(place))


def item_of(asked: Any) -> Any:  # noqa: ANN401  any annotation
    """Of what a list is made."""
    return _bare(get_args(_bare(asked)[0])[0])[0]


def enumeration_of(control: Control) -> type[StrEnum]:
    """Whose values are chosen among."""
    chosen: type[StrEnum] = item_of(control.asked) if control.kind is Kind.MANY else _bare(control.asked)[0]
    return chosen


def _controls(model: type[BaseModel], before: str) -> Iterator[Control]:
    for name, field in model.model_fields.items():
        if name not in NEVER_ASKED:
            yield _control(f"{before}{name}", field)


def _control(name: str, field: FieldInfo) -> Control:
    asked = field.rebuild_annotation()
    bare, metadata = _bare(asked)
    absent = field.default is None and not field.is_required()
    kind = _kind(name, bare, metadata, absent=absent)
    optional = not field.is_required() or kind is Kind.SWITCH
    control = Control(name, kind, optional, asked, longest=_limit(metadata, "max_length"))
    match kind:
        case Kind.GROUP:
            return _filled(control, tuple(_controls(bare, f"{name}.")))
        case Kind.ROWS:
            return _filled(control, tuple(_controls(get_args(bare)[0], f"{name}.")))
        case Kind.VARIANTS:
            return _filled(control, tuple(_variant(name, model) for model in get_args(bare)))
    return control


def _filled(control: Control, inner: tuple[Control, ...]) -> Control:
    """With its inner controls; if one of these cannot be ordinary, the whole is written instead."""
    fits = SCALARS if control.kind is Kind.ROWS else SCALARS | {Kind.MANY, Kind.FUNCTIONS, Kind.VARIANTS, Kind.GROUP}
    if all(one.kind in fits for one in inner):
        return replace(control, inner=inner)
    return replace(control, kind=Kind.YAML)


def _variant(name: str, model: type[BaseModel]) -> Control:
    word = model.model_fields["kind"].default
    return Control(f"{name}.{word}", Kind.GROUP, False, model, tuple(_controls(model, f"{name}.{word}.")))


def _kind(name: str, bare: Any, metadata: tuple[Any, ...], *, absent: bool) -> Kind:  # noqa: ANN401  any annotation
    """`absent`: leaving it out is something else than leaving it empty."""
    origin = get_origin(bare)
    if origin is tuple:
        return Kind.YAML if absent else _kind_of_list(get_args(bare)[0])
    if origin in {Union, UnionType}:
        return Kind.VARIANTS
    if not isinstance(bare, type):
        return Kind.YAML
    if issubclass(bare, BaseModel):
        return Kind.YAML if absent else Kind.GROUP
    if issubclass(bare, bool):
        return Kind.YAML if absent else Kind.SWITCH
    return _kind_of_scalar(name.rpartition(".")[2], bare, metadata)


def _kind_of_list(asked: Any) -> Kind:  # noqa: ANN401  any annotation
    bare, _ = _bare(asked)
    if asked == Day:
        return Kind.DAYS
    if bare in {FunctionEntry, Responsible}:
        return Kind.FUNCTIONS
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return Kind.MANY
    return Kind.ROWS if isinstance(bare, type) and issubclass(bare, BaseModel) else Kind.YAML


def _kind_of_scalar(last: str, bare: type, metadata: tuple[Any, ...]) -> Kind:
    if issubclass(bare, StrEnum):
        return Kind.CHOICE
    plain = {date: Kind.DAY, int: Kind.NUMBER, UUID: Kind.FUNCTION if last in FUNCTION_IDS else Kind.LINE}
    if bare in plain:
        return plain[bare]
    if not issubclass(bare, str):
        return Kind.YAML
    pattern = _limit(metadata, "pattern")
    for known, kind in ((MunicipalityCode, Kind.PLACE), (Organisation, Kind.ORGANISATION)):
        if pattern == _limit(_bare(known)[1], "pattern"):
            return kind
    return Kind.TEXT if (_limit(metadata, "max_length") or 0) > LONGEST_LINE else Kind.LINE


def _bare(asked: Any) -> tuple[Any, tuple[Any, ...]]:  # noqa: ANN401  any annotation
    """The type without ”or nothing” and without what is said about it, which comes beside."""
    metadata: list[Any] = []
    while True:
        origin, inner = get_origin(asked), get_args(asked)
        if origin is Annotated:
            metadata += _said(inner[1:])
            asked = inner[0]
        elif origin in {Union, UnionType} and NoneType in inner and len(inner) == 2:  # noqa: PLR2004  it, or nothing
            asked = next(one for one in inner if one is not NoneType)
        else:
            return asked, tuple(metadata)


def _said(metadata: tuple[Any, ...]) -> Iterator[Any]:
    for one in metadata:
        yield from one.metadata if isinstance(one, FieldInfo) else (one,)


def _limit(metadata: tuple[Any, ...], name: str) -> Any:  # noqa: ANN401  as the type says it
    return next((value for one in metadata if (value := getattr(one, name, None)) is not None), None)
