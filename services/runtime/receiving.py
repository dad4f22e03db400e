"""How do wishes and questions come in? Straight from the broker's connection; what is begun is also answered.

FastStream's own way of consuming takes eight times the processor's time of this, per message (docs/adr/0007).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

log = structlog.get_logger()
AT_ONCE = 8
"""Of one kind. More wait in the order they came."""
Answer = Callable[[bytes, str], Awaitable[bytes]]
"""From a message's body and traceparent to the reply. Never raises."""


@dataclass(slots=True)
class Receiving:
    """`queue`: the instances of a service share what comes under this name."""

    queue: str
    answers: dict[str, Answer] = field(default_factory=dict)
    _subscriptions: list[Subscription] = field(default_factory=list)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def begin(self, nc: Client) -> None:
        for subject, answer in self.answers.items():
            self._subscriptions.append(await nc.subscribe(subject, queue=self.queue, cb=self._taking(answer)))
        with contextlib.suppress(NatsError, TimeoutError):  # a line that is cut subscribes again by itself
            await nc.flush()  # until the server knows of us there is nobody to ask

    async def end(self, seconds: float) -> None:
        """Take nothing new, and answer what has come."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for subscription in self._subscriptions:
                    with contextlib.suppress(Exception):  # it may be disconnected already
                        await subscription.drain()  # type: ignore[no-untyped-call]
                if self._under_way:
                    await asyncio.wait(self._under_way)
        self._subscriptions.clear()

    def _taking(self, answer: Answer) -> Callable[[Msg], Awaitable[None]]:
        places = asyncio.Semaphore(AT_ONCE)

        async def reply(message: Msg) -> None:
            try:
                told = await answer(message.data, (message.headers or {}).get("traceparent", ""))
                if message.reply:
                    await message.respond(told)
            except Exception:
                log.exception("could not reply", subject=message.subject)
            finally:
                places.release()

        async def take(message: Msg) -> None:
            await places.acquire()
            task = asyncio.create_task(reply(message))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

        return take
