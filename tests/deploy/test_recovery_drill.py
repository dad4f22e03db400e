"""What is left of a system under load when its data folder is gone? `pytest -s` prints how many commands survived."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from schemas.base import Command
from tests.deploy.outside import lives
from tests.faults import checks
from tests.faults.evidence import gather
from tests.faults.load import People
from tests.faults.outside import Outside, until, until_so

pytestmark = [pytest.mark.timeout(600), pytest.mark.proof]
SEED = 1
SOME = 60
"""Commands in each part of the drill."""
BEGIN, SPEED = "2026-03-02T09:00", 120
"""No morning and no midnight comes by during the drill: then all there is to do can be waited for."""
SLOWEST_JOB = 600.0
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


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Lost]:
    """Not yet started; whatever became of it is stopped afterwards."""
    made = Lost(tmp_path / "system")
    yield made
    made.down()


async def test_what_was_answered_is_there_when_the_data_folder_is_lost_under_load(system: Lost, tmp_path: Path):
    place, copy = tmp_path / "archive", tmp_path / "backup"
    await asyncio.to_thread(system.start, "--clock", BEGIN, "--speed", str(SPEED), "--wal-archive", str(place))
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
        await asyncio.to_thread(system.start, "--speed", str(SPEED))
        await until(system.is_ready, "all are ready")
        assert await missing(system, answered) == []
        await until(lambda: len(notes.done) > len(answered) + SOME, "people go on where they were")
    await until_quiet(system)
    await go_through(system, people, answered)
    await asyncio.to_thread(somebody_outside_checks_the_seals, system, tmp_path)
    await asyncio.to_thread(system.down)
    system.folder = tmp_path / "from the backup"
    await the_backup_has_all_up_to_it(system, copy, before)


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
    """`verify` is green, and the clock's slowest job has come by since then and had nothing to do."""
    looks: list[dict[str, object]] = []

    def quiet() -> bool:
        looks.append(system.verified())
        return not looks[-1]["findings"] and len(looks) > 1 and looks[-1] == looks[-2]

    async def seen() -> bool:
        await asyncio.sleep(SLOWEST_JOB / SPEED)
        return await asyncio.to_thread(quiet)

    try:
        await until_so(seen, "all is quiet")
    except AssertionError as noise:
        raise AssertionError(f"{noise}: {looks[-1]}") from None


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


def somebody_outside_checks_the_seals(system: Lost, elsewhere: Path) -> None:
    """With a copy of the file and the public key; another key, or a copy that says more, is told of."""
    told = json.loads(system.run("seals", "--json").stdout)
    [key] = told["public_keys"].values()
    copy = elsewhere / "seals.jsonl"
    shutil.copy(system.folder / "seals.jsonl", copy)
    assert len(copy.read_text().splitlines()) == len(told["seals"]) >= 3
    well = system.run("verify", "--seals", str(copy), "--public-key", key)
    assert well.returncode == 0, well.stdout

    later = json.loads(copy.read_text().splitlines()[-1]) | {"day": "2026-12-24"}
    copy.write_text(copy.read_text() + json.dumps(later) + "\n")
    forged = system.run("verify", "--seals", str(copy), "--public-key", key)
    assert "sigillet för 2026-12-24 i filen har en underskrift som inte stämmer" in forged.stdout
    foreign = system.run("verify", "--public-key", "ab" * 32)
    assert (foreign.returncode, "som inte är känd här" in foreign.stdout) == (1, True)


async def the_backup_has_all_up_to_it(system: Lost, copy: Path, before: dict[UUID, Command]) -> None:
    said = await asyncio.to_thread(system.run, "restore", str(copy))
    assert said.returncode == 0, said.stderr
    await asyncio.to_thread(system.start, "--speed", str(SPEED))
    assert await missing(system, before) == []
    await until_quiet(system)
    say(f"{len(before)} of {len(before)} commands answered before the backup began are in it")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
