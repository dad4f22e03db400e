"""Does one command start a whole system, keep it alive and stop it cleanly?"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.embedded.bus import Bus
from deploy.embedded.folder import CLOCK_WISH, free_port
from deploy.embedded.health import answers
from deploy.embedded.postgres import Postgres
from deploy.embedded.processes import choose_addresses, service_program
from deploy.embedded.state import State, read_state
from services.runtime.clock import ClockWish
from tests.deploy.outside import SOURCE, lives, soon

pytestmark = pytest.mark.timeout(300)  # whole systems start, on two cores beside other tests
ENVIRONMENT = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1"}


def lofteskoll(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "services.cli.app", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, env=ENVIRONMENT, check=False)


def told(folder: Path) -> State:
    state = read_state(folder)
    assert state
    return state


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("up") / "system"
    words = ["--data", str(folder), "--port", str(free_port()), "--clock", "2026-01-01T06:00", "--speed", "600"]
    started = lofteskoll("up", *words, "--detach")
    assert started.returncode == 0, started.stderr
    assert f"http://127.0.0.1:{words[3]}" in started.stdout
    yield folder
    pids = [process.pid for process in told(folder).processes.values()]
    stopped = lofteskoll("down", "--data", str(folder))
    assert stopped.returncode == 0, stopped.stderr
    assert not [pid for pid in pids if lives(pid)]
    assert not (folder / "state.json").exists()


def test_every_process_is_ready_and_status_says_so(system: Path) -> None:
    shown = lofteskoll("status", "--json", "--data", str(system))
    assert shown.returncode == 0, shown.stderr
    said = json.loads(shown.stdout)
    names = ["postgres", "nats", "inbox", "agreements", "followup", "notifier", "portal"]
    assert [process["name"] for process in said["processes"] if process["ready"]] == names
    assert said["domain_time"] > "2026-01-01T06:00"
    assert {one["service"] for one in said["signs"]} == {"agreements", "followup", "notifier", "portal"}
    assert [one for one in said["signs"] if one["do"]] == []


def test_what_it_tells_of_itself_is_readable_by_its_owner_only(system: Path) -> None:
    for name in ("state.json", "secret", "nats", "postgres", "mail", "log"):
        assert (system / name).stat().st_mode & 0o077 == 0, name
    assert system.stat().st_mode & 0o066 == 0


def test_a_second_up_on_the_same_folder_is_refused_in_a_sentence(system: Path) -> None:
    second = lofteskoll("up", "--data", str(system), "--port", str(free_port()))
    assert second.returncode == 1
    assert second.stderr == f"Ett system kör redan i {system}. Stoppa det med `lofteskoll down`.\n"


@pytest.mark.parametrize("name", ["postgres", "nats", "inbox", "agreements", "followup", "notifier", "portal"])
def test_whatever_is_killed_comes_back_where_it_was(system: Path, name: str) -> None:
    before = told(system).processes[name]
    os.kill(before.pid, signal.SIGKILL)
    soon(lambda: told(system).processes[name].pid != before.pid, f"{name} is started again")
    after = told(system).processes[name]
    assert (after.port, after.restarts) == (before.port, before.restarts + 1)
    soon(lambda: all(answers(process.port) for process in told(system).processes.values()), "all answer")


def test_its_clock_goes_on_as_the_portal_asks_and_nobody_asks_where_it_is_real(system: Path) -> None:
    def shown() -> dict[str, object]:
        return json.loads(lofteskoll("status", "--json", "--data", str(system)).stdout)

    ClockWish(to=datetime(2026, 8, 3, 6, tzinfo=UTC), speed=1.0).write(system / CLOCK_WISH)
    soon(lambda: not (system / CLOCK_WISH).exists(), "it is obeyed")
    said = shown()
    assert "2026-08-03T08:00" <= str(said["domain_time"]) < "2026-08-03T08:05"
    assert said["speed"] == 1.0
    started = Path(f"/proc/{told(system).processes['portal'].pid}/environ").read_text()
    assert f"LOFTESKOLL_PORTAL_CLOCK_WISH_FILE={system / CLOCK_WISH}" in started
    addresses = choose_addresses(free_port(), ("portal",))
    real = service_program("portal", system, addresses, (Postgres(system), Bus(system)), None)
    assert not [key for key in real.environment or {} if "CLOCK" in key]


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = lofteskoll("up", "--data", str(tmp_path / "system"), "--port", str(port))
    assert refused.returncode == 1
    assert refused.stderr == f"Porten {port} är upptagen av ett annat program; välj en annan med --port.\n"


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence() -> None:
    refused = lofteskoll("up", "--data", "/proc/lofteskoll")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Det går inte att skriva i mappen /proc/lofteskoll: ")
    assert refused.stderr.count("\n") == 1


def test_a_folder_that_is_used_in_earnest_is_never_made_a_demo(tmp_path: Path) -> None:
    folder = tmp_path / "system"
    (folder / "postgres").mkdir(parents=True)
    refused = lofteskoll("up", "--demo", "--data", str(folder), "--port", str(free_port()))
    assert refused.returncode == 1
    said = f"I mappen {folder} finns redan ett system som inte är en demo. Välj en annan med --data.\n"
    assert refused.stderr == said
    assert not (folder / "demo").exists()


def test_ctrl_c_during_the_start_leaves_nothing_running(tmp_path: Path) -> None:
    folder = tmp_path / "system"
    command = [sys.executable, "-m", "services.cli.app", "up", "--data", str(folder), "--port", str(free_port())]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as starting:
        soon((folder / "postgres" / "postmaster.pid").exists, "PostgreSQL starts")
        starting.send_signal(signal.SIGINT)
        assert starting.stdout
        assert starting.stdout.read().endswith("Stoppar …\n")
    assert starting.returncode == 0
    assert not (folder / "postgres" / "postmaster.pid").exists()


@pytest.mark.faults
def test_when_the_supervisor_is_killed_everything_dies_and_the_next_up_goes_on(tmp_path: Path) -> None:
    words = ["up", "--data", str(tmp_path), "--port", str(free_port()), "--detach"]
    assert lofteskoll(*words, "--clock", "2026-01-01T06:00", "--speed", "3600").returncode == 0
    killed = told(tmp_path)
    os.kill(killed.pid, signal.SIGKILL)
    soon(lambda: not any(lives(process.pid) for process in killed.processes.values()), "all are gone")
    assert lofteskoll("status", "--data", str(tmp_path)).returncode == 1
    again = lofteskoll(*words)
    assert again.returncode == 0, again.stderr
    shown = json.loads(lofteskoll("status", "--json", "--data", str(tmp_path)).stdout)
    assert shown["speed"] == 3600
    assert "2026-01-01T06:00" < shown["domain_time"] < "2026-01-10"
    assert lofteskoll("down", "--data", str(tmp_path)).returncode == 0
