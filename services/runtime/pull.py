"""How are messages fetched? Page by page, by pull requests; what has arrived is handed over at once.

Neither FastStream's PullSub(batch=True), which waits for a full page or strands what it has collected, nor nats-py's
fetch(): ours gives back at once what it fetched when a turn ends (ADR 0003).
"""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Sequence

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from services.runtime.crash import crash_point

PAGE, ASKED_FOR = 500, 256
"""Messages handed over at most, and asked for by one request; when half of those have come the next is made."""
EXPIRES = 30.0
HEARTBEAT = 1.0
SILENCE = 3
"""Heartbeats missed after which the request counts as lost."""
QUIET_END = "408"
"""The request ran out without fault."""


class ConsumerGone(Exception):
    """The durable consumer, or its stream, does not exist any more."""


class Pull:
    """A durable's messages, page by page."""

    def __init__(self, nc: Client, stream: str, durable: str) -> None:
        self._nc = nc
        self._stream, self._durable = stream, durable
        self._inbox: Subscription | None = None
        self._arrived: deque[Msg] = deque()
        self._any = asyncio.Event()
        self._owed = 0
        self._reconnects = 0

    async def page(self) -> Sequence[Msg]:
        """The messages that have arrived, in stream order, waiting for the first; [] when there was none for a while.

        Raises ConsumerGone.
        """
        await self._request()
        if not await self._something():
            await self.close()
            return []
        messages: list[Msg] = []
        while self._arrived and len(messages) < PAGE:
            message = self._arrived.popleft()
            if message.reply:
                messages.append(message)
                self._owed -= 1
            elif (status := (message.headers or {}).get("Status", "")) != "100":  # 100: a heartbeat
                await self._ended(status)
        if not self._arrived:
            self._any.clear()
        return messages

    async def close(self) -> None:
        """Give back what has arrived and nobody took, or it would be delivered again only after the ack wait."""
        inbox, self._inbox, self._owed = self._inbox, None, 0
        if inbox:
            with contextlib.suppress(NatsError, TimeoutError):
                async with asyncio.timeout(HEARTBEAT):
                    await inbox.drain()  # type: ignore[no-untyped-call]
        await refuse(self._nc, [message for message in self._arrived if message.reply])
        self._arrived.clear()
        self._any.clear()

    async def _request(self) -> None:
        if self._inbox is None:
            self._inbox = await self._nc.subscribe(self._nc.new_inbox(), cb=self._arrive, pending_msgs_limit=-1)
        if self._owed <= ASKED_FOR // 2:
            self._owed += ASKED_FOR
            self._reconnects = self._nc.stats["reconnects"]
            ask = {"batch": ASKED_FOR, "expires": int(EXPIRES * 1e9), "idle_heartbeat": int(HEARTBEAT * 1e9)}
            subject = f"$JS.API.CONSUMER.MSG.NEXT.{self._stream}.{self._durable}"
            await crash_point("hear.before_request")
            await self._nc.publish(subject, json.dumps(ask).encode(), reply=self._inbox.subject)
            await crash_point("hear.after_request")

    async def _arrive(self, message: Msg) -> None:
        self._arrived.append(message)
        self._any.set()

    async def _something(self) -> bool:
        """Wait for an arrival. False: the request is lost, since a restarted server has forgotten it, or is silent."""
        for _ in range(SILENCE):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT):
                    await self._any.wait()
                return True
            if self._nc.stats["reconnects"] != self._reconnects:
                return False
        return False

    async def _ended(self, status: str) -> None:
        """A status other than a heartbeat ends the request. The server also says so when it is only starting."""
        self._owed = 0
        if status == QUIET_END:
            return
        try:
            await self._nc.jetstream(timeout=5).consumer_info(self._stream, self._durable)
        except NotFoundError as error:
            raise ConsumerGone(f"{self._durable} on {self._stream}") from error
        await asyncio.sleep(HEARTBEAT)


async def acknowledge(nc: Client, messages: Sequence[Msg]) -> None:
    """Tell the server that these are done; it is told again if this is lost, and the watermark passes them over."""
    await crash_point("hear.before_ack")
    for message in messages:
        await nc.publish(message.reply, b"+ACK")
        await crash_point("hear.after_ack_one")
    await asyncio.sleep(0)
    await crash_point("hear.after_ack")


async def refuse(nc: Client, messages: Sequence[Msg]) -> None:
    """Ask the server to deliver these again at once. Where it cannot be told, it does so after the ack wait."""
    with contextlib.suppress(NatsError):
        for message in messages:
            await crash_point("hear.before_nak")
            await nc.publish(message.reply, b"-NAK")
            await crash_point("hear.after_nak")
