"""What must exist before a service starts? Databases, roles and tables; streams and consumers. Safe to repeat.

A service never makes any of it: it has neither the right nor the whole picture.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import asyncpg
import nats

import services
from deploy.nats.permissions import OPERATOR, SERVICES, inbox_prefix
from services.runtime import streams
from services.runtime.migrate import grant, migrate

HEARS: dict[str, tuple[str, ...]] = {
    "followup": ("agreements",),
    "notifier": ("agreements", "followup"),
}
"""Whose facts each service hears; the same as its app.py connects (tested)."""


class Server(Protocol):
    """A PostgreSQL server of which we are master."""

    def url(self, database: str = ..., role: str = ...) -> str: ...

    def password(self, role: str) -> str: ...


def migrations_of(service: str) -> Path:
    return Path(services.__path__[0]) / service / "migrations"


def keepers() -> list[str]:
    """The services that keep something in a database."""
    return [name for name in SERVICES if any(migrations_of(name).glob("*.py"))]


def owner_of(service: str) -> str:
    """The role that owns a service's database; the service itself logs in as its own name and owns nothing."""
    return f"{service}_owner"


async def make_databases(server: Server) -> None:
    """One database with an owner and a login role for each service that keeps something."""
    master = await asyncpg.connect(server.url())
    try:
        for name in keepers():
            for role in (owner_of(name), name):
                await _make_role(master, role, server.password(role))
            await _make_database(master, name)
    finally:
        await master.close()


async def make_tables(owner_urls: Mapping[str, str]) -> None:
    """Bring each service's database to its newest form, and let the service work with its tables."""
    for name, url in owner_urls.items():
        await migrate(url, name, migrations_of(name))
        await grant(url, name)


async def make_streams(nats_url: str, seed: str) -> None:
    """`seed` is the operator's; empty where the server asks nobody."""
    connection = await nats.connect(
        nats_url,
        nkeys_seed_str=seed or None,
        inbox_prefix=inbox_prefix(OPERATOR).encode(),
        allow_reconnect=False,
        max_reconnect_attempts=1,  # without it an unreachable server is tried for two minutes
    )
    try:
        await streams.provision(connection, HEARS)
    finally:
        await connection.close()


async def _make_role(master: asyncpg.Connection, role: str, password: str) -> None:
    exists = await master.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
    wish = "ALTER ROLE %I LOGIN PASSWORD %L" if exists else "CREATE ROLE %I LOGIN PASSWORD %L"
    await master.execute(await master.fetchval("SELECT format($1, $2::text, $3::text)", wish, role, password))


async def _make_database(master: asyncpg.Connection, name: str) -> None:
    if not await master.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        await master.execute(f'CREATE DATABASE "{name}" OWNER "{owner_of(name)}"')
    await master.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC; GRANT CONNECT ON DATABASE "{name}" TO "{name}"')
