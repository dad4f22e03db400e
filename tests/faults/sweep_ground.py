"""On what does the sweep run? One throw-away PostgreSQL for all runs; for each a bus, an inbox and three services."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import asyncpg

from deploy.embedded.bus import Bus
from deploy.embedded.clock import DomainClock
from deploy.embedded.folder import CLOCK, MAIL, SEALS, free_port, make_folder, only_user
from deploy.embedded.health import answers
from deploy.embedded.postgres import Postgres
from deploy.embedded.processes import choose_addresses, inbox_program, seal_seed, service_program
from deploy.embedded.program import Program
from deploy.embedded.state import Process, State
from deploy.nats.permissions import OPERATOR, SERVICES
from deploy.provision import keepers, make_databases, make_streams, make_tables, owner_of
from services.runtime import streams
from services.runtime.seal import public_digits, signing_key
from tests.faults.outside import Outside, until

ACK_WAIT = 3.0
"""Seconds after which the stream sends again what a dead service had; thirty in the product."""
SHORT = {"LEASE_SECONDS": "6", "SMTP_PATIENCE_SECONDS": "4", "DOUBT_SECONDS": "2", "GATHER_SECONDS": "0"}
"""The notifier's leases, so that a run takes seconds."""


@dataclass(slots=True)
class Ground:
    """The server that all runs share."""

    folder: Path
    postgres: Postgres = field(init=False)
    _begun: int = 0

    async def start(self) -> None:
        streams.ACK_WAIT = ACK_WAIT
        self.postgres = Postgres(self.folder / "server", durable=False).start()
        await make_databases(self.postgres)
        await make_tables({name: self.postgres.url(name, owner_of(name)) for name in keepers()})

    def stop(self) -> None:
        self.postgres.stop()

    @contextlib.asynccontextmanager
    async def system(self, armed: Mapping[str, str], letters_at_once: int, begin: datetime) -> AsyncIterator["System"]:
        """A fresh one, with everybody running. `armed` is LOFTESKOLL_CRASH_AT by service."""
        self._begun = number = self._begun + 1
        folder = make_folder(self.folder / f"run-{number}", shared=True)
        names = {name: f"{name}_{number}" for name in keepers()}
        for name, copy in names.items():
            await self._do(f'CREATE DATABASE "{copy}" TEMPLATE "{name}" OWNER "{owner_of(name)}" STRATEGY file_copy')
        system = System(folder, self.postgres, names, letters_at_once)
        try:
            with only_user(folder):
                try:
                    await system.start(armed, begin)
                    watching = asyncio.create_task(system.watch(set(armed)))
                    yield system
                    watching.cancel()
                finally:
                    system.stop()
        finally:
            for copy in names.values():
                await self._do(f'DROP DATABASE "{copy}" WITH (FORCE)')

    async def _do(self, statement: str) -> None:
        master = await asyncpg.connect(self.postgres.url())
        try:
            await master.execute(statement)
        finally:
            await master.close()


class System:
    """Three services, an inbox and a bus. `outside` looks at it as at any embedded system."""

    def __init__(self, folder: Path, postgres: Postgres, databases: Mapping[str, str], letters_at_once: int) -> None:
        self.folder = folder
        self.outside = Outside(folder)
        self.clock = DomainClock(folder / CLOCK)
        self.bus = Bus(folder)
        self.urls = {name: postgres.url(database, owner_of(name)) for name, database in databases.items()}
        self._masters = {name: postgres.url(database) for name, database in databases.items()}
        self._settings = {name: {"DATABASE_URL": postgres.url(database, name)} for name, database in databases.items()}
        self._settings["notifier"] |= SHORT | {"LETTERS_AT_ONCE": str(letters_at_once)}
        self._servers = postgres, self.bus
        self._addresses = choose_addresses(free_port(), SERVICES)
        self.programs: dict[str, Program] = {}
        self._back: set[str] = set()

    async def start(self, armed: Mapping[str, str], begin: datetime) -> None:
        self.bus.start()
        await make_streams(self.bus.url, self.bus.seed(OPERATOR))
        self.clock.begin(begin, 60.0)
        inbox = inbox_program(self.folder, self._addresses)
        self.programs = {"inbox": inbox} | {name: self._program(name, armed.get(name, "")) for name in keepers()}
        for program in self.programs.values():
            program.start()
        self._state().write(self.folder)

    async def watch(self, armed: set[str]) -> None:
        """Who ends unasked is started again, as the supervisor does; who is to die is left to die."""
        while True:
            for name in self.programs.keys() - armed | self._back:
                if name in keepers() and not self.programs[name].alive:
                    self.start_again(name)
            await asyncio.sleep(0.5)

    def start_again(self, name: str) -> None:
        self._back.add(name)
        self._addresses.health[name] = free_port()  # another program may have taken the old one
        self.programs[name] = self._program(name, "")
        self.programs[name].start()
        self._state().write(self.folder)

    async def until_ready(self) -> None:
        await until(lambda: all(answers(self._addresses.health[name]) for name in keepers()), "all are ready")

    def go_at(self, speed: float, start: datetime | None = None) -> None:
        """The clock's speed from now on; perhaps from a later moment."""
        self.clock.beat()
        self.clock.begin(start, speed)

    def master_url(self, service: str) -> str:
        """A service's database, as PostgreSQL's superuser."""
        return self._masters[service]

    def stop(self) -> None:
        for program in self.programs.values():
            program.send(signal.SIGKILL)
        for program in self.programs.values():
            program.stop()
        self.bus.stop()

    def _program(self, name: str, crash_at: str) -> Program:
        program = service_program(name, self.folder, self._addresses, self._servers, self.folder / CLOCK)
        own = {f"LOFTESKOLL_{name.upper()}_{key}": value for key, value in self._settings[name].items()}
        point = {"LOFTESKOLL_CRASH_AT": crash_at} if crash_at else {}
        program.environment = {**(program.environment or {}), **own, **point}
        return program

    def _state(self) -> State:
        key = signing_key(seal_seed(self.folder))
        return State(
            pid=os.getpid(),
            ready=True,
            portal_url=self._addresses.portal_url,
            nats_url=self.bus.url,
            nats_seed=self.bus.seed(OPERATOR),
            owner_urls=self.urls,
            mail=self.folder / MAIL,
            clock_file=self.folder / CLOCK,
            seal_keys=[public_digits(key.verify_key)],
            seal_file=self.folder / SEALS,
            processes={
                name: Process(pid=program.pid, port=self._addresses.health.get(name, 0))
                for name, program in self.programs.items()
            },
        )


async def died(program: Program) -> int:
    """The code it ended with: -9 for SIGKILL."""
    while program.alive:  # noqa: ASYNC110  a process tells nobody but its parent
        await asyncio.sleep(0.02)
    return program.finish(1)
