"""A terminal at a system: runs `lofteskoll WORDS` as a process of its own, and tells what it said."""

import asyncio
import json
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["services.cli.app"])  # each command then costs a fork, not a second of imports


@dataclass(frozen=True, slots=True)
class Said:
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def events(self) -> list[dict[str, Any]]:
        """One JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(slots=True)
class Running:
    process: ForkServerProcess
    folder: Path

    @property
    def out(self) -> str:
        return (self.folder / "out").read_text() if (self.folder / "out").exists() else ""

    def interrupt(self) -> None:
        assert self.process.pid
        os.kill(self.process.pid, signal.SIGINT)

    async def end(self) -> Said:
        await asyncio.to_thread(self.process.join, 60)
        code = self.process.exitcode
        assert code is not None, f"still running after 60 s: {self.out}"
        said = Said(code, self.out, (self.folder / "err").read_text())
        shutil.rmtree(self.folder)
        return said


class Terminal:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)

    async def __call__(self, *words: object) -> Said:
        return await self.start(*words).end()

    def start(self, *words: object) -> Running:
        folder = Path(tempfile.mkdtemp())
        process = _processes.Process(
            target=_be_lofteskoll, args=([str(word) for word in words], self.environment, folder), daemon=True
        )
        process.start()
        return Running(process, folder)


def _be_lofteskoll(words: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), number)
    os.environ.update({"COLUMNS": "200"} | dict(environment))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["lofteskoll", *words]
    from services.cli.app import main  # noqa: PLC0415  in the child

    main()
