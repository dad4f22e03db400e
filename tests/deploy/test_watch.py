"""Is a process that dies started again, soon at first and then more and more seldom?"""

import os
import signal
import sys
from pathlib import Path

import pytest

from deploy.embedded import watch
from deploy.embedded.program import Program
from deploy.embedded.watch import Watch
from tests.deploy.outside import soon


def sleeper(folder: Path) -> Program:
    return Program("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], folder / "sleeper.log")


def dying(folder: Path) -> Program:
    return Program("dying", [sys.executable, "-S", "-c", "print('no luck')"], folder / "dying.log")


def test_a_killed_process_is_started_again_at_once_and_it_is_told_in_one_line(tmp_path: Path) -> None:
    program, said = sleeper(tmp_path), list[str]()
    program.start()
    watched = Watch([program], said.append)
    first = program.pid
    os.kill(first, signal.SIGKILL)
    soon(watched.look, "it is started again")
    assert program.alive
    assert program.pid != first
    assert said == ["sleeper stannade och startas igen nu. Se loggen sleeper.log."]
    assert watched.restarts("sleeper") == 1
    program.stop()


def test_one_that_dies_again_and_again_is_tried_with_growing_delays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "DELAYS", (0.0, 0.1, 0.2))
    program, said = dying(tmp_path), list[str]()
    program.start()
    watched = Watch([program], said.append)
    soon(lambda: watched.look() and watched.restarts("dying") == 4, "it is tried four times")
    assert [line.split("igen ")[1].split(". Se")[0] for line in said[:4]] == ["nu", "om 0.1 s", "om 0.2 s", "om 0.2 s"]
    program.stop()
    assert "no luck" in program.last_words()


def test_a_process_that_does_not_want_to_stop_is_killed(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    program = Program("deaf", [sys.executable, "-c", deaf], tmp_path / "deaf.log")
    program.start()
    soon(lambda: (tmp_path / "deaf.log").read_text() == "1\n", "it is deaf")
    program.stop(patience=0.2)
    assert not program.alive
