"""Is every message named by one rule, explained, readable both ways, and free of what it must not carry?"""

import importlib
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.language.__main__ import SPEAKERS
from deploy.language.published import file_of
from schemas.base import REGISTRY, Command, Event, Message, Part, Query
from tests.schemas.anything import any_of

for speaker in SPEAKERS:
    importlib.import_module(f"schemas.{speaker}")

MESSAGES = sorted(REGISTRY.values(), key=lambda message: message.subject)
EVENTS = [message for message in MESSAGES if issubclass(message, Event)]
PROGRESS = [message for message in EVENTS if message.kind == "progress"]
TRAVELS = [*MESSAGES, *dict.fromkeys(message.reply for message in MESSAGES if issubclass(message, Query))]

every_message = pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.subject)


@every_message
def test_its_subject_follows_from_its_name(message: type[Message]):
    words = re.findall(r"[A-Z][a-z]*", re.sub(r"V\d+$", "", message.__name__))
    version = re.search(r"V(\d+)$", message.__name__)
    owner = "*.*" if message.kind == "progress" else message.__module__.split(".")[1]
    fact = "-".join(words).lower()

    assert message.subject == f"{message.kind}.{owner}.{fact}.v{version[1] if version else 1}"


@every_message
def test_it_says_when_it_is_said(message: type[Message]):
    """Its own docstring, not one that it inherited."""
    assert (message.__dict__.get("__doc__") or "").strip(), f"{message.__name__} needs a docstring"


@every_message
def test_it_is_published(message: type[Message], pytestconfig: pytest.Config):
    assert (pytestconfig.rootpath / file_of(message.subject)).exists(), "new message: `make language` publishes it"


@pytest.mark.parametrize("message", EVENTS, ids=lambda message: message.subject)
def test_an_event_tells_what_it_is_about(message: type[Event], pytestconfig: pytest.Config):
    published = json.loads((pytestconfig.rootpath / file_of(message.subject)).read_text())
    fact = message.model_validate_json(json.dumps(published["example"]))

    assert re.fullmatch(r"[a-z]+/[0-9a-f-]{36}", fact.about)


def test_the_example_of_a_published_message_is_read_for_ever(pytestconfig: pytest.Config):
    for path in sorted((pytestconfig.rootpath / "schemas/published").glob("*.json")):
        published = json.loads(path.read_text())
        message = REGISTRY[published["subject"]]
        parts = [(message, published["example"])]
        if issubclass(message, Query):
            parts.append((message.reply, published["reply"]["example"]))
        for part, example in parts:
            today = json.loads(part.model_validate_json(json.dumps(example)).model_dump_json())
            assert _holds(today, example), f"{published['subject']} lost something of its first example"


@pytest.mark.parametrize("part", TRAVELS, ids=lambda part: getattr(part, "subject", "") or part.__name__)
@given(chosen=st.data())
@settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_what_is_sent_is_what_is_read(part: type[Part], chosen: st.DataObject):
    first = part.model_validate_json(chosen.draw(any_of(part)))

    assert part.model_validate_json(first.model_dump_json()) == first


@pytest.mark.parametrize("message", EVENTS, ids=lambda message: message.subject)
def test_an_event_carries_no_mailbox(message: type[Event]):
    schema = json.dumps(message.model_json_schema())
    names = {name for name, _ in _strings(message.model_json_schema())}

    assert not [name for name in names if re.search(r"mail|address|phone|person", name)]
    assert "[^@" not in schema, "a mailbox's pattern"


@pytest.mark.parametrize("message", PROGRESS, ids=lambda message: message.subject)
def test_progress_carries_no_free_text(message: type[Event]):
    """Ids, codes, types, focus-area names, counts and dates only (DOMAIN, What the county subscriber gets)."""
    for name, schema in _strings(message.model_json_schema()):
        a_code = schema.get("pattern") == r"^\d{4}$"
        an_id_or_day = schema.get("format") in {"uuid", "date"}
        assert name == "focus_area" or a_code or an_id_or_day or "enum" in schema, f"{name} could hold free text"


@pytest.mark.parametrize("message", PROGRESS, ids=lambda message: message.subject)
def test_progress_reaches_every_municipality_under_its_county(message: type[Event], pytestconfig: pytest.Config):
    published = json.loads((pytestconfig.rootpath / file_of(message.subject)).read_text())
    fact = message.model_validate_json(json.dumps(published["example"] | {"municipalities": ["2418", "2506"]}))

    words = message.subject.removeprefix("progress.*.*.")
    assert fact.subjects() == [f"progress.24.2418.{words}", f"progress.25.2506.{words}"]


def test_a_command_can_be_repeated_because_it_has_an_id():
    assert all("command_id" in message.model_fields for message in MESSAGES if issubclass(message, Command))


def test_a_command_with_a_word_we_do_not_know_is_not_taken():
    """A misspelt optional field would otherwise be lost in silence."""
    assert all(message.model_config["extra"] == "forbid" for message in MESSAGES if issubclass(message, Command))


def test_an_event_with_a_field_we_do_not_know_yet_is_read():
    assert all(message.model_config["extra"] == "ignore" for message in EVENTS)


def test_a_day_is_within_the_years_that_agreements_live_in():
    signed = REGISTRY["event.agreements.agreement-signed.v1"]
    told = {"agreement_id": "812a0529-760a-5a9e-b3d2-d4a588ae9e25", "signatories": []}

    assert signed.model_validate_json(json.dumps(told | {"on": "2026-01-15"})).on == date(2026, 1, 15)
    with pytest.raises(ValueError, match="1990"):
        signed.model_validate_json(json.dumps(told | {"on": "0026-01-15"}))


def _holds(whole: Any, part: Any) -> bool:
    """All that `part` says stands in `whole` too."""
    if isinstance(part, dict):
        return all(key in whole and _holds(whole[key], value) for key, value in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(_holds, whole, part))
    return bool(whole == part)


def _strings(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every place where a string may stand: the field's name and the string's schema."""
    definitions = schema.get("$defs", {})

    def walk(name: str, node: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        if "$ref" in node:
            return walk(name, definitions[node["$ref"].rsplit("/", 1)[1]])
        found = [(name, node)] if node.get("type") == "string" else []
        for choice in [*node.get("anyOf", ()), *node.get("oneOf", ())]:
            found += walk(name, choice)
        for part in ("items", "additionalProperties"):
            if isinstance(node.get(part), dict):
                found += walk(name, node[part])
        for inner, field in node.get("properties", {}).items():
            found += walk(inner, field)
        return found

    return walk("", schema)
