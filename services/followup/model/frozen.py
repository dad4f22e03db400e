"""How is a summary frozen, so that anybody can see for ever that it is the one the meeting had?"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.followup import Summary


@dataclass(frozen=True, slots=True)
class Frozen:
    """One version of a meeting's summary."""

    meeting_id: UUID
    version: int
    content: str
    content_hash: str
    """sha256 of `content` in UTF-8, in hexadecimal; the event log says it too."""
    frozen_on: date
    reason: str = ""
    """Why there is a new version."""


def freeze(meeting_id: UUID, summary: Summary, version: int = 1, reason: str = "") -> Frozen:
    assert summary.as_of is not None  # noqa: S101  what was summed up has a day
    content = canonical(summary)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Frozen(meeting_id, version, content, digest, summary.as_of, reason)


def canonical(summary: Summary) -> str:
    """JSON with its keys in order and no spaces: one text for one summary."""
    told = summary.model_dump(mode="json", exclude={"refused", "failed"})
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
