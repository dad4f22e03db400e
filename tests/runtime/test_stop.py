"""A service that is told to stop stops, whatever it is woken by at that very moment."""

import asyncio

from tests.runtime.conftest import Road, say

TIMES = 25


async def test_a_stop_at_the_moment_of_a_wake_up_is_a_stop(road: Road):
    speaker = road.speaker()
    async with asyncio.timeout(60):
        for number in range(TIMES):
            relay = asyncio.create_task(_until_stopped(road))
            await asyncio.sleep(0.15)
            await say(speaker)
            await asyncio.sleep(number / 10_000)
            relay.cancel()
            await asyncio.wait({relay})
    await speaker.database.close()


async def _until_stopped(road: Road) -> None:
    async with road.speaker().running():
        await asyncio.Event().wait()
