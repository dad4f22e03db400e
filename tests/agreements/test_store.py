from services.agreements.store.tables import metadata
from tests.conftest import MakeDatabase
from tests.looking import rows


async def test_the_migrations_make_the_tables_that_the_store_speaks_of(database: MakeDatabase):
    seen = await rows(
        await database("agreements"),
        "SELECT table_name, column_name, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name <> 'recorded_on'",  # the runtime's own
    )

    made = {
        name: {row["column_name"]: row["is_nullable"] == "YES" for row in seen if row["table_name"] == name}
        for name in metadata.tables
    }
    assert made == {
        table.name: {column.name: bool(column.nullable) for column in table.columns}
        for table in metadata.tables.values()
    }
