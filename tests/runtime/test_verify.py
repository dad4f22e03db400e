"""`verify` is green when all is well, and finds each thing that is not; `skip` and `retry` free what is parked."""

from uuid import uuid4

import asyncpg
import pytest

from deploy.provision import owner_of
from services.runtime import parking, verify
from services.runtime.streams import EVENTS
from tests.looking import rows, until
from tests.runtime.conftest import Road, operator, say


async def findings(road: Road) -> list[str]:
    found: list[verify.Finding] = []
    logs = {}
    nc = await operator(road)
    for service in ("agreements", "followup"):
        connection = await asyncpg.connect(road.urls[service])
        logs[service] = await verify.read_log(connection, service, found)
        if service == "followup":
            found += await verify.compare_marks(connection, service, ["agreements"], logs)
        await connection.close()
    found += await verify.compare_streams(nc, list(logs.values()))
    await nc.close()
    return [f"{finding.where}: {finding.what}" for finding in found]


@pytest.fixture
async def told(road: Road) -> Road:
    async with road.open() as (speaker, _):
        await say(speaker, None, "a", "b", "c")
        await say(speaker)
        await road.until_heard(4)
    return road


async def as_owner(road: Road, postgres, *commands: str) -> None:
    url = postgres.url(road.urls["agreements"].rsplit("/", 1)[1], "lofteskoll")
    connection = await asyncpg.connect(url)
    await connection.execute("SET session_replication_role = replica")  # past the triggers, as a thief would
    for command in commands:
        await connection.execute(command)
    await connection.close()


async def test_all_is_well(told: Road):
    assert await findings(told) == []


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        (
            "UPDATE event_log SET body = replace(body, 'police', 'municipality') WHERE sequence = 2",
            "händelse 2 är ändrad",
        ),
        ("DELETE FROM event_log WHERE sequence = 2", "händelse 2 saknas"),
        ("DELETE FROM event_log WHERE sequence = 3", "loggens slut stämmer inte"),
        ("DELETE FROM event_position WHERE position = 2", "positionerna har luckor"),
        (
            """UPDATE event_log SET sequence = 5 - sequence WHERE sequence IN (2, 3)
            AND about = (SELECT about FROM event_log WHERE sequence = 3)""",
            "är ändrad",
        ),
    ],
)
async def test_a_changed_log_is_found(told: Road, postgres, deed: str, found: str):
    await as_owner(told, postgres, "ALTER TABLE event_log DROP CONSTRAINT event_log_about_sequence_key", deed)

    assert any(found in finding for finding in await findings(told))


async def test_the_log_refuses_to_be_changed_by_its_service_and_by_its_owner(told: Road, postgres):
    name = told.urls["agreements"].rsplit("/", 1)[1]
    for url in (told.urls["agreements"], postgres.url(name, owner_of("agreements"))):
        for deed in ("UPDATE event_log SET body = ''", "DELETE FROM event_log", "TRUNCATE event_log"):
            with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.RaiseError)):
                await rows(url, deed)


async def test_a_stream_that_lost_its_middle_is_found_and_refilled(told: Road):
    nc = await operator(told)
    await nc.jetstream().purge_stream(EVENTS, keep=1)
    assert any("EVENTS: 3 meddelanden saknas" in finding for finding in await findings(told))
    connection = await asyncpg.connect(told.urls["agreements"])
    assert await verify.refill(connection, nc) == 3
    await nc.close()
    async with told.open():
        await until(lambda: _queue_is_empty(told), "refilled")
    await connection.close()

    assert await findings(told) == []


async def test_what_was_published_but_not_noted_is_not_published_again(told: Road):
    nc = await operator(told)
    stream = (await nc.jetstream().stream_info(EVENTS)).config
    stream.duplicate_window = 0.1  # as if the relay came back long after it died
    await nc.jetstream().update_stream(stream)
    await nc.close()
    await rows(
        told.urls["agreements"],
        "WITH gone AS (DELETE FROM event_position WHERE position > 1 RETURNING seq) "
        "INSERT INTO event_queue SELECT seq FROM gone",
    )
    async with told.open():
        await until(lambda: _queue_is_empty(told), "settled")

    assert await findings(told) == []


async def test_an_operator_retries_or_skips_what_is_parked(road: Road):
    healed, hopeless = uuid4(), uuid4()
    road.fails = {healed: 6, hopeless: 1000}
    connection = await asyncpg.connect(road.urls["followup"])
    async with road.open() as (speaker, _):
        for function in (healed, hopeless):
            await say(speaker, function, "first", "second")

        async def parked(number: int) -> bool:
            await connection.execute("UPDATE stuck SET not_before = now() WHERE parked_at IS NULL")
            return len([stuck for stuck in await parking.listed(connection) if stuck.parked_at]) == number

        await until(lambda: parked(2), "both parked")
        assert await parking.retry(connection, f"function/{healed}") == 1
        await road.until_heard(2)
        skipped = await parking.skip(connection, f"function/{hopeless}")
        assert (skipped.sequence, skipped.waiting) == (1, 2)
        road.fails.clear()
        await road.until_heard(3)
    [kept] = await connection.fetch("SELECT * FROM skipped_event")
    await connection.close()
    assert "first" in kept["body"]
    assert await findings(road) == []


async def _queue_is_empty(road: Road) -> bool:
    return not await rows(road.urls["agreements"], "SELECT 1 FROM event_queue")
