"""What is left of a system under load when its data folder is gone? `pytest -s` prints how many commands survived."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from schemas.base import Command
from tests.deploy.outside import lives
from tests.faults import checks
from tests.faults.evidence import gather
from tests.faults.kill import SETTLED
from tests.faults.load import People
from tests.faults.outside import Outside, until, until_so

pytestmark = pytest.mark.timeout(600)
SEED = 1
SOME = 60
"""Commands in each part of the drill."""
LOOKS = 3
"""In a row, at which nothing has changed."""
SILENT = 2.0
"""Seconds in which the archive takes nothing, before all dies: whatever is answered then would be lost."""


class Lost(Outside):
    """Whoever looks at the clock while there is no folder remembers what it showed."""

    __slots__ = ("moved", "shown")

    def now(self) -> datetime:
        with contextlib.suppress(FileNotFoundError):
            self.shown = super().now()
        return self.shown

    def start(self, *words: str) -> None:
        said = self.run("up", "--port", str(self.port), *words, "--detach")
        assert said.returncode == 0, said.stderr


async def test_what_was_answered_is_there_when_the_data_folder_is_lost_under_load(tmp_path: Path):
    place, copy = tmp_path / "archive", tmp_path / "backup"
    system = Lost(tmp_path / "system")
    await asyncio.to_thread(system.start, "--clock", "2026-03-02T06:00", "--speed", "600", "--wal-archive", str(place))
    people = People(system, SEED)
    notes = people.notes
    await people.agree(0)
    async with people.at_work(1):
        await until(lambda: len(notes.done) > SOME, "people are at work")
        before = dict(notes.done)
        said = await asyncio.to_thread(system.run, "backup", str(copy))
        assert said.returncode == 0, said.stderr
        assert len(notes.done) > len(before), "nobody worked while the backup was made"
        await until(lambda: len(notes.done) > len(before) + 2 * SOME, "people go on")
        await lose(system)
        answered = dict(notes.done)
        system.folder = tmp_path / "again"
        said = await asyncio.to_thread(system.run, "restore", str(place))
        assert said.returncode == 0, said.stderr
        await asyncio.to_thread(system.start, "--speed", "1")
        await until(system.is_ready, "all are ready")
        assert await missing(system, answered) == []
        await until(lambda: len(notes.done) > len(answered) + SOME, "people go on where they were")
    await until_quiet(system)
    await go_through(system, people, answered)
    await asyncio.to_thread(system.down)
    await the_backup_has_all_up_to_it(Lost(tmp_path / "from the backup"), copy, before)


async def lose(system: Outside) -> None:
    """First the archive takes nothing more, then everything is killed with -9, and the folder is deleted."""
    pids = {name: process.pid for name, process in system.running.processes.items()}
    os.kill(pids["archive"], signal.SIGSTOP)
    await asyncio.sleep(SILENT)
    for pid in (system.running.pid, *pids.values()):
        os.kill(pid, signal.SIGKILL)
    await until(lambda: not any(lives(pid) for pid in pids.values()), "all are gone")
    shutil.rmtree(system.folder)


async def missing(system: Outside, commands: dict[UUID, Command]) -> list[UUID]:
    """By the logs alone: which commands caused no event."""
    causes = {
        row["cause"]
        for service in ("agreements", "followup")
        for row in await system.rows(service, "SELECT DISTINCT cause FROM event_log")
    }
    return [command for command in commands if command not in causes]


async def until_quiet(system: Outside) -> None:
    """Nothing waits to be published or heard, and nothing more is said."""
    seen: list[list[object]] = []

    async def quiet() -> bool:
        looks = [(await system.rows(name, SETTLED))[0] for name in ("agreements", "followup", "notifier")]
        seen.append([tuple(look) for look in looks])
        idle = not any(look["waiting"] or look["stuck"] for look in looks)
        return idle and len(seen) >= LOOKS and all(look == seen[-1] for look in seen[-LOOKS:])

    await until_so(quiet, "all is heard", every=1.0)


async def go_through(system: Outside, people: People, answered: dict[UUID, Command]) -> None:
    """Everything once, also what was asked before the loss and answered after it; the streams are whole again."""
    evidence = await gather(system, people.notes)
    await people.leave()
    wrong = [
        found
        for check in (
            checks.each_wish_is_carried_out_once,
            checks.counts_add_up,
            checks.what_was_agreed_is_planned,
            checks.the_streams_hold_the_logs,
            checks.positions_have_no_gap,
            checks.verify_is_green,
        )
        for found in check(evidence)
    ]
    assert wrong == []
    say(f"seed {SEED}: {len(answered)} of {len(answered)} answered commands are there after the loss of the folder")


async def the_backup_has_all_up_to_it(system: Lost, copy: Path, before: dict[UUID, Command]) -> None:
    said = await asyncio.to_thread(system.run, "restore", str(copy))
    assert said.returncode == 0, said.stderr
    await asyncio.to_thread(system.start, "--speed", "1")
    assert await missing(system, before) == []
    await until_quiet(system)
    verified = await asyncio.to_thread(system.verified)
    await asyncio.to_thread(system.down)
    assert verified["findings"] == []
    say(f"{len(before)} of {len(before)} commands answered before the backup began are in it")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
