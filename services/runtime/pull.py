"""How are messages fetched? One pull request at a time for a page; what has arrived is handed over at once.

Neither FastStream's PullSub(batch=True), which waits for a full page or strands what it has collected, nor nats-py's
fetch(), which costs a task per message (ADR 0003).
"""

import asyncio
import contextlib
import json
from collections.abc import Sequence

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

PAGE = 256
EXPIRES = 30.0
HEARTBEAT = 5.0
SILENCE = 3 * HEARTBEAT
"""Seconds without a message or a heartbeat after which the request counts as lost (a restarted server forgets it)."""


class ConsumerGone(Exception):
    """The durable consumer, or its stream, does not exist any more."""


class Pull:
    """A durable's messages, page by page."""

    def __init__(self, nc: Client, stream: str, durable: str) -> None:
        self._nc = nc
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self._inbox: Subscription | None = None
        self._owed = 0

    async def page(self) -> Sequence[Msg]:
        """The messages that have arrived, in stream order, waiting for the first; [] when the request ran out."""
        inbox = await self._request()
        messages: list[Msg] = []
        try:
            self._take(await inbox.next_msg(timeout=SILENCE), messages)
            while inbox.pending_msgs and len(messages) < PAGE:
                self._take(await inbox.next_msg(timeout=1), messages)
        except TimeoutError:
            await self.close()
        return messages

    async def close(self) -> None:
        self._owed = 0
        if self._inbox:
            with contextlib.suppress(Exception):
                await self._inbox.unsubscribe()
            self._inbox = None

    async def _request(self) -> Subscription:
        if self._inbox is None:
            self._inbox = await self._nc.subscribe(self._nc.new_inbox())
        if self._owed <= 0:
            self._owed = PAGE
            ask = {"batch": PAGE, "expires": int(EXPIRES * 1e9), "idle_heartbeat": int(HEARTBEAT * 1e9)}
            await self._nc.publish(self._subject, json.dumps(ask).encode(), reply=self._inbox.subject)
        return self._inbox

    def _take(self, message: Msg, messages: list[Msg]) -> None:
        status = (message.headers or {}).get("Status") if not message.data else None
        if status is None:
            self._owed -= 1
            messages.append(message)
        elif status != "100":  # 100: a heartbeat; anything else ends the request
            self._owed = 0
            words = (message.headers or {}).get("Description", "")
            if status in {"404", "503"} or "Deleted" in words:
                raise ConsumerGone(f"{self._subject}: {status} {words}")


async def acknowledge(nc: Client, messages: Sequence[Msg]) -> None:
    """Tell the server that these are done; it is told again if this is lost, and the watermark passes them over."""
    for message in messages:
        await nc.publish(message.reply, b"+ACK")
    await asyncio.sleep(0)
