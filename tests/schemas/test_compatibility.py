"""Is every change that would break an old message or an old reader seen, and no other?"""

import copy
from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from deploy.language.compatibility import Schema, incompatibilities


class Daily(BaseModel):
    kind: Literal["daily"] = "daily"


class Weekly(BaseModel):
    kind: Literal["weekly"] = "weekly"
    weeks: int = 1


class Place(BaseModel):
    name: str = "Luleå"


class Meeting(BaseModel):
    """A message with every kind of field we use."""

    code: Annotated[str, Field(pattern=r"^\d{4}$", max_length=4)]
    party: Literal["police", "municipality"]
    count: Annotated[int, Field(ge=0, le=10)]
    comment: str | None = None
    public: bool = False
    place: Place = Place()
    rhythm: Annotated[Daily | Weekly, Field(discriminator="kind")]
    roles: tuple[Annotated[str, Field(max_length=20)], ...] = ()
    numbers: dict[Literal["police", "municipality"], str] = {}


PUBLISHED = Meeting.model_json_schema()
Change = Callable[[dict[str, Any], dict[str, Any]], Any]


def changed(change: Change) -> Schema:
    """The published schema after a change to its fields or definitions."""
    schema = copy.deepcopy(PUBLISHED)
    change(schema, schema["$defs"])
    return schema


BREAKS: dict[str, tuple[Change, str]] = {
    "a field is removed": (lambda top, _: top["properties"].pop("public"), "message.public: the field was removed"),
    "a required field is added": (
        lambda top, _: (top["properties"].update(by={"type": "string"}), top["required"].append("by")),
        "message.by: the field became required",
    ),
    "an optional field becomes required": (
        lambda top, _: top["required"].append("public"),
        "message.public: the field became required",
    ),
    "a required field becomes optional": (
        lambda top, _: top["required"].remove("code"),
        "message.code: the field became optional, and published readers require it",
    ),
    "a type changes": (
        lambda top, _: top["properties"]["public"].update(type="integer"),
        "message.public: boolean is no longer accepted",
    ),
    "a text becomes a day": (
        lambda top, _: top["properties"]["code"].update(format="date"),
        "message.code: string is no longer accepted",
    ),
    "null is no longer taken": (
        lambda top, _: top["properties"]["comment"]["anyOf"].pop(),
        "message.comment: null is no longer accepted",
    ),
    "null may newly occur": (
        lambda top, _: top["properties"].update(public={"anyOf": [{"type": "boolean"}, {"type": "null"}]}),
        "message.public: null is new, and published readers refuse it",
    ),
    "a pattern changes": (
        lambda top, _: top["properties"]["code"].update(pattern=r"^\d{2}$"),
        r"message.code: pattern was ^\d{4}$, is ^\d{2}$",
    ),
    "a limit is narrowed": (
        lambda top, _: top["properties"]["count"].update(maximum=5),
        "message.count: maximum was 10, is 5",
    ),
    "a limit is widened": (
        lambda top, _: top["properties"]["count"].update(maximum=50),
        "message.count: maximum was 10, is 50",
    ),
    "a limit is lifted": (
        lambda top, _: top["properties"]["code"].pop("maxLength"),
        "message.code: maxLength was 4, is None",
    ),
    "a value is removed": (
        lambda top, _: top["properties"]["party"]["enum"].remove("police"),
        "message.party: the value police is no longer accepted",
    ),
    "a value is added": (
        lambda top, _: top["properties"]["party"]["enum"].append("region"),
        "message.party: the value region is new, and published readers refuse it",
    ),
    "any value may occur": (
        lambda top, _: top["properties"]["party"].pop("enum"),
        "message.party: the values allowed were municipality, police, are any",
    ),
    "a member of a union is removed": (
        lambda top, _: top["properties"]["rhythm"]["oneOf"].pop(),
        "message.rhythm: object weekly is no longer accepted",
    ),
    "a member of a union is added": (
        lambda top, _: top["properties"]["rhythm"]["oneOf"].append(
            {"type": "object", "properties": {"kind": {"const": "yearly"}}}
        ),
        "message.rhythm: object yearly is new, and published readers refuse it",
    ),
    "a part inside changes": (
        lambda _, parts: parts["Weekly"]["properties"].pop("weeks"),
        "message.rhythm.weeks: the field was removed",
    ),
    "what a list holds changes": (
        lambda top, _: top["properties"]["roles"]["items"].update(maxLength=5),
        "message.roles[]: maxLength was 20, is 5",
    ),
    "what a mapping holds changes": (
        lambda top, _: top["properties"]["numbers"]["additionalProperties"].update(type="integer"),
        "message.numbers{}: string is no longer accepted",
    ),
    "a mapping's keys change": (
        lambda top, _: top["properties"]["numbers"]["propertyNames"]["enum"].append("region"),
        "message.numbers keys: the value region is new, and published readers refuse it",
    ),
    "a default changes": (
        lambda top, _: top["properties"]["public"].update(default=True),
        "message.public: what an absent field means changed",
    ),
    "a default inside changes": (
        lambda top, _: top["properties"]["place"].update(default={"name": "Boden"}),
        "message.place: what an absent field means changed",
    ),
}

ALLOWED: dict[str, Change] = {
    "nothing": lambda *_: None,
    "an optional field is added": lambda top, _: top["properties"].update(note={"type": "string", "default": ""}),
    "an optional field is added inside": lambda _, parts: parts["Place"]["properties"].update(
        note={"type": "string", "default": ""}
    ),
    "a default gains an optional field": lambda top, _: top["properties"]["place"]["default"].update(note=""),
    "the words change": lambda top, _: top.update(title="Other", description="Said otherwise."),
    "the order of fields changes": lambda top, _: top["properties"].update(code=top["properties"].pop("code")),
    "a definition is renamed": lambda top, parts: (
        parts.update(Site=parts.pop("Place")),
        top["properties"]["place"].update({"$ref": "#/$defs/Site"}),
    ),
}


@pytest.mark.parametrize("change", BREAKS)
def test_it_is_refused_when(change: str):
    plant, sentence = BREAKS[change]

    assert sentence in incompatibilities(PUBLISHED, changed(plant))


@pytest.mark.parametrize("change", ALLOWED)
def test_it_is_allowed_that(change: str):
    assert incompatibilities(PUBLISHED, changed(ALLOWED[change])) == []
