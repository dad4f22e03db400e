"""NATS soon gives to another what a dead process had. Does it matter that a slow one is then given its page again?"""

import asyncio
from dataclasses import replace

from deploy.provision import HEARS
from schemas.agreements import FunctionAdded
from services.runtime.streams import EVENTS, consumer_config
from services.runtime.work import Work
from tests.runtime.conftest import Road, operator, say

SLOWER = 2.5
"""Times the wait for an acknowledgement."""


async def test_a_page_that_takes_longer_than_nats_waits_is_applied_once(road: Road):
    listener, slow = road.build("followup"), True

    async def on_function_added(fact: FunctionAdded, work: Work) -> None:
        nonlocal slow
        if slow:
            slow = False
            await asyncio.sleep(SLOWER)
        await road.on_function_added(fact, work)

    listener.hears({FunctionAdded: on_function_added})
    nc = await operator(road)
    await nc.jetstream().add_consumer(EVENTS, replace(consumer_config("followup", HEARS["followup"]), ack_wait=1.0))
    speaker = road.speaker()
    async with speaker.running(), listener.running():
        one = await say(speaker, None, "a", "b", "c")
        await road.until_heard(3)
        await say(speaker, one, "d")
        await road.until_heard(4)
    await nc.close()

    assert [role for _, role in await road.heard()] == ["a", "b", "c", "d"]
    assert listener.measures.repeats._value.get() >= 1
