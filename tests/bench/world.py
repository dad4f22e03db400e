"""A whole embedded system for one row: the real servers, durable, and the services that the row wants, as processes."""

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import asyncpg
import nats
from nats.aio.client import Client

from deploy.embedded.bus import Bus
from deploy.embedded.clock import DomainClock
from deploy.embedded.folder import free_port
from deploy.embedded.health import answers
from deploy.embedded.postgres import Postgres
from deploy.embedded.processes import SOURCE, Addresses, choose_addresses, service_program
from deploy.embedded.program import Program
from deploy.nats.permissions import OPERATOR, SERVICES, inbox_prefix
from deploy.provision import keepers, make_databases, make_streams, make_tables, owner_of
from services.runtime.clock import STOCKHOLM
from tests.bench import board
from tests.looking import until

MORNING = datetime(2026, 1, 7, 9, tzinfo=STOCKHOLM)
BOARD = "board"


@dataclass
class World:
    """`start` and `stop` services; `nc` is the operator's line; `pools` reach each database as its owner."""

    folder: Path
    postgres: Postgres
    bus: Bus
    addresses: Addresses
    clock: DomainClock
    programs: dict[str, Program] = field(default_factory=dict)
    pools: dict[str, asyncpg.Pool] = field(default_factory=dict)
    nc: Client = field(default_factory=Client)

    async def start(self, *names: str, **settings: str) -> None:
        """A process each, as production starts it; returns when all are ready."""
        for name in names:
            program = self._board() if name == BOARD else self._service(name, settings)
            self.programs[name] = program
            program.start()

        async def ready() -> bool:
            return all([await asyncio.to_thread(answers, self.port(name)) for name in names])

        await until(ready, f"{names} are ready", 60)

    async def stop(self, *names: str) -> None:
        for name in names:
            await asyncio.to_thread(self.programs.pop(name).stop)

    def port(self, name: str) -> int:
        return self.addresses.health[name]

    def pool(self, name: str) -> asyncpg.Pool:
        return self.pools[name]

    async def emptied(self, name: str) -> asyncpg.Pool:
        """A service that is off loses all it has kept, as if it were new; the way to its tables."""
        self.pools.pop(name).terminate()
        master = await asyncpg.connect(self.postgres.url())
        await master.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await master.close()
        await make_databases(self.postgres)
        await make_tables({name: self.postgres.url(name, owner_of(name))})
        self.pools[name] = await asyncpg.create_pool(self.postgres.url(name), min_size=1, max_size=4)
        return self.pools[name]

    def jump(self, moment: datetime) -> None:
        """The domain's time goes on from here."""
        self.clock.begin(moment, 1.0)

    async def database(self, name: str) -> str:
        """An empty one of its own, for a floor or a peer, on the same server; its URL as master."""
        master = await asyncpg.connect(self.postgres.url())
        await master.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await master.execute(f'CREATE DATABASE "{name}"')
        await master.close()
        return self.postgres.url(name)

    def _service(self, name: str, settings: dict[str, str]) -> Program:
        clock = self.folder / "clock.json"
        program = service_program(name, self.folder, self.addresses, (self.postgres, self.bus), clock)
        more = {f"LOFTESKOLL_{name.upper()}_{key}": value for key, value in settings.items()}
        program.environment = {**(program.environment or {}), **more}
        return program

    def _board(self) -> Program:
        settings = {
            "DATABASE_URL": self.postgres.url(BOARD),
            "NATS_URL": self.bus.url,
            "NATS_SEED": self.bus.seed(OPERATOR),
            "PORT": str(self.port(BOARD)),
        }
        known = {f"LOFTESKOLL_BOARD_{key}": value for key, value in settings.items()}
        environment = os.environ | known | {"PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1"}
        log = self.folder / "log" / "board.log"
        return Program(BOARD, [sys.executable, "-m", "tests.bench.board"], log, environment=environment)


@contextlib.asynccontextmanager
async def world(*names: str, **settings: str) -> AsyncIterator[World]:
    """Servers, databases, streams; then these services."""
    with tempfile.TemporaryDirectory(prefix="lofteskoll-bench-") as place:
        folder = Path(place)
        folder.chmod(0o711)  # noqa: ASYNC240  root's PostgreSQL runs as another user and must pass through
        postgres, bus = Postgres(folder), Bus(folder)
        addresses = choose_addresses(free_port(), SERVICES)
        addresses.health[BOARD] = free_port()
        this = World(folder, postgres, bus, addresses, DomainClock(folder / "clock.json"))
        try:
            await asyncio.to_thread(_servers, this)
            await _provision(this)
            await this.start(*names, **settings)
            yield this
        finally:
            for program in reversed(this.programs.values()):
                await asyncio.to_thread(program.stop)
            for pool in this.pools.values():
                pool.terminate()
            with contextlib.suppress(Exception):
                await this.nc.close()
            await asyncio.to_thread(_down, this)


def _servers(this: World) -> None:
    """Commit times are kept, so that what two transactions did is compared by the server's own clock."""
    this.postgres.start()
    asyncio.run(_keep_commit_times(this.postgres))
    this.postgres.stop()
    this.postgres.start()
    this.bus.start()
    this.jump(MORNING)


async def _keep_commit_times(postgres: Postgres) -> None:
    master = await asyncpg.connect(postgres.url())
    await master.execute("ALTER SYSTEM SET track_commit_timestamp = on")
    await master.close()


async def _provision(this: World) -> None:
    await make_databases(this.postgres)
    await make_tables({name: this.postgres.url(name, owner_of(name)) for name in keepers()})
    await make_streams(this.bus.url, this.bus.seed(OPERATOR))
    await this.database(BOARD)
    this.nc = await nats.connect(
        this.bus.url,
        nkeys_seed_str=this.bus.seed(OPERATOR),
        inbox_prefix=inbox_prefix(OPERATOR).encode(),
        pending_size=64 * 1024 * 1024,
    )
    await board.make_ready(this.postgres.url(BOARD), this.nc)
    for name in (*keepers(), BOARD):
        this.pools[name] = await asyncpg.create_pool(this.postgres.url(name), min_size=1, max_size=4)


def _down(this: World) -> None:
    this.bus.stop()
    this.postgres.stop()


def seconds_between(times: Sequence[datetime]) -> float:
    return (max(times) - min(times)).total_seconds()
