"""Which texts does a form hold that says this? The way back from values to what somebody would have filled in."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from pydantic import BaseModel

from services.portal.pages.wishes.controls import TICKED, Control, Kind, controls_of


def texts_of(command: type[BaseModel], values: Mapping[str, Any]) -> dict[str, str]:
    """`values`: of the command's fields, as it travels; those that are absent stay empty."""
    return _texts(controls_of(command), values)


def yaml_of(value: object) -> str:
    return yaml.safe_dump(_present(value), allow_unicode=True, sort_keys=False, width=100)


def _texts(controls: Sequence[Control], values: Mapping[str, Any]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for control in controls:
        value = values.get(control.last)
        if value is not None:
            texts |= _filled(control, value)
    return texts


def _filled(control: Control, value: Any) -> dict[str, str]:  # noqa: ANN401  as it travels
    name = control.name
    match control.kind:
        case Kind.GROUP:
            texts = _texts(control.inner, value)
        case Kind.VARIANTS:
            chosen = next(one for one in control.inner if one.last == value["kind"])
            texts = {f"{name}.kind": chosen.last} | _texts(chosen.inner, value)
        case Kind.ROWS:
            rows = [_texts(control.at(row), one) for row, one in enumerate(value)]
            texts = {field: text for row in rows for field, text in row.items()}
        case Kind.SWITCH:
            texts = {name: TICKED} if value else {}
        case Kind.MANY:
            texts = {f"{name}.{one}": TICKED for one in value}
        case Kind.FUNCTIONS:
            lead, *others = [one.get("function_id") or one["id"] for one in value] or [""]
            texts = {name: lead} | {f"{name}.{one}": TICKED for one in others}
        case Kind.DAYS:
            texts = {name: "\n".join(value)}
        case Kind.YAML:
            texts = {name: yaml_of(value)}
        case _:
            texts = {name: str(value)}
    return texts


def _present(value: object) -> object:
    """Without what is absent, which a person does not write."""
    if isinstance(value, Mapping):
        return {key: _present(one) for key, one in value.items() if one is not None}
    return [_present(one) for one in value] if isinstance(value, list) else value
