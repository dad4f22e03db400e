"""What have people decided about an occurrence, besides moving its due day or cancelling it?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from schemas.base import Party


class ActKind(StrEnum):
    PAUSED = "paused"
    RESUMED = "resumed"
    TARGET_SET = "target_set"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what, when and why. Only ever added to."""

    occurrence_id: UUID
    kind: ActKind
    on: date
    by: Party
    reason: str
    target: int | None = None
    """The target that was set."""
