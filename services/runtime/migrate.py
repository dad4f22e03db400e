"""How does a service's database come to its present form? Run by the owner, never by the service itself."""

import asyncio
from pathlib import Path

import asyncpg
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

RUNTIME_SQL = Path(__file__).parent / "sql"
SCRIPTS = Path(__file__).parent / "alembic"
READ_ONLY = ("event_log", "event_head", "ground_version", "alembic_version")
"""Tables that a service's login role may read but not change; the log grows only through append_events()."""
APPEND_ONLY = ("seal",)
GROUND = (
    *READ_ONLY,
    *APPEND_ONLY,
    "event_queue",
    "event_position",
    "stream_seen",
    "command_done",
    "watermark",
    "held_event",
    "stuck",
    "skipped_event",
)
"""Tables of the runtime; every other keeps what its rows were (docs/adr/0011), but for what passes: UNLOGGED ones."""
_OTHERS = text("""
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p'
  AND relname <> ALL (:ground) ORDER BY 1""")
_KEEP = text("SELECT history.keep(:table)")
_LAST_DAY = text("""
SELECT set_config('loft.today', (max(occurred_at) AT TIME ZONE 'Europe/Stockholm')::date::text, true) FROM event_log""")


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
            GRANT USAGE ON SCHEMA as_of TO "{role}";
            GRANT SELECT ON ALL TABLES IN SCHEMA as_of TO "{role}";
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
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("version_locations", str(migrations))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["service"] = service
    connection.execute(_LAST_DAY)  # the domain's day, of which nobody here is told; null before anything has happened
    newest = ScriptDirectory.from_config(config).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() != newest:
        connection.execute(text("SELECT history.let_go()"))
        command.upgrade(config, "head")
    for table in connection.execute(_OTHERS, {"ground": list(GROUND)}).scalars().all():
        connection.execute(_KEEP, {"table": table})
