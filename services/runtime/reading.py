"""What does a stream hold? Read from its beginning, from a moment or live, without leaving a trace in it."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import datetime

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import ConsumerConfig, DeliverPolicy

SILENCE = 10.0


async def held(nc: Client, stream: str, *, headers_only: bool = False) -> AsyncIterator[Msg]:
    """Every message in the stream as it is now, in order; then ends."""
    state = (await nc.jetstream(timeout=5).stream_info(stream)).state
    if not state.messages:  # an emptied stream still counts on from its last number
        return
    # closed by us: left to the collector it would unsubscribe later, when the connection may be gone
    async with contextlib.aclosing(follow(nc, stream, headers_only=headers_only, patience=SILENCE)) as messages:
        async for message in messages:
            yield message
            if message.metadata.sequence.stream >= state.last_seq:
                return


async def follow(  # noqa: PLR0913  each says one thing about where to begin and what to leave out
    nc: Client,
    stream: str,
    *,
    subject: str = ">",
    since: datetime | None = None,
    headers_only: bool = False,
    patience: float | None = None,
) -> AsyncGenerator[Msg, None]:
    """Messages from `since` (default the beginning), then live. Raises TimeoutError after `patience` s of silence."""
    policy = DeliverPolicy.BY_START_TIME if since else DeliverPolicy.ALL
    config = ConsumerConfig(
        deliver_policy=policy,
        opt_start_time=since,
        headers_only=headers_only or None,
    )
    whole = {"EVENTS": "event.>", "PROGRESS": "progress.>"}[stream]
    line = await nc.jetstream(timeout=5).subscribe(
        whole if subject == ">" else subject, stream=stream, ordered_consumer=True, config=config, pending_msgs_limit=-1
    )
    try:
        while True:
            yield await line.next_msg(timeout=patience)
    finally:
        await line.unsubscribe()
