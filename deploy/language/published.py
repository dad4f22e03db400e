"""Which messages have been published, and may the classes of today take their place?"""

import json
from dataclasses import dataclass, field
from inspect import cleandoc
from pathlib import Path
from typing import Any

from deploy.language.compatibility import incompatibilities
from deploy.language.examples import example_of
from schemas.base import REGISTRY, Message, Query
from services.portal.pages.promises_json import schema

PUBLISHED = Path("schemas/published")

Files = dict[Path, str]
"""What shall stand in each file, by its path from the top of the project."""


@dataclass(slots=True)
class Publication:
    files: Files = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    """Sentences for the developer: which message changed so that it needs a new version."""


def file_of(subject: str) -> Path:
    return PUBLISHED / f"{subject.replace('*', 'x')}.json"


def publish(top: Path, messages: dict[str, type[Message]] | None = None) -> Publication:
    """Every message's record: new ones written, published ones kept with their first example."""
    messages = REGISTRY if messages is None else messages
    publication = Publication()
    for subject, message in sorted(messages.items()):
        path, record = file_of(subject), record_of(message)
        if (top / path).exists():
            earlier = json.loads((top / path).read_text(encoding="utf-8"))
            refused = differences(earlier, record)
            record = earlier if refused else keep_examples(earlier, record)
            publication.refusals += [f"{subject} is published and cannot change: add v2 ({why})." for why in refused]
        publication.files[path] = as_json(record)
    for path in sorted((top / PUBLISHED).glob("*.json")):
        if PUBLISHED / path.name not in publication.files:
            publication.refusals.append(f"{path.stem} is published but no class says it: keep the class.")
    return publication


def publish_promises(top: Path, publication: Publication) -> None:
    """The shape in which anybody's program reads promises: locked like a message."""
    path, told = Path("schemas/loften.schema.json"), schema()
    earlier = json.loads((top / path).read_text(encoding="utf-8")) if (top / path).exists() else told
    refused = incompatibilities(earlier, told)
    publication.refusals += [
        f"/loften/*.json is published and cannot change: add version 2 ({why})." for why in refused
    ]
    publication.files[path] = as_json(earlier if refused else told)


def record_of(message: type[Message]) -> dict[str, Any]:
    """The message as published: a query with the class of its answer beside it."""
    record = {"subject": message.subject, **_described(message)}
    if issubclass(message, Query):
        record["reply"] = {"name": message.reply.__name__, **_described(message.reply)}
    return record


def differences(earlier: dict[str, Any], record: dict[str, Any]) -> list[str]:
    found = incompatibilities(earlier["schema"], record["schema"])
    if "reply" in earlier:
        found += [f"reply {why}" for why in incompatibilities(earlier["reply"]["schema"], record["reply"]["schema"])]
    return found


def keep_examples(earlier: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """The first example stays: it is the oldest message that must be read for ever."""
    kept = record | {"example": earlier["example"]}
    if "reply" in earlier:
        kept["reply"] = record["reply"] | {"example": earlier["reply"]["example"]}
    return kept


def as_json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _described(part: type[Any]) -> dict[str, Any]:
    return {"says": cleandoc(part.__doc__ or ""), "schema": part.model_json_schema(), "example": example_of(part)}
