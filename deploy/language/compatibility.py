"""May this schema take the place of the published one?

Only if new readers read every old message and old readers read every new one. Readers pass over fields they do not
know, so an added optional field is the only change of shape that is allowed. Words (title, description) may change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
"""A JSON Schema as pydantic writes it: $defs at the top, $ref, anyOf, oneOf; no recursion."""

LIMITS = (
    "format",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "multipleOf",
    "uniqueItems",
)


@dataclass(frozen=True, slots=True)
class _Node:
    """A schema and the definitions that its references point to."""

    schema: Schema
    definitions: Schema

    def inner(self, schema: Schema) -> "_Node":
        return _Node(schema, self.definitions)

    def resolved(self) -> "_Node":
        node = self
        while "$ref" in node.schema:
            node = node.inner(self.definitions[node.schema["$ref"].rsplit("/", 1)[1]])
        return node

    def alternatives(self) -> dict[str, "_Node"]:
        """What may stand here, each under a word for its sort: `string`, `null`, `object count`…"""
        node = self.resolved()
        choices = node.schema.get("anyOf") or node.schema.get("oneOf")
        if choices is None:
            return {node.sort(): node}
        return {sort: each for choice in choices for sort, each in node.inner(choice).alternatives().items()}

    def sort(self) -> str:
        sort = str(self.schema.get("type", "anything"))
        if sort == "object":  # members of a union are told apart by their constants
            constants = [str(field["const"]) for field in self.fields().values() if "const" in field]
            return " ".join([sort, *constants])
        form = self.schema.get("format")
        return f"{sort} {form}" if form else sort

    def fields(self) -> Schema:
        fields: Schema = self.schema.get("properties", {})
        return fields

    def required(self) -> set[str]:
        return set(self.schema.get("required", ()))

    def values(self) -> set[str] | None:
        """The only values allowed; None when any will do."""
        if "const" in self.schema:
            return {str(self.schema["const"])}
        return {str(value) for value in self.schema["enum"]} if "enum" in self.schema else None


def incompatibilities(published: Schema, current: Schema) -> list[str]:
    """Why `current` may not replace `published`, as short sentences with the place; empty when it may."""
    old = _Node(published, published.get("$defs", {}))
    new = _Node(current, current.get("$defs", {}))
    return list(_compare(old, new, "message"))


def _compare(old: _Node, new: _Node, place: str) -> Iterator[str]:
    old_sorts, new_sorts = old.alternatives(), new.alternatives()
    for sort in sorted(old_sorts.keys() - new_sorts.keys()):
        yield f"{place}: {sort} is no longer accepted"
    for sort in sorted(new_sorts.keys() - old_sorts.keys()):
        yield f"{place}: {sort} is new, and published readers refuse it"
    for sort in sorted(old_sorts.keys() & new_sorts.keys()):
        yield from _compare_sort(old_sorts[sort], new_sorts[sort], place)


def _compare_sort(old: _Node, new: _Node, place: str) -> Iterator[str]:
    for limit in LIMITS:
        was, now = old.schema.get(limit), new.schema.get(limit)
        if was != now:
            yield f"{place}: {limit} was {was}, is {now}"
    yield from _compare_values(old, new, place)
    yield from _compare_fields(old, new, place)
    for part, mark in (("items", "[]"), ("additionalProperties", "{}"), ("propertyNames", " keys")):
        was, now = old.schema.get(part), new.schema.get(part)
        if isinstance(was, dict) and isinstance(now, dict):
            yield from _compare(old.inner(was), new.inner(now), place + mark)
        elif isinstance(was, dict) or isinstance(now, dict):
            yield f"{place}{mark}: {part} was {was}, is {now}"


def _compare_values(old: _Node, new: _Node, place: str) -> Iterator[str]:
    was, now = old.values(), new.values()
    if was is None or now is None:
        if was != now:
            yield f"{place}: the values allowed were {_listed(was)}, are {_listed(now)}"
        return
    for value in sorted(was - now):
        yield f"{place}: the value {value} is no longer accepted"
    for value in sorted(now - was):
        yield f"{place}: the value {value} is new, and published readers refuse it"


def _compare_fields(old: _Node, new: _Node, place: str) -> Iterator[str]:
    was, now = old.fields(), new.fields()
    for field in sorted(was.keys() - now.keys()):
        yield f"{place}.{field}: the field was removed"
    for field in sorted(new.required() - old.required()):
        yield f"{place}.{field}: the field became required"
    for field in sorted((old.required() - new.required()) & now.keys()):
        yield f"{place}.{field}: the field became optional, and published readers require it"
    for field in sorted(was.keys() & now.keys()):
        if not _same_default(was[field], now[field]):
            yield f"{place}.{field}: what an absent field means changed"
        yield from _compare(old.inner(was[field]), new.inner(now[field]), f"{place}.{field}")


def _same_default(was: Schema, now: Schema) -> bool:
    """A default of several fields may gain an optional one; what was there means the same."""
    if "default" not in was or "default" not in now:
        return True  # required then or now: the rule of required fields has spoken
    old, new = was["default"], now["default"]
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and new[key] == value for key, value in old.items())
    return bool(old == new)


def _listed(values: set[str] | None) -> str:
    return "any" if values is None else ", ".join(sorted(values))
