"""Does our PostgreSQL start anywhere, keep what was committed, and die with us?"""

import os
import pwd
import shutil
import signal
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded import postgres as launcher
from deploy.embedded.postgres import Postgres
from services.runtime.errors import Refused
from tests.deploy.outside import first_line, lives, python, soon

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
STARTER = """
    import sys, time
    from pathlib import Path
    from deploy.embedded.postgres import Postgres
    server = Postgres(Path(sys.argv[1]), durable=False).start()
    print(server.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def server(tmp_path: Path):
    server = Postgres(tmp_path / "system")
    yield server.start()
    server.stop()


async def ask(server: Postgres, question: str) -> object:
    connection = await asyncpg.connect(server.url())
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_dies_with_the_process_that_started_it(tmp_path: Path, number: signal.Signals) -> None:
    with python(STARTER, str(tmp_path / "system")) as starter:
        server = int(first_line(starter))
        starter.send_signal(number)
    soon(lambda: not lives(server), "the server is gone")


def test_one_that_is_still_stopping_is_waited_for(tmp_path: Path) -> None:
    with python(STARTER, str(tmp_path / "system")) as starter:
        first_line(starter)
    server = Postgres(tmp_path / "system", durable=False).start()
    assert server.alive
    server.stop()


async def test_after_kill_9_it_starts_again_on_the_same_port_with_what_was_committed(server: Postgres) -> None:
    await ask(server, "CREATE TABLE kept AS SELECT 17 AS number")
    url = server.url()
    os.kill(server.pid, signal.SIGKILL)
    soon(lambda: not server.alive, "the server is gone")
    server.start()
    assert server.url() == url
    assert await ask(server, "SELECT number FROM kept") == 17


def test_a_process_number_that_now_means_another_program_does_not_stop_it(server: Postgres) -> None:
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{server.cluster}\n1\n")
    assert server.start().alive


def test_a_folder_made_by_another_version_is_refused_in_a_sentence(server: Postgres) -> None:
    server.stop()
    (server.cluster / "PG_VERSION").write_text("15\n")
    with pytest.raises(Refused, match=r"gjordes av PostgreSQL 15, men här finns version 18\."):
        server.start()
    (server.cluster / "PG_VERSION").write_text("18\n")


def test_a_start_that_was_cut_off_halfway_leaves_nothing_half_made(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    server = Postgres(tmp_path, durable=False).start()
    assert server.alive
    server.stop()


async def test_nobody_gets_in_without_the_password(server: Postgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.url().replace(server.password("lofteskoll"), "guess"))


async def test_it_sorts_as_production_does_checks_its_pages_and_listens_on_loopback_only(server: Postgres) -> None:
    assert await ask(server, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'") == "C.UTF-8"
    assert await ask(server, "SHOW data_checksums") == "on"
    assert await ask(server, "SHOW fsync") == "on"
    assert await ask(server, "SHOW listen_addresses") == "127.0.0.1"
    assert await ask(server, "SHOW unix_socket_directories") == ""


@as_root
def test_started_by_root_it_belongs_to_nobody_also_where_others_may_not_enter(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = Postgres(closed / "system", durable=False).start()
    owner = pwd.getpwuid(Path(f"/proc/{server.pid}").stat().st_uid).pw_name
    server.stop()
    assert owner == "nobody"
    assert closed.stat().st_mode & 0o777 == 0o700


@as_root
def test_a_clone_that_only_root_may_enter_works_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "root"
    closed.mkdir(mode=0o700)
    package = launcher.programs().parents[1]
    for folder in (package, package.with_suffix(".libs")):
        shutil.copytree(folder, closed / folder.name, symlinks=True)
    monkeypatch.setattr(launcher, "programs", lambda: closed / package.name / "pginstall" / "bin")
    server = Postgres(closed / "system", durable=False).start()
    assert server.alive
    server.stop()


@as_root
def test_a_user_without_rights_can_start_it_too(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(tmp_path, nobody.pw_uid, nobody.pw_gid)
    with python(STARTER, str(tmp_path / "system"), as_nobody=True) as starter:
        server = int(first_line(starter))
        assert Path(f"/proc/{server}").stat().st_uid == nobody.pw_uid


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence() -> None:
    with pytest.raises(Refused, match="Det går inte att skriva i mappen /proc/lofteskoll"):
        Postgres(Path("/proc/lofteskoll"))
