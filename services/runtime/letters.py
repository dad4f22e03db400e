"""What stands on the envelope of an event that has come? Who said it, about what, and its number there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from nats.aio.msg import Msg


@dataclass(frozen=True, slots=True)
class Heard:
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


class Unreadable(Exception):
    """The envelope is not ours, or damaged."""


def read(message: Msg) -> Heard:
    """Raises Unreadable when a header is missing or malformed, or the body is not UTF-8."""
    headers: Mapping[str, str] = message.headers or {}
    try:
        return Heard(
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


def damaged(message: Msg, now: datetime) -> Heard:
    """Something unreadable as an aggregate of its own, so that it can be parked, looked at and skipped."""
    about = f"unreadable/{message.metadata.stream}-{message.metadata.sequence.stream}"
    body = message.data.decode(errors="replace").replace("\0", "�")
    return Heard("unreadable", about, 1, uuid5(NAMESPACE_OID, about), message.subject, body, now, "")
