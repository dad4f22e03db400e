"""Nothing that can be put on the bus stops a service: it waits for an operator, and the rest goes on."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import asyncpg
import nats
import pytest
from sqlalchemy import text

from services.runtime import parking
from services.runtime.database import Database, passes
from services.runtime.errors import Refused
from tests.looking import rows, until
from tests.runtime.conftest import Road, operator, say

SUBJECT = "event.agreements.function-added.v1"
Poison = Callable[[dict[str, str], bytes], tuple[dict[str, str], bytes]]


def envelope(function: UUID, sequence: int = 1) -> dict[str, str]:
    return {
        "ce-id": str(uuid4()),
        "ce-source": "/agreements",
        "ce-subject": f"function/{function}",
        "ce-sequence": str(sequence),
        "ce-time": "2026-03-02T08:00:00+00:00",
    }


def body(function: UUID, role: str = "kommunpolis") -> bytes:
    return json.dumps({"function_id": str(function), "party": "police", "role": role}).encode()


async def post(nc: nats.NATS, headers: dict[str, str], said: bytes, subject: str = SUBJECT) -> None:
    await nc.jetstream().publish(subject, said, headers=headers)


POISONS: dict[str, Poison] = {
    "no envelope": lambda _, said: ({"x": "y"}, said),
    "a body that is not UTF-8": lambda headers, _: (headers, b"\xff\xfe"),
    "a body that is not JSON": lambda headers, _: (headers, b"{"),
    "an empty body": lambda headers, _: (headers, b""),
    "an empty body with a status": lambda headers, _: (headers | {"Status": "404"}, b""),
    "a zero byte in the body": lambda headers, said: (headers, said + b"\0"),
    "an escaped zero in a text": lambda headers, said: (headers, said.replace(b"kommun", b"\\u0000")),
    "number zero": lambda headers, said: (headers | {"ce-sequence": "0"}, said),
    "a number below zero": lambda headers, said: (headers | {"ce-sequence": "-7"}, said),
    "a number beyond all numbers": lambda headers, said: (headers | {"ce-sequence": "9" * 30}, said),
    "a time without a zone": lambda headers, said: (headers | {"ce-time": "2026-03-02T08:00:00"}, said),
    "the first year of all, in the east": lambda headers, said: (headers | {"ce-time": "0001-01-01T00:00+14:00"}, said),
    "an aggregate too long to index": lambda headers, said: (headers | {"ce-subject": "x" * 3000}, said),
    "an aggregate without a name": lambda headers, said: (headers | {"ce-subject": ""}, said),
    "another's name as its speaker": lambda headers, said: (headers | {"ce-source": "/followup"}, said),
}


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS.keys())
async def test_poison_is_parked_or_waits_and_the_rest_goes_on(road: Road, poison: Poison):
    bad, good = uuid4(), uuid4()
    async with road.listener().running():
        nc = await operator(road)
        await post(nc, *poison(envelope(bad), body(bad)))
        await post(nc, envelope(good), body(good))
        await nc.close()
        await road.until_heard(1)
        await until(lambda: _waits(road), "the poison waits")

    assert [id_ for id_, _ in await road.heard()] == [good]


async def test_trying_again_never_applies_what_has_no_readable_number(road: Road):
    function = uuid4()
    connection = await asyncpg.connect(road.urls["followup"])
    async with road.listener().running():
        nc = await operator(road)
        await post(nc, envelope(function) | {"ce-sequence": "two"}, body(function))
        await nc.close()
        await until(lambda: _waits(road), "parked")
        [waiting] = await parking.listed(connection)
        await parking.retry(connection, waiting.about)

        async def tried() -> bool:
            return (await parking.listed(connection))[0].attempts == 1

        await until(tried, "tried again")
        assert await road.heard() == []
        await parking.skip(connection, waiting.about)
    assert await parking.listed(connection) == []
    await connection.close()


async def test_skipping_what_was_applied_meanwhile_is_refused_and_moves_nothing_back(road: Road):
    bad = uuid4()
    road.fails[bad] = 1000
    connection = await asyncpg.connect(road.urls["followup"])
    async with road.open() as (speaker, _):
        await say(speaker, bad, "first", "second")
        await until(lambda: _waits(road), "stuck")
        seen = await parking.listed(connection)
        road.fails.clear()
        await parking.retry(connection, seen[0].about)
        await road.until_heard(2)
        with pytest.raises(Refused, match="har hunnit vidare"):
            await parking.pass_over(connection, seen[0])
    [mark] = await connection.fetch("SELECT sequence FROM watermark WHERE about = $1", f"function/{bad}")
    await connection.close()
    assert mark["sequence"] == 2


async def test_a_value_that_no_column_can_hold_is_no_passing_fault(road: Road):
    database = Database(road.urls["followup"], road.clock)
    with pytest.raises(asyncpg.DataError) as caught:
        async with database.work() as work:
            await work.connection.execute(text("SELECT CAST(:number AS int)"), {"number": 2**40})
    await database.close()

    assert not passes(caught.value)


@pytest.mark.parametrize("fault", [FileNotFoundError("template"), PermissionError("template")])
def test_a_missing_file_is_no_passing_fault(fault: Exception):
    assert not passes(fault)


@pytest.mark.parametrize(
    "fault",
    [
        ConnectionRefusedError(),
        ConnectionResetError(),
        TimeoutError(),
        OSError("no route"),
        asyncpg.InternalClientError(),
    ],
)
def test_a_lost_connection_is_a_passing_fault(fault: Exception):
    assert passes(fault)


async def test_what_waits_is_told_without_what_people_wrote(road: Road):
    function = uuid4()
    async with road.listener().running():
        nc = await operator(road)
        await post(nc, envelope(function), body(function).replace(b'"police"', b'"hemligt ord"'))
        await nc.close()
        await until(lambda: _waits(road), "stuck")

    [stuck] = await rows(road.urls["followup"], "SELECT error FROM stuck")
    assert "hemligt" not in stuck["error"]
    assert "party" in stuck["error"]


async def _waits(road: Road) -> bool:
    return bool(await rows(road.urls["followup"], "SELECT 1 FROM stuck JOIN held_event USING (producer, about)"))
