"""Events arrive once and in order, whatever is repeated, shuffled, failing or killed; on a real server."""

import asyncio
import contextlib
import signal
from uuid import uuid4

import pytest
from sqlalchemy import text

from deploy.provision import make_streams
from services.runtime import reading
from services.runtime.clock import real_now
from services.runtime.publishing import Outgoing, publish
from services.runtime.pull import Pull
from services.runtime.streams import EVENTS
from tests.looking import rows, until
from tests.runtime.conftest import Road, operator, say


async def test_what_is_committed_is_heard_once_and_in_order(road: Road):
    async with road.open() as (speaker, _):
        one = await say(speaker, None, "a", "b", "c")
        two = await say(speaker, None, "d")
        await say(speaker, one, "e")
        await road.until_heard(5)

    heard = await road.heard()
    assert [role for id_, role in heard if id_ == one] == ["a", "b", "c", "e"]
    assert [role for id_, role in heard if id_ == two] == ["d"]


async def test_what_is_rolled_back_is_never_said(road: Road):
    async with road.open() as (speaker, _):
        with pytest.raises(ValueError, match="no"):
            async with speaker.database.work():
                raise ValueError("no")
        await say(speaker)
        await road.until_heard(1)

    assert len(await rows(road.urls["agreements"], "SELECT 1 FROM event_log")) == 1


async def test_an_event_delivered_again_is_passed_over(road: Road):
    async with road.open() as (speaker, _):
        await say(speaker, None, "a", "b")
        await road.until_heard(2)
        nc = await operator(road)
        for sequence in (1, 2):
            message = await nc.jetstream().get_msg(EVENTS, sequence)
            headers = {key: value for key, value in message.headers.items() if not key.startswith("Nats-")}
            await nc.jetstream().publish(message.subject, message.data, headers=headers)
        await say(speaker, None, "c")
        await road.until_heard(3)
        await nc.close()

    assert [role for _, role in await road.heard()] == ["a", "b", "c"]


async def test_events_out_of_order_wait_for_their_turn(road: Road):
    speaker, listener = road.speaker(), road.listener()
    async with speaker.running():
        await say(speaker, None, "a", "b", "c")
        await until(lambda: _published(road, 3), "published")
    nc = await operator(road)
    js = nc.jetstream()
    messages = [await js.get_msg(EVENTS, sequence) for sequence in (3, 1, 2)]
    await js.purge_stream(EVENTS)
    for message in messages:
        headers = {key: value for key, value in message.headers.items() if not key.startswith("Nats-")}
        await js.publish(message.subject, message.data, headers=headers)
    await nc.close()
    async with listener.running():
        await road.until_heard(3)

    assert [role for _, role in await road.heard()] == ["a", "b", "c"]


async def test_a_failing_event_holds_back_its_own_aggregate_only_and_is_tried_again(road: Road):
    bad = uuid4()
    road.fails[bad] = 2  # once with its page, once alone; then the retry succeeds
    async with road.open() as (speaker, _):
        await say(speaker, bad, "first", "second")
        other = await say(speaker)
        await road.until_heard(3)

    heard = await road.heard()
    assert heard[0][0] == other
    assert [role for id_, role in heard if id_ == bad] == ["first", "second"]


async def test_after_five_failures_the_aggregate_is_parked_and_the_rest_goes_on(road: Road):
    bad = uuid4()
    road.fails[bad] = 1000
    async with road.open() as (speaker, listener):
        await say(speaker, bad, "first", "second")
        for _ in range(5):
            await until(lambda: _stuck(road), "stuck")
            await rows(road.urls["followup"], "UPDATE stuck SET not_before = now() WHERE parked_at IS NULL")
            await listener.hearing.catch_up()
        await until(lambda: _parked(road), "parked")
        await say(speaker)
        await road.until_heard(1)

    [parked] = await rows(road.urls["followup"], "SELECT * FROM stuck")
    assert (parked["attempts"], parked["error"]) == (5, "ValueError: planted")
    assert len(await rows(road.urls["followup"], "SELECT 1 FROM held_event")) == 2


async def test_an_unreadable_message_is_parked_and_stops_nobody(road: Road):
    async with road.open() as (speaker, _):
        nc = await operator(road)
        await nc.jetstream().publish("event.agreements.function-added.v1", b"\xff not ours")
        await nc.close()
        await say(speaker)
        await road.until_heard(1)
        await until(lambda: _parked(road), "parked")


async def test_a_killed_nats_server_loses_and_doubles_nothing(road: Road):
    async with road.open() as (speaker, _):
        for number in range(30):
            await say(speaker, None, f"{number}")
            if number in {5, 20}:
                road.server._server.send(signal.SIGKILL)
                road.server._server.finish(10)
                await asyncio.to_thread(road.server.start)
        await road.until_heard(30)

    assert sorted(int(role) for _, role in await road.heard()) == list(range(30))


async def test_a_wiped_stream_is_filled_again_from_the_log(road: Road):
    async with road.open() as (speaker, _):
        await say(speaker, None, "a", "b")
        await road.until_heard(2)
    nc = await operator(road)
    await nc.jetstream().delete_stream(EVENTS)
    await make_streams(road.server.url, road.server.seed("operator"))
    async with road.open() as (speaker, _):
        await say(speaker, None, "c")
        await road.until_heard(3)

        async def refilled() -> bool:
            return (await nc.jetstream().stream_info(EVENTS)).state.messages == 3

        await until(refilled, "refilled")
    await nc.close()
    assert [role for _, role in await road.heard()] == ["a", "b", "c"]


async def test_what_was_fetched_and_not_taken_is_given_back_at_once(road: Road):
    nc = await operator(road)
    await publish(nc, EVENTS, [Outgoing((f"{n}", "event.agreements.x.v1"), n, b"{}", {}) for n in range(5)])
    first, second = Pull(nc, EVENTS, "followup"), Pull(nc, EVENTS, "followup")
    await first._request()
    await until(lambda: _arrived(first, 5), "fetched")
    await first.close()
    taken = 0
    async with asyncio.timeout(5):
        while taken < 5:
            taken += len(await second.page())
    await second.close()
    await nc.close()


async def test_a_stream_is_read_from_a_moment_on(road: Road):
    nc = await operator(road)
    await publish(nc, EVENTS, [Outgoing(("1", "event.agreements.x.v1"), 1, b"old", {})])
    await asyncio.sleep(0.1)
    since = real_now()
    await publish(nc, EVENTS, [Outgoing(("2", "event.agreements.x.v1"), 2, b"new", {})])
    async with contextlib.aclosing(reading.follow(nc, EVENTS, since=since, patience=5)) as messages:
        assert (await anext(messages)).data == b"new"
    await nc.close()


async def test_of_two_instances_each_event_is_acted_on_by_one(road: Road):
    async with road.open() as (speaker, _), road.open():
        for number in range(50):
            await say(speaker, None, f"{number}")
        await road.until_heard(50)

    assert sorted(int(role) for _, role in await road.heard()) == list(range(50))
    positions = await rows(road.urls["agreements"], "SELECT position FROM event_position ORDER BY 1")
    assert [row["position"] for row in positions] == list(range(1, 51))


async def test_a_slow_transaction_with_a_lower_number_is_not_skipped(road: Road):
    async with road.open() as (speaker, _):
        async with speaker.database.work() as slow:
            await slow.connection.execute(text("SELECT nextval(pg_get_serial_sequence('event_log', 'seq'))"))
            await say(speaker, None, "quick")
            await road.until_heard(1)
        await say(speaker, None, "slow")
        await road.until_heard(2)


async def _published(road: Road, number: int) -> bool:
    return len(await rows(road.urls["agreements"], "SELECT 1 FROM event_position")) >= number


async def _arrived(pull: Pull, number: int) -> bool:
    return len(pull._arrived) == number


async def _stuck(road: Road) -> bool:
    return bool(await rows(road.urls["followup"], "SELECT 1 FROM stuck"))


async def _parked(road: Road) -> bool:
    return bool(await rows(road.urls["followup"], "SELECT 1 FROM stuck WHERE parked_at IS NOT NULL"))
