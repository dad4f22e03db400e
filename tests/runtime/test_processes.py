"""A service as a process: it waits for its servers, says in one sentence what is missing, and ends when told."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator

import pytest

from deploy.embedded.folder import free_port
from services.runtime.streams import EVENTS
from tests.looking import until
from tests.runtime.conftest import Road, operator

Process = asyncio.subprocess.Process


@contextlib.asynccontextmanager
async def followup(road: Road, **settings: str) -> AsyncIterator[tuple[Process, list[dict[str, object]]]]:
    """A real process of a real service, and the lines it logs."""
    told = {
        "DATABASE_URL": road.urls["followup"],
        "NATS_URL": road.server.url,
        "NATS_SEED": road.server.seed("followup"),
    } | settings
    env = os.environ | {f"LOFTESKOLL_FOLLOWUP_{key}": value for key, value in told.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.followup.app", env=env, stdout=-1, stderr=asyncio.subprocess.STDOUT
    )
    lines: list[dict[str, object]] = []

    async def read() -> None:
        assert process.stdout
        async for line in process.stdout:
            with contextlib.suppress(json.JSONDecodeError):
                lines.append(json.loads(line))

    reading = asyncio.create_task(read())
    try:
        yield process, lines
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await reading


async def until_logged(lines: list[dict[str, object]], event: str) -> None:
    async def logged() -> bool:
        return any(line["event"] == event for line in lines)

    await until(logged, f"logged: {event}")


async def test_told_to_stop_it_stops_at_once_and_well(road: Road):
    async with followup(road, PORT=str(free_port())) as (process, lines):
        await until_logged(lines, "listening")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    assert {line["level"] for line in lines} == {"info"}
    assert {line["service"] for line in lines} == {"followup"}


@pytest.mark.parametrize(
    ("setting", "event"), [("DATABASE_URL", "waiting for PostgreSQL"), ("NATS_URL", "NATS")], ids=["PostgreSQL", "NATS"]
)
async def test_a_server_that_is_not_there_yet_is_waited_for(road: Road, setting: str, event: str):
    nowhere = {"DATABASE_URL": "postgresql://x:secret-word@127.0.0.1:1/x", "NATS_URL": "nats://127.0.0.1:1"}[setting]
    async with followup(road, **{setting: nowhere}) as (process, lines):
        await until_logged(lines, event)
        assert process.returncode is None
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 10)
    assert "secret-word" not in json.dumps(lines)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [("postgres", "does not let the service in"), ("no-such-database", "does not let the service in")],
)
async def test_what_only_an_operator_can_mend_is_said_in_one_sentence(road: Road, place: str, sentence: str):
    url = f"{road.urls['followup'].rsplit('/', 1)[0]}/{place}"
    async with followup(road, DATABASE_URL=url) as (process, lines):
        assert await asyncio.wait_for(process.wait(), 20) == 3
    assert sentence in str(lines[-1]["reason"]) or "no tables" in str(lines[-1]["reason"])


async def test_without_its_consumer_it_does_not_start_and_says_what_to_do(road: Road):
    nc = await operator(road)
    await nc.jetstream().delete_consumer(EVENTS, "followup")
    await nc.close()
    async with followup(road) as (process, lines):
        assert await asyncio.wait_for(process.wait(), 20) == 3
    assert "lofteskoll provision" in str(lines[-1]["reason"])


async def test_when_its_consumer_is_deleted_it_ends_to_be_begun_anew(road: Road):
    async with followup(road, PORT=str(free_port())) as (process, lines):
        await until_logged(lines, "listening")
        nc = await operator(road)
        await nc.jetstream().delete_consumer(EVENTS, "followup")
        await nc.close()
        assert await asyncio.wait_for(process.wait(), 20) == 4
    assert lines[-1]["reason"] == "followup on EVENTS"
