"""What is committed is published, also when the stream is emptied and when an event has nowhere to go."""

from datetime import date
from uuid import uuid4

import asyncpg
import pytest

from deploy.provision import make_streams
from schemas.agreements.parts import AgreementType
from schemas.geography import municipalities
from schemas.progress import AgreementSigned
from services.runtime import relay, verify
from services.runtime.publishing import Fence, NotTaken, Outgoing, publish
from services.runtime.service import Service
from services.runtime.streams import EVENTS, PROGRESS
from tests.looking import rows, until
from tests.runtime.conftest import Road, operator, say


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The relay looks every 15 s at what its streams hold; no test waits for that."""
    monkeypatch.setattr(relay, "RECONCILE", 0.3)


def signed(*codes: str) -> AgreementSigned:
    day = date(2026, 3, 2)
    kind = AgreementType.COLLABORATION_AGREEMENT
    return AgreementSigned(agreement_id=uuid4(), type=kind, municipalities=codes, on=day, since=day, until=None)


async def tell(service: Service, *facts: AgreementSigned) -> None:
    async with service.database.work() as work:
        work.emit(*facts)


async def settled(road: Road, service: str = "agreements") -> None:
    async def quiet() -> bool:
        return not await rows(road.urls[service], "SELECT 1 FROM event_queue")

    await until(quiet, "all is published", 20)


async def held(road: Road, stream: str) -> int:
    nc = await operator(road)
    messages = (await nc.jetstream().stream_info(stream)).state.messages
    await nc.close()
    return messages


async def test_an_event_that_concerns_no_municipality_is_settled_and_blocks_nobody(road: Road):
    speaker = road.build("followup")
    async with speaker.running():
        await tell(speaker, *[signed() for _ in range(501)], signed("0180"))
        await settled(road, "followup")

    assert await held(road, PROGRESS) == 1
    positions = await rows(road.urls["followup"], "SELECT max(position) AS last, count(*) FROM event_position")
    assert (positions[0]["last"], positions[0]["count"]) == (502, 502)


async def test_pages_are_settled_while_the_next_is_published_each_event_once_and_in_order(
    road: Road, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(relay, "PAGE", 10)
    monkeypatch.setattr(relay, "PAGES", 3)
    speaker = road.speaker()
    await say(speaker, None, *[f"{number}" for number in range(95)])
    async with speaker.running():
        await settled(road)

    found = await rows(
        road.urls["agreements"], "SELECT position, seq, stream_seq FROM event_position ORDER BY position"
    )
    assert [(row["position"], row["stream_seq"]) for row in found] == [(nr, nr) for nr in range(1, 96)]
    assert [row["seq"] for row in found] == sorted(row["seq"] for row in found)
    assert await held(road, EVENTS) == 95


async def test_a_line_break_in_a_header_makes_no_header_of_its_own(road: Road):
    nc = await operator(road)
    headers = {"ce-id": "1", "ce-subject": "x\r\nNats-Rollup: all", "traceparent": "y"}
    await publish(nc, EVENTS, [Outgoing(("1", "event.agreements.x.v1"), 1, b"{}", headers)])
    message = await nc.jetstream().get_msg(EVENTS, 1)
    await nc.close()

    assert message.headers == {"ce-id": "1", "ce-subject": "x  Nats-Rollup: all", "traceparent": "y"}


async def test_one_event_for_very_many_municipalities_is_published_to_all(road: Road):
    speaker = road.build("followup")
    async with speaker.running():
        await tell(speaker, *[signed(*municipalities()) for _ in range(5)])
        await settled(road, "followup")

    assert await held(road, PROGRESS) == 1450


async def test_copies_that_got_through_before_the_relay_died_are_not_sent_again(road: Road):
    speaker = road.build("followup")
    async with speaker.running():
        await tell(speaker, signed("0180", "0181", "0182"))
        await settled(road, "followup")
    nc = await operator(road)
    js = nc.jetstream()
    stream = (await js.stream_info(PROGRESS)).config
    stream.duplicate_window = 0.1  # NATS has forgotten what it took
    await js.update_stream(stream)
    first = [await js.get_msg(PROGRESS, sequence) for sequence in (1, 2)]
    await js.delete_stream(PROGRESS)
    await make_streams(road.server.url, road.server.seed("operator"))
    for message in first:
        headers = {key: value for key, value in message.headers.items() if not key.startswith("Nats-")}
        await js.publish(message.subject, message.data, headers=headers)
    await nc.close()
    await rows(
        road.urls["followup"],
        "WITH a AS (DELETE FROM event_position RETURNING seq), b AS (DELETE FROM stream_seen) "
        "INSERT INTO event_queue SELECT seq FROM a",
    )
    async with road.build("followup").running():
        await settled(road, "followup")

    assert await held(road, PROGRESS) == 3


async def test_a_stream_wiped_while_its_relay_goes_on_is_filled_again_whole(road: Road):
    async with road.open() as (speaker, _):
        await say(speaker, None, "a", "b", "c")
        await road.until_heard(3)
    await rows(  # the relay died after publishing, before noting it
        road.urls["agreements"],
        "WITH gone AS (DELETE FROM event_position RETURNING seq) INSERT INTO event_queue SELECT seq FROM gone",
    )
    async with road.speaker().running():
        await settled(road)
        nc = await operator(road)
        await nc.jetstream().delete_stream(EVENTS)
        await make_streams(road.server.url, road.server.seed("operator"))
        await nc.close()

        async def whole() -> bool:
            return await held(road, EVENTS) == 3

        await until(whole, "filled again")


async def test_a_stream_that_became_another_one_takes_no_news_before_all_that_was_said_earlier(
    road: Road, monkeypatch: pytest.MonkeyPatch
):
    """The stream itself refuses what does not follow on our last; the next look would come too late."""
    monkeypatch.setattr(relay, "RECONCILE", 600.0)
    speaker = road.speaker()
    async with speaker.running():
        await say(speaker, None, "a", "b", "c")
        await settled(road)
        nc = await operator(road)
        await nc.jetstream().delete_stream(EVENTS)
        await make_streams(road.server.url, road.server.seed("operator"))
        await say(speaker, None, "d")
        await settled(road)
        ids = [(await nc.jetstream().get_msg(EVENTS, nr)).headers["ce-id"] for nr in (1, 2, 3, 4)]
        await nc.close()

    log = await rows(road.urls["agreements"], "SELECT id::text FROM event_log ORDER BY seq")
    assert ids == [row["id"] for row in log]
    assert await held(road, EVENTS) == 4


async def test_a_relay_that_was_overtaken_gets_nothing_in(road: Road):
    """It was paused; another one took over and went on. Its page comes too late, and NATS has forgotten the ids."""
    nc = await operator(road)
    ours = [Outgoing((str(nr), "event.agreements.x.v1"), nr, b"{}", {}) for nr in range(1, 4)]
    paused, active = (Fence("event.agreements.>", 0) for _ in range(2))
    assert await publish(nc, EVENTS, ours, active) == [1, 2, 3]
    await nc.publish("event.followup.y.v1", b"")
    for page in (ours, ours[:1]):
        with pytest.raises(NotTaken, match="wrong last sequence"):
            await publish(nc, EVENTS, page, paused)
    assert await publish(nc, EVENTS, ours[:1], active) == [5]
    assert await publish(nc, EVENTS, ours, active) == [6, 7, 8]
    await nc.close()


async def test_another_stream_is_noticed_however_soon_after_the_first_event(
    road: Road, monkeypatch: pytest.MonkeyPatch
):
    """Which stream the positions speak of is known before there are any, not at the next look."""
    monkeypatch.setattr(relay, "RECONCILE", 60.0)
    async with road.open() as (speaker, _):
        await say(speaker, None, "a", "b", "c")
        await road.until_heard(3)
    nc = await operator(road)
    await nc.jetstream().delete_stream(EVENTS)
    await make_streams(road.server.url, road.server.seed("operator"))
    for number in range(4):  # another service has come further in the new stream than we had in the old
        await nc.jetstream().publish(f"event.followup.{number}", b"", headers={"ce-id": "other"})
    await nc.close()
    async with road.speaker().running():

        async def whole() -> bool:
            return await held(road, EVENTS) == 7

        await until(whole, "filled again")


async def test_a_purged_stream_is_filled_again_as_often_as_it_is_purged(road: Road):
    async with road.open() as (speaker, _):
        await say(speaker, None, "a", "b", "c")
        await road.until_heard(3)
        nc = await operator(road)
        for _ in range(2):
            await nc.jetstream().purge_stream(EVENTS)

            async def whole() -> bool:
                return await held(road, EVENTS) == 3

            await until(whole, "filled again")
        await nc.close()


async def test_an_emptied_stream_can_be_read_and_refilled_by_an_operator(road: Road):
    async with road.open() as (speaker, _):
        await say(speaker, None, "a", "b", "c")
        await road.until_heard(3)
    nc = await operator(road)
    await nc.jetstream().purge_stream(EVENTS)
    connection = await asyncpg.connect(road.urls["agreements"])
    assert await verify.refill(connection, nc) == 3
    await connection.close()
    await nc.close()


async def test_a_fact_too_big_for_the_bus_undoes_its_work_and_blocks_nobody(road: Road):
    async with road.open() as (speaker, _):
        with pytest.raises(ValueError, match="too big"):
            async with speaker.database.work() as work:
                work.emit(signed(*["0180"] * 150_000))
        await say(speaker, None, "after")
        await road.until_heard(1)


async def test_a_batch_that_the_stream_refuses_is_published_one_by_one_and_nothing_twice(road: Road):
    nc = await operator(road)
    messages = [Outgoing((str(nr), "event.agreements.x.v1"), nr, b"{}", {"Nats-Msg-Id": f"{nr}"}) for nr in range(1, 6)]
    assert await publish(nc, EVENTS, messages[:2]) == [1, 2]
    assert await publish(nc, EVENTS, messages) == [1, 2, 3, 4, 5]
    with pytest.raises(NotTaken):
        await publish(nc, PROGRESS, messages[:2])
    await nc.close()
    assert await held(road, EVENTS) == 5


async def test_a_relay_without_its_stream_looks_for_it_ever_more_seldom(road: Road, capture: list[dict[str, object]]):
    nc = await operator(road)
    await nc.jetstream().delete_stream(EVENTS)
    await nc.close()
    speaker = road.speaker()
    async with speaker.running():
        await say(speaker)
        await until(lambda: _times(capture, "relay waits for NATS", 3), "looked three times")
    pauses = [line["seconds"] for line in capture if line["event"] == "relay waits for NATS"]
    assert pauses[0] < pauses[1] < pauses[2]


async def _times(capture: list[dict[str, object]], event: str, number: int) -> bool:
    return len([line for line in capture if line["event"] == event]) >= number
