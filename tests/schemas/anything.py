"""How is any valid message made? A Hypothesis strategy read from a class's own JSON Schema."""

import json
from datetime import UTC, date
from functools import cache
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

LETTERS = st.characters(exclude_categories=["Cs"])
Parts = dict[str, st.SearchStrategy[Any]]
DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))


@cache
def any_of(message: type[BaseModel]) -> st.SearchStrategy[str]:
    """Valid messages of a class as they travel: JSON texts, with and without the fields that may be absent."""
    schema = message.model_json_schema()
    parts: Parts = {}
    for name, definition in schema.get("$defs", {}).items():
        parts[name] = st.deferred(lambda definition=definition: _any(definition, parts))
    return _any(schema, parts).map(json.dumps)


def _any(schema: dict[str, Any], parts: Parts) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return parts[schema["$ref"].rsplit("/", 1)[1]]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return st.one_of([_any(choice, parts) for choice in choices])
    if schema["type"] == "array":
        most = min(schema.get("maxItems", 2), 2)
        return st.lists(_any(schema["items"], parts), min_size=schema.get("minItems", 0), max_size=most)
    return _any_object(schema, parts) if schema["type"] == "object" else _any_value(schema)


def _any_value(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema.get("minimum", -(2**31)), schema.get("maximum", 2**31))
    return _any_string(schema)


def _any_string(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].removesuffix("$") + r"\Z")
    match schema.get("format"):
        case "uuid":
            return st.uuids().map(str)
        case "date":
            return DAYS.map(date.isoformat)
        case "date-time":
            return st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat())
    return st.text(LETTERS, min_size=schema.get("minLength", 0), max_size=min(schema.get("maxLength", 40), 40))


def _any_object(schema: dict[str, Any], parts: Parts) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in schema:
        return st.dictionaries(_any(schema["propertyNames"], parts), _any(schema["additionalProperties"], parts))
    fields = {name: _any(inner, parts) for name, inner in schema["properties"].items()}
    present = {*schema.get("required", ()), *(n for n, inner in schema["properties"].items() if "const" in inner)}
    return st.fixed_dictionaries(
        {name: fields[name] for name in fields if name in present},
        optional={name: fields[name] for name in fields if name not in present},
    )
