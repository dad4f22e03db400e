"""How does a service's database come to its present form? Run by the owner, never by the service itself."""

import asyncio
from pathlib import Path

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

RUNTIME_SQL = Path(__file__).parent / "sql"
SCRIPTS = Path(__file__).parent / "alembic"
READ_ONLY = ("event_log", "event_head", "ground_version", "alembic_version")
"""Tables that a service's login role may read but not change; the log grows only through append_events()."""
APPEND_ONLY = ("seal",)


async def migrate(owner_url: str, service: str, migrations: Path) -> None:
    """Bring the database at `owner_url` (a URL that owns it) to the newest form. Safe to repeat."""
    await _lay_ground(owner_url)
    engine = create_async_engine(owner_url.replace("postgresql://", "postgresql+asyncpg://"), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, service, migrations)
    await engine.dispose()


async def grant(owner_url: str, role: str) -> None:
    """Let a service's login role work with its tables, and with nothing else. Safe to repeat."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(
            f"""
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO "{role}";
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}";
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}";
            """
        )
        for table in READ_ONLY:
            await connection.execute(f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM "{role}"')
        for table in APPEND_ONLY:
            await connection.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM "{role}"')
    finally:
        await connection.close()


async def _lay_ground(owner_url: str) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute("CREATE TABLE IF NOT EXISTS ground_version (name text PRIMARY KEY)")
            done = {row["name"] for row in await connection.fetch("SELECT name FROM ground_version")}
            for file in sorted(RUNTIME_SQL.glob("*.sql")):
                if file.name not in done:
                    await connection.execute(await asyncio.to_thread(file.read_text))
                    await connection.execute("INSERT INTO ground_version VALUES ($1)", file.name)
    finally:
        await connection.close()


def _upgrade(connection: Connection, service: str, migrations: Path) -> None:
    # half of what a command of the terminal takes to start would be this import, and few of them migrate
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("version_locations", str(migrations))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["service"] = service
    command.upgrade(config, "head")
