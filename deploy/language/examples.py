"""What does a whole, valid message look like? Built from its schema and the realistic values of its fields."""

import json
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from deploy.language.compatibility import Schema
from deploy.language.realistic import REALISTIC


def example_of(message: type[BaseModel]) -> dict[str, Any]:
    """A message with every field filled in, as it travels. Raises LookupError for a field nobody gave a value."""
    schema = message.model_json_schema()
    whole = _Builder(schema.get("$defs", {})).build(schema, message.__name__, "")
    read = message.model_validate_json(json.dumps(whole))
    travels: dict[str, Any] = json.loads(read.model_dump_json())
    return travels


class _Builder:
    def __init__(self, definitions: Schema) -> None:
        self.definitions = definitions

    def build(self, schema: Schema, owner: str, field: str) -> Any:  # noqa: ANN401  any JSON value
        schema, owner = self._resolve(schema, owner)
        if "const" in schema:
            return schema["const"]
        if schema.get("type") == "object" and "properties" in schema:
            return {name: self.build(inner, owner, name) for name, inner in schema["properties"].items()}
        if schema.get("type") == "array" and self._is_made_of_objects(schema["items"]):
            return [self.build(schema["items"], owner, field)]
        return _realistic(owner, field)

    def _resolve(self, schema: Schema, owner: str) -> tuple[Schema, str]:
        """The first thing that may stand here, and the class it belongs to."""
        while choices := schema.get("anyOf") or schema.get("oneOf"):
            schema = choices[0]
        if "$ref" not in schema:
            return schema, owner
        name = schema["$ref"].rsplit("/", 1)[1]
        definition = self.definitions[name]
        return definition, name if "properties" in definition else owner

    def _is_made_of_objects(self, schema: Schema) -> bool:
        return "properties" in self._resolve(schema, "")[0]


def _realistic(owner: str, field: str) -> Any:  # noqa: ANN401  any JSON value
    for key in (f"{owner}.{field}", field):
        if key in REALISTIC:
            value = REALISTIC[key]
            return str(value) if isinstance(value, UUID) else value
    raise LookupError(f"{owner}.{field} has no realistic value; add one to deploy/language/realistic.py")
