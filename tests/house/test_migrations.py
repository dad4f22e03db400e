"""Do the migrations lead to exactly the tables that the store asks of?"""

import re
from importlib import import_module
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Uuid,
)
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator, TypeEngine

from deploy.provision import keepers
from services.runtime.migrate import RUNTIME_SQL
from tests.conftest import MakeDatabase

KINDS = (Integer, String, Uuid, Boolean, Date, DateTime, LargeBinary, JSON, ARRAY, Float, Numeric)
THE_GROUNDS = {"ground_version", "alembic_version", "recorded_on"} | {
    table
    for file in RUNTIME_SQL.glob("*.sql")
    for table in re.findall(r"CREATE TABLE (\w+) \(", file.read_text(encoding="utf-8"))
}
"""Tables and columns that every service has from the runtime; a service's own metadata does not speak of them."""


@pytest.mark.parametrize("service", keepers())
async def test_the_migrations_make_what_the_store_reads(service: str, database: MakeDatabase):
    metadata = import_module(f"services.{service}.store.tables").metadata

    assert await differences(await database(service), metadata) == []


@pytest.mark.parametrize("service", keepers())
async def test_every_moment_is_kept_with_its_zone(service: str, database: MakeDatabase):
    naive = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE data_type = $1"
    engine = create_async_engine(as_async(await database(service)), poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.exec_driver_sql(naive, ("timestamp without time zone",))
        columns = list(found.scalars())
    await engine.dispose()

    assert [column for column in columns if not column.startswith("pg_")] == []


async def test_the_comparison_sees_a_missing_table(database: MakeDatabase):
    """A guard of the guard: nothing is found missing because nothing was looked for."""
    [first, *_] = await differences(await database("followup"), MetaData())

    assert first[0] == "remove_table"


async def differences(url: str, metadata: MetaData) -> list[Any]:
    def compare(connection: Connection) -> list[Any]:
        options = {
            "include_name": lambda name, _kind, _parents: name not in THE_GROUNDS,
            "compare_type": lambda _context, _column, _named, kept, read: not same_kind(kept, read),
        }
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    engine = create_async_engine(as_async(url), poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.run_sync(compare)
    await engine.dispose()
    return [change for change in found if not says_less(change)]


def as_async(url: str) -> str:
    return url.replace("postgresql://", "postgresql+asyncpg://")


def same_kind(kept: TypeEngine[Any], read: TypeEngine[Any]) -> bool:
    """How wide a number is, and which words a text may hold, is the migration's; a text is still no number."""
    inner = read.impl if isinstance(read, TypeDecorator) else read
    return any(isinstance(kept, kind) and isinstance(inner, kind) for kind in KINDS)


def says_less(change: Any) -> bool:
    """The store's tables name columns and types; rules of the data (not null, keys, indexes) are the migration's."""
    kinds = {part[0] for part in change} if isinstance(change, list) else {change[0]}
    return kinds <= {"modify_nullable", "remove_index", "remove_constraint", "remove_fk"}
