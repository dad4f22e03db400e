"""Real servers for tests: one PostgreSQL per test process, a database and a nats-server per test."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.postgres import Postgres
from deploy.provision import keepers, make_databases, make_tables, owner_of
from services.runtime.work import Work
from tests.fakes import StoppedClock
from tests.lines import database_at, keep_lines_to, let_go
from tests.places import a_place
from tests.system import System

MakeDatabase = Callable[[str], Awaitable[str]]
_numbers = count(1)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A throw-away server: forgets at a power cut, dies with the test process."""
    with a_place(tmp_path_factory.mktemp("postgres")) as folder:
        server = Postgres(folder, durable=False).start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
async def templates(postgres: Postgres) -> list[str]:
    """A migrated, empty database of each service, to be copied."""
    await make_databases(postgres)
    await make_tables({name: postgres.url(name, owner_of(name)) for name in keepers()})
    return keepers()


@pytest.fixture
async def database(postgres: Postgres, templates: list[str]) -> AsyncIterator[MakeDatabase]:
    """Makes an empty database of a service; its URL logs in as the service, which owns nothing."""
    master = await asyncpg.connect(postgres.url())
    made: dict[str, str] = {}

    async def make(service: str) -> str:
        name = f"{service}_{next(_numbers)}"
        await master.execute(
            f'CREATE DATABASE "{name}" TEMPLATE "{service}" OWNER "{owner_of(service)}" STRATEGY file_copy'
        )
        made[name] = postgres.url(name, service)
        keep_lines_to(made[name])
        return made[name]

    yield make
    for name, url in made.items():
        await let_go(url)
        await master.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await master.close()


@contextlib.asynccontextmanager
async def work_in(url: str, clock: StoppedClock) -> AsyncIterator[Work]:
    """One transaction as the runtime makes it: committed with what was emitted, undone if the block raises."""
    async with database_at(url, clock) as kept, kept.work() as work:
        yield work


@pytest.fixture
async def stopped_system(database: MakeDatabase, tmp_path: Path, clock: StoppedClock) -> AsyncIterator[System]:
    """Everything made and nothing started."""
    urls = {name: await database(name) for name in ("agreements", "followup", "notifier", "portal")}
    with a_place(tmp_path) as folder:
        yield System(folder, urls, clock)


@pytest.fixture
async def system(stopped_system: System) -> AsyncIterator[System]:
    """The whole of Löfteskoll, running; the clock's jobs run when the test settles it."""
    async with stopped_system.running():
        yield stopped_system
