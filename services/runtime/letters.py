"""What stands on the envelope of an event that has come? Who said it, about what, and its number there."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import NAMESPACE_OID, UUID, uuid5

from nats.aio.msg import Msg


class Heard(NamedTuple):
    """One event as it came. `body` is JSON."""

    producer: str
    about: str
    sequence: int
    id: UUID
    subject: str
    body: str
    occurred_at: datetime
    trace: str

    @property
    def aggregate(self) -> tuple[str, str]:
        return self.producer, self.about


UNREADABLE = "unreadable"
"""Stands as the producer of what cannot be read."""
BIGGEST = 2**63 - 1
"""The greatest number a bigint holds."""
YEARS = range(2000, 3000)
LONGEST = 300
"""Characters in the name of an aggregate; PostgreSQL's indexes take some 2,700 bytes."""


class Unreadable(Exception):
    """The envelope is not ours, or damaged."""


def read(message: Msg) -> Heard:
    """Raises Unreadable when a header is missing, malformed or cannot be kept, or the body is no text."""
    headers: Mapping[str, str] = message.headers or {}
    try:
        heard = Heard(
            producer=headers["ce-source"].removeprefix("/"),
            about=headers["ce-subject"],
            sequence=int(headers["ce-sequence"]),
            id=UUID(headers["ce-id"]),
            subject=message.subject,
            body=message.data.decode(),
            occurred_at=datetime.fromisoformat(headers["ce-time"]),
            trace=headers.get("traceparent", ""),
        )
    except (KeyError, ValueError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    if fault := _fault(heard):
        raise Unreadable(fault)
    return heard


def _fault(heard: Heard) -> str:
    """Why an envelope that can be read cannot be kept or believed; empty when it can."""
    if not 1 <= heard.sequence <= BIGGEST:
        return "the sequence is out of range"
    if not 1 <= len(heard.about) <= LONGEST or "\0" in heard.about + heard.body + heard.trace:
        return "the aggregate has no name or too long a one, or a text holds a zero byte"
    if heard.occurred_at.tzinfo is None or heard.occurred_at.year not in YEARS:
        return "the time has no zone or is out of range"
    if heard.subject.split(".")[1] != heard.producer:
        return "the producer speaks on another's subject"
    return ""


def damaged(message: Msg, now: datetime) -> Heard:
    """Something unreadable as an aggregate of its own, so that it can be parked, looked at and skipped."""
    about = f"{UNREADABLE}/{message.metadata.stream}-{message.metadata.sequence.stream}"
    body = message.data.decode(errors="replace").replace("\0", "�")
    return Heard(UNREADABLE, about, 1, uuid5(NAMESPACE_OID, about), message.subject, body, now, "")
