"""What does a whole embedded system cost when nobody asks anything? Started by `lofteskoll up`, as a person does."""

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from deploy.embedded.state import State
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.world import MORNING
from tests.faults.outside import Outside

WATCHED = 20.0
SETTLE = 10.0
MEMORY, CPU, LIMIT_MB, LIMIT_CPU = "memory MB", "CPU % of one core", "limit MB", "limit CPU %"


def family(pid: int) -> set[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    with contextlib.suppress(OSError):
        return {pid}.union(*(family(int(child)) for file in children for child in file.read_text().split()))
    return {pid}


def memory(pids: set[int]) -> float:
    """Megabytes; what processes share is divided among them."""
    return sum(_value(Path(f"/proc/{pid}/smaps_rollup"), "Pss:") for pid in pids) / 1024


def _value(file: Path, name: str) -> int:
    with contextlib.suppress(OSError):
        return next(int(line.split()[1]) for line in file.read_text().splitlines() if line.startswith(name))
    return 0


def cpu(pids: set[int]) -> float:
    """Seconds used so far."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def processes(state: State) -> set[int]:
    return set().union(*(family(pid) for pid in (state.pid, *(one.pid for one in state.processes.values()))))


@contextlib.asynccontextmanager
async def begin(_: Plan) -> AsyncIterator[Once]:
    with tempfile.TemporaryDirectory(prefix="lofteskoll-bench-") as folder:
        Path(folder).chmod(0o711)  # noqa: ASYNC240  root's PostgreSQL runs as another user and must pass through
        system = Outside(Path(folder))
        await asyncio.to_thread(system.up, MORNING, 1.0)
        try:
            await asyncio.sleep(SETTLE)

            async def once(_: int) -> Figures:
                pids = processes(system.running)
                began, used = time.perf_counter(), cpu(pids)
                await asyncio.sleep(WATCHED)
                share = 100 * (cpu(pids) - used) / (time.perf_counter() - began)
                return {MEMORY: memory(pids), CPU: share, LIMIT_MB: 600.0, LIMIT_CPU: 3.0}

            yield once
        finally:
            await asyncio.to_thread(system.down)


ROW = Row(
    "idle",
    "memory and CPU of the whole embedded system, idle",
    begin,
    (
        Goal("of 600 MB", MEMORY, LIMIT_MB, 1, at_most=True),
        Goal("of 3 % of one core", CPU, LIMIT_CPU, 1, at_most=True),
    ),
    "supervisor, PostgreSQL, NATS, inbox and four services; shared memory counted once (PSS)",
)
