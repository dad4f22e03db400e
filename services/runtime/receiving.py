"""How do wishes and questions come in? Straight from the broker's connection; what is begun is also answered.

FastStream's own way of consuming takes eight times the processor's time of this, per message (docs/adr/0007).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

from services.runtime.ending import end

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """So many clerks work side by side, each with at most so many messages at a time, in the order they came."""

    clerks: int
    most: int


SINGLY, SETS = Pace(8, 1), Pace(2, 32)
"""Each for itself; or all that came while the last were carried out, two sets side by side."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where messages of one kind are answered, each with a reply, in their order. `answer` never raises."""

    answer: Callable[[Sequence[tuple[bytes, str]]], Awaitable[Sequence[bytes]]]
    pace: Pace
    waiting: "asyncio.Queue[Msg]" = field(default_factory=asyncio.Queue)

    async def take_in(self, message: Msg) -> None:
        self.waiting.put_nowait(message)

    async def work(self) -> None:
        """One clerk's day."""
        while True:
            messages = [await self.waiting.get()]
            while len(messages) < self.pace.most and not self.waiting.empty():
                messages.append(self.waiting.get_nowait())
            try:
                await self._reply(messages)
            except Exception:
                log.exception("could not reply", subject=messages[0].subject)
            finally:
                for _ in messages:
                    self.waiting.task_done()

    async def _reply(self, messages: Sequence[Msg]) -> None:
        asked = [(message.data, (message.headers or {}).get("traceparent", "")) for message in messages]
        for message, told in zip(messages, await self.answer(asked), strict=True):
            if message.reply:
                await message.respond(told)


@dataclass(slots=True)
class Receiving:
    """`queue`: the instances of a service share what comes under this name."""

    queue: str
    answers: dict[str, Desk] = field(default_factory=dict)
    _subscriptions: list[Subscription] = field(default_factory=list)
    _clerks: list[asyncio.Task[None]] = field(default_factory=list)

    async def begin(self, nc: Client) -> None:
        for subject, desk in self.answers.items():
            self._clerks += [asyncio.create_task(desk.work()) for _ in range(desk.pace.clerks)]
            self._subscriptions.append(await nc.subscribe(subject, queue=self.queue, cb=desk.take_in))
        with contextlib.suppress(NatsError, TimeoutError):  # a line that is cut subscribes again by itself
            for _ in range(2):  # until the server knows of us there is nobody to ask
                await nc.flush()  # a first PING goes past what nats-py has yet to write; a second comes after it

    async def end(self, seconds: float) -> None:
        """Take nothing new, and answer what has come."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for subscription in self._subscriptions:
                    with contextlib.suppress(Exception):  # it may be disconnected already
                        await subscription.drain()  # type: ignore[no-untyped-call]
                for desk in self.answers.values():
                    await desk.waiting.join()
        await end(self._clerks)
        self._subscriptions.clear()
        self._clerks.clear()
