"""A statement written in SQLAlchemy does by asyncpg what it says, and nothing broken is used again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from enum import StrEnum

import asyncpg
import pytest
from sqlalchemy import Column, Date, Enum, Integer, MetaData, Table, Text, bindparam, insert, select, text, update

from schemas.base import Party
from services.runtime.connection import MOST, Pool
from services.runtime.database import passes
from services.runtime.parts import Parts
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


thing = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", Text),
    Column("day", Date),
    Column("colour", Enum(Colour, native_enum=False, values_callable=lambda kind: [one.value for one in kind])),
    Column("parties", Parts(tuple[Party, ...])),
)
DAY = date(2026, 3, 1)
ONE = {"id": 1, "name": "ett", "day": DAY, "colour": Colour.RED, "parties": (Party.POLICE,)}
TWO = {"id": 2, "name": "två", "day": None, "colour": Colour.BLUE, "parties": ()}


@pytest.fixture
async def pool(database: MakeDatabase) -> AsyncIterator[Pool]:
    pool = Pool(await database("followup"), StoppedClock())
    async with pool.begin() as connection:
        await connection.execute(
            text("CREATE TEMPORARY TABLE thing (id int, name text, day date, colour text, parties jsonb)")
        )
        await connection.execute(insert(thing), [ONE, TWO])
    yield pool
    await pool.close()


async def test_what_is_kept_comes_back_as_it_was(pool: Pool):
    async with pool.begin() as connection:
        found = await connection.execute(select(thing).order_by(thing.c.id))
        kept = await connection.scalar(text("SELECT parties::text FROM thing WHERE id = 1"))

    assert found.mappings().all() == [ONE, TWO]
    assert found[0].parties == (Party.POLICE,)
    assert kept == '["police"]'


async def test_statements_of_one_form_have_each_their_own_values(pool: Pool):
    async with pool.begin() as connection:
        names = [await connection.scalar(select(thing.c.name).where(thing.c.id == nr)) for nr in (1, 2, 3)]
        several = [
            list(await connection.scalars(select(thing.c.id).where(thing.c.colour.in_(colours)).order_by(thing.c.id)))
            for colours in ([Colour.RED], [Colour.RED, Colour.BLUE], [])
        ]

    assert names == ["ett", "två", None]
    assert several == [[1], [1, 2], []]


async def test_a_list_of_values_is_a_statement_for_each(pool: Pool):
    change = update(thing).where(thing.c.id == bindparam("key"))
    async with pool.begin() as connection:
        await connection.execute(change, [{"key": 1, "name": "a"}, {"key": 2, "name": "b"}])
        await connection.execute(change, [{"key": 2, "name": "c"}])
        await connection.execute(change, [])
        names = await connection.scalars(select(thing.c.name).order_by(thing.c.id))

    assert names == ["a", "c"]


async def test_a_value_that_is_missing_is_a_fault_and_not_null(pool: Pool):
    with pytest.raises(TypeError, match="no value for key"):
        async with pool.begin() as connection:
            await connection.execute(select(thing).where(thing.c.id == bindparam("key")))


async def test_a_default_of_the_code_is_a_fault_and_not_null(pool: Pool):
    defaulting = Table("thing", MetaData(), Column("id", Integer), Column("name", Text, default="ett"))
    async with pool.begin() as connection:
        with pytest.raises(TypeError, match="migration"):
            await connection.execute(insert(defaulting), {"id": 1})


async def test_what_raises_is_undone_and_its_connection_serves_again(pool: Pool):
    async def fail() -> None:
        async with pool.begin() as connection:
            await connection.execute(thing.delete())
            await connection.execute(text("SELECT 1 / 0"))

    with pytest.raises(asyncpg.DivisionByZeroError):
        await fail()

    async with pool.begin() as connection:
        assert len(await connection.execute(select(thing))) == 2


async def test_what_is_only_read_is_undone(pool: Pool):
    async with pool.begin(keep=False) as connection:
        await connection.execute(thing.delete())

    async with pool.begin() as connection:
        assert len(await connection.execute(select(thing))) == 2


async def test_a_failed_statement_that_was_passed_over_is_not_committed_in_silence(pool: Pool):
    async def go_on() -> None:
        async with pool.begin() as connection:
            await connection.execute(thing.delete())
            with pytest.raises(asyncpg.DivisionByZeroError):
                await connection.execute(text("SELECT 1 / 0"))

    with pytest.raises(RuntimeError, match="ROLLBACK"):
        await go_on()


async def test_a_connection_whose_work_was_cancelled_or_cut_is_not_used_again(pool: Pool):
    async def backend() -> int:
        async with pool.begin() as connection:
            return int(await connection.scalar(text("SELECT pg_backend_pid()")))

    async def sleep() -> None:
        async with pool.begin() as connection:
            await connection.execute(text("SELECT pg_sleep(60)"))

    async def lose() -> None:
        async with pool.begin() as connection:
            connection.driver.terminate()
            await connection.execute(text("SELECT 1"))

    first = await backend()
    sleeping = asyncio.create_task(sleep())
    await asyncio.sleep(0.2)
    sleeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeping
    second = await backend()
    with pytest.raises(asyncpg.InterfaceError) as lost:
        await lose()
    third = await backend()

    assert passes(lost.value)
    assert len({first, second, third}) == 3


async def test_more_than_the_pool_holds_wait_for_their_turn(pool: Pool):
    async def one() -> int:
        async with pool.begin() as connection:
            return int(await connection.scalar(text("SELECT pg_backend_pid() FROM pg_sleep(0.01)")))

    backends = await asyncio.gather(*(one() for _ in range(MOST * 3)))

    assert len(set(backends)) <= MOST
