"""How is a whole embedded system started, killed piece by piece and looked at, by somebody who only has its folder?"""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import nats
from nats.aio.client import Client

from deploy.embedded.folder import free_port
from deploy.embedded.health import answers
from deploy.embedded.state import State, read_state
from deploy.nats.permissions import OPERATOR, inbox_prefix
from deploy.provision import HEARS
from services.runtime.clock import STOCKHOLM, clock_from
from services.runtime.streams import on_their_way
from tests.deploy.outside import SOURCE, lives

SUPERVISOR = "supervisor"
PATIENCE = 240.0
"""Seconds in which anything must come back: a busy machine is no fault."""


@dataclass(slots=True)
class Outside:
    folder: Path
    port: int = field(default_factory=free_port)

    def up(self, clock: datetime, speed: float) -> None:
        moment = f"{clock.astimezone(STOCKHOLM):%Y-%m-%dT%H:%M}"
        said = self.run("up", "--port", str(self.port), "--clock", moment, "--speed", str(speed), "--detach")
        assert said.returncode == 0, said.stderr

    def down(self) -> None:
        if read_state(self.folder):
            self.run("down")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of `lofteskoll`."""
        command = [sys.executable, "-m", "services.cli.app", *words, "--data", str(self.folder)]
        known = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1"}
        return subprocess.run(command, capture_output=True, text=True, timeout=300, env=known, check=False)

    def verified(self) -> dict[str, Any]:
        """What `lofteskoll verify` says."""
        said = self.run("verify", "--json")
        assert said.stdout, said.stderr
        told: dict[str, Any] = json.loads(said.stdout)
        return told

    @property
    def state(self) -> State | None:
        """None while no system runs."""
        return read_state(self.folder)

    @property
    def running(self) -> State:
        state = self.state
        assert state, f"no system runs in {self.folder}"
        return state

    def now(self) -> datetime:
        return clock_from(self.folder / "clock.json").now()

    def pid(self, name: str) -> int:
        """0 while it is down."""
        state = self.state
        if state is None:
            return 0
        pid = state.pid if name == SUPERVISOR else state.processes[name].pid
        return pid if lives(pid) else 0

    async def kill(self, name: str) -> None:
        """As soon as it lives: perhaps before it has come to itself. With the supervisor everything dies."""
        await until(lambda: self.pid(name) > 0, f"{name} is started again")
        state = self.running
        os.kill(self.pid(name), signal.SIGKILL)
        if name == SUPERVISOR:
            orphans = [process.pid for process in state.processes.values()]
            await until(lambda: not any(lives(pid) for pid in orphans), "all are gone")

    def is_ready(self) -> bool:
        state = self.state
        return state is not None and all(
            lives(process.pid) and answers(process.port) for process in state.processes.values()
        )

    async def rows(self, service: str, question: str, *values: object) -> list[asyncpg.Record]:
        """Asked of a service's database as its owner."""
        connection = await asyncpg.connect(self.running.owner_urls[service], timeout=10)
        try:
            return await connection.fetch(question, *values)
        finally:
            await connection.close()

    @contextlib.asynccontextmanager
    async def bus(self) -> AsyncIterator[Client]:
        """NATS as its operator; a line that is cut stays cut."""
        nc = await nats.connect(
            self.running.nats_url,
            nkeys_seed_str=self.running.nats_seed,
            inbox_prefix=inbox_prefix(OPERATOR).encode(),
            allow_reconnect=False,
            connect_timeout=10,
        )
        try:
            yield nc
        finally:
            await nc.close()

    async def on_their_way(self) -> int:
        async with self.bus() as nc:
            return await on_their_way(nc.jetstream(), HEARS)


async def until(holds: Callable[[], bool], what: str) -> None:
    async def asked() -> bool:
        return await asyncio.to_thread(holds)

    await until_so(asked, what)


async def until_so(holds: Callable[[], Awaitable[bool]], what: str, every: float = 0.1) -> None:
    deadline = time.monotonic() + PATIENCE
    while not await holds():
        assert time.monotonic() < deadline, f"not within {PATIENCE:g} s: {what}"
        await asyncio.sleep(every)
