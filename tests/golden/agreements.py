"""What do the nine agreements promise, when and where? Read straight from their file, apart from the importer."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml
from pydantic import TypeAdapter

from schemas.agreements import Recurrence, Validity
from schemas.base import NAMESPACE_LOFTESKOLL

FILE = Path(__file__).parents[2] / "deploy" / "embedded" / "agreements.yaml"
RECURRENCE: TypeAdapter[Recurrence] = TypeAdapter(Recurrence)


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment. `expected`: what the file itself says of its due days and total target."""

    id: UUID
    slug: str
    text: str
    recurrence: Recurrence
    expected_due: tuple[str, ...]
    expected_target: int | None


@dataclass(frozen=True, slots=True)
class Agreed:
    slug: str
    title: str
    municipalities: tuple[str, ...]
    validity: Validity
    commitments: tuple[Promised, ...]


def agreements() -> list[Agreed]:
    return [_agreed(one) for one in yaml.safe_load(FILE.read_text(encoding="utf-8"))["agreements"]]


def _agreed(written: dict[str, Any]) -> Agreed:
    period, identity = written["validity"], uuid5(NAMESPACE_LOFTESKOLL, written["id"])
    return Agreed(
        slug=written["id"],
        title=written["title"],
        municipalities=tuple(place["code"] for place in written["municipalities"]),
        validity=Validity(since=_day(period["from"]), until=_day(period["until"]) if period["until"] else None),
        commitments=tuple(_promised(one, identity) for one in written["commitments"]),
    )


def _promised(written: dict[str, Any], agreement: UUID) -> Promised:
    return Promised(
        id=uuid5(agreement, written["id"]),
        slug=written["id"],
        text=written["text"],
        recurrence=RECURRENCE.validate_python(written["recurrence"], strict=False),
        expected_due=tuple(written.get("expected_due", ())),
        expected_target=written.get("expected_target_total"),
    )


def _day(written: str | date) -> date:
    return date.fromisoformat(str(written))
