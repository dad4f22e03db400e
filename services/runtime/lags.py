"""How far behind is one who listens to a stream? What has not been given or acknowledged, and how old the oldest is."""

import asyncio
from collections.abc import Iterable

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerInfo
from nats.js.errors import NotFoundError

from schemas.geography import counties
from schemas.health import Behind, Subscriber
from services.runtime.clock import real_now
from services.runtime.streams import EVENTS, PROGRESS

PATIENCE = 0.4
"""Seconds: who asks how the system feels wants to be told that a part is silent, not to wait for it."""


async def heard_by(nc: Client, service: str, producers: Iterable[str]) -> Behind | None:
    """By the service's own durable; None when the stream does not answer."""
    js = nc.jetstream(timeout=PATIENCE)
    try:
        async with asyncio.timeout(PATIENCE):
            found = await js.consumer_info(EVENTS, service)
            return await _behind(js, found, [f"event.{one}.>" for one in producers])
    except (NatsError, TimeoutError):
        return None


async def subscribers(nc: Client) -> tuple[Subscriber, ...] | None:
    """Those who follow the counties' progress now, by county; None when the stream does not answer."""
    js = nc.jetstream(timeout=PATIENCE)
    try:
        async with asyncio.timeout(PATIENCE):
            found = await js.consumers_info(PROGRESS)
            told = [await _subscriber(js, one) for one in found]
    except (NatsError, TimeoutError):
        return None
    return tuple(sorted(told, key=lambda one: (one.county or "", one.behind.waiting)))


async def _subscriber(js: JetStreamContext, found: ConsumerInfo) -> Subscriber:
    subjects = found.config.filter_subjects or [found.config.filter_subject or "progress.>"]
    followed = {code for one in subjects for code in one.split(".")[1:2]}
    return Subscriber(
        county=followed.pop() if len(followed) == 1 and followed <= counties().keys() else None,
        behind=await _behind(js, found, subjects),
        last_at=found.delivered.last_active if found.delivered else None,
    )


async def _behind(js: JetStreamContext, found: ConsumerInfo, subjects: Iterable[str]) -> Behind:
    waiting, given = found.num_pending or 0, found.num_ack_pending or 0
    place = found.delivered if found.config.ack_policy is AckPolicy.NONE else found.ack_floor
    moments = []
    for subject in subjects if waiting or given else ():
        try:
            message = await js.get_msg(
                found.stream_name, (place.stream_seq if place else 0) + 1, subject, direct=True, next=True
            )
        except NotFoundError:
            continue
        moments.append(message.time)
    oldest = min((moment for moment in moments if moment), default=None)
    return Behind(waiting=waiting, given=given, seconds=round((real_now() - oldest).total_seconds()) if oldest else 0)
