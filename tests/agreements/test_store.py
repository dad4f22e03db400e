from sqlalchemy import Connection, inspect

from services.agreements.store.tables import metadata
from tests.conftest import MakeDatabase, work_in
from tests.fakes import StoppedClock


async def test_the_migrations_make_the_tables_that_the_store_speaks_of(database: MakeDatabase, clock: StoppedClock):
    def columns(connection: Connection) -> dict[str, dict[str, bool]]:
        seen = inspect(connection)
        return {
            table: {column["name"]: column["nullable"] for column in seen.get_columns(table)}
            for table in metadata.tables
        }

    async with work_in(await database("agreements"), clock) as work:
        made = await work.connection.run_sync(columns)

    assert made == {
        table.name: {column.name: bool(column.nullable) for column in table.columns}
        for table in metadata.tables.values()
    }
