"""How does a batch of events come into a stream? As one atomic batch (one ack, one fsync, order kept), else one by one.

ADR-50 of NATS, server >= 2.14; nats-py has no call for it, so its three headers are set here. A batch is refused whole
when it holds a message the stream already has (a retry after a crash); then each is published for itself, in order.

What comes behind a Fence is taken only if the stream, as far as we speak there, still ends where we believe: not when
it has become another one, has lost something, or when another relay has spoken meanwhile.
"""

import asyncio
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import structlog
from nats.aio.client import Client

from services.runtime.crash import crash_point

log = structlog.get_logger()
BIGGEST_BATCH = 1000
ACK_TIMEOUT = 5.0
FEW = 8
"""Up to so many messages are published each for itself: a batch, of however few, costs the server as much as ten."""
WRITTEN_TOGETHER = 100
"""Messages of a batch that leave in one piece: the server works on them while the next ones are made."""


class Outgoing(NamedTuple):
    """One copy of one event on its way. `key` is event id and subject, `seq` the event's place in the log."""

    key: tuple[str, str]
    seq: int
    body: bytes
    headers: dict[str, str]

    @property
    def subject(self) -> str:
        return self.key[1]


@dataclass(slots=True)
class Fence:
    """`last` is where the newest message on `subjects` lies in the stream, 0 where there is none."""

    subjects: str
    last: int

    def headers(self) -> dict[str, str]:
        return {
            "Nats-Expected-Last-Subject-Sequence": str(self.last),
            "Nats-Expected-Last-Subject-Sequence-Subject": self.subjects,
        }


class _Lines(str):
    """Header lines as they are on the wire. nats-py would look at each letter: half of all that a relay does."""

    __slots__ = ()

    def strip(self, _: str | None = None, /) -> str:
        return self

    def translate(self, _: object, /) -> str:
        return self


def _written(headers: dict[str, str]) -> dict[str, str]:
    """One header that gives the same lines as all of these."""
    lines = _Lines("\r\n".join(map(": ".join, headers.items())).partition(": ")[2])
    if lines.count("\n") != len(headers) - 1 or lines.count("\r") != len(headers) - 1:
        return headers  # one of them holds a line break: nats-py makes it harmless
    return {next(iter(headers)): lines}


class NotTaken(Exception):
    """The stream did not take a message; nothing is known to be lost, all of it is sent again."""


async def publish(nc: Client, stream: str, messages: Sequence[Outgoing], fence: Fence | None = None) -> list[int]:
    """Publish in order; returns each message's sequence in the stream. Raises NotTaken or a NATS error.

    The fence is moved along.
    """
    taken: list[int] = []
    for start in range(0, len(messages), BIGGEST_BATCH):
        part = messages[start : start + BIGGEST_BATCH]
        if len(part) <= FEW:
            taken += await _one_by_one(nc, stream, part, fence)
            continue
        try:
            taken += await _as_batch(nc, stream, part, fence)
        except NotTaken as refused:
            log.info("batch refused, publishing one by one", stream=stream, reason=str(refused), messages=len(part))
            taken += await _one_by_one(nc, stream, part, fence)
    return taken


async def _as_batch(nc: Client, stream: str, messages: Sequence[Outgoing], fence: Fence | None) -> list[int]:
    batch = {"Nats-Batch-Id": uuid.uuid4().hex}
    guard = fence.headers() if fence else {}
    await crash_point("relay.before_batch")
    for nr, message in enumerate(messages[:-1], 1):
        headers = {**message.headers, **batch, "Nats-Batch-Sequence": str(nr), **(guard if nr == 1 else {})}
        await nc.publish(message.subject, message.body, headers=_written(headers))
        await crash_point("relay.after_publish_one")
        if nr % WRITTEN_TOGETHER == 0:
            await asyncio.sleep(0)
    last = messages[-1]
    headers = {**last.headers, **batch, "Nats-Batch-Sequence": str(len(messages)), "Nats-Batch-Commit": "1"}
    top = await _acknowledged(nc, stream, last, headers, len(messages))
    if fence:
        fence.last = top
    return list(range(top - len(messages) + 1, top + 1))


async def _one_by_one(nc: Client, stream: str, messages: Sequence[Outgoing], fence: Fence | None) -> list[int]:
    taken: list[int] = []
    for message in messages:
        guard = fence.headers() if fence else {}
        taken.append(await _acknowledged(nc, stream, message, message.headers | guard, None))
        if fence:
            fence.last = max(fence.last, taken[-1])  # a repeat is acknowledged with its first place
    return taken


async def _acknowledged(
    nc: Client, stream: str, message: Outgoing, headers: dict[str, str], batch_size: int | None
) -> int:
    await crash_point("relay.before_request")
    answer = await nc.request(message.subject, message.body, timeout=ACK_TIMEOUT, headers=_written(headers))
    await crash_point("relay.after_puback")
    ack = json.loads(answer.data)
    if "error" in ack:
        raise NotTaken(ack["error"].get("description", "unknown"))
    if ack["stream"] != stream or (batch_size and ack.get("count") != batch_size):
        raise NotTaken(f"acknowledged by {ack['stream']} for {ack.get('count')} messages")
    return int(ack["seq"])
