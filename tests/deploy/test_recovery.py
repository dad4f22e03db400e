"""Is a backup a whole system, is what cannot become one refused in a sentence, and what survives a lost data folder?"""

import asyncio
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.embedded import archive
from deploy.embedded.backup import back_up
from deploy.embedded.clock import DomainClock
from deploy.embedded.folder import only_user
from deploy.embedded.postgres import Postgres
from deploy.embedded.restore import restore
from deploy.provision import keepers, make_databases, make_tables, owner_of
from services.runtime.clock import real_now
from services.runtime.errors import Refused
from tests.looking import rows

pytestmark = pytest.mark.timeout(300)
APPEND = """SELECT append_events(ARRAY[gen_random_uuid()], ARRAY['function/1'], ARRAY['event.agreements.x.v1'],
  ARRAY['event.agreements.x.v1'], ARRAY['{}'], $1, ARRAY[gen_random_uuid()], ARRAY[''])"""


def silent(_: str) -> None:
    """Whoever restores is told how far it has come; a test is not."""


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A system's folder with one event, an hour later than its clock; nothing runs."""
    folder = tmp_path_factory.mktemp("stopped") / "system"
    server = Postgres(folder).start()

    async def fill() -> None:
        await make_databases(server)
        await make_tables({name: server.url(name, role=owner_of(name)) for name in keepers()})
        await rows(server.url("agreements", role="agreements"), APPEND, real_now())

    asyncio.run(fill())
    server.stop()
    DomainClock(folder / "clock.json").begin(None, 0.001)
    (folder / "mail").mkdir(mode=0o700)
    (folder / "mail" / "1.eml").write_text("Till: kommunpolis")
    (folder / "mail" / "2.eml.new").write_text("half a mail")
    return folder


@pytest.fixture(scope="module")
def kept(stopped: Path) -> Path:
    back_up(stopped, stopped.parent / "kept")
    return stopped.parent / "kept"


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    """A backup that a test may spoil."""
    shutil.copytree(kept, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


def test_a_stopped_system_is_backed_up_too_and_comes_back_with_its_secret(stopped: Path, kept: Path, tmp_path: Path):
    restored = restore(kept, tmp_path / "again", silent)

    assert restored.events == {"agreements": 1, "followup": 0, "notifier": 0, "portal": 0}
    assert (tmp_path / "again" / "secret").read_text() == (stopped / "secret").read_text()
    assert [path.name for path in (tmp_path / "again" / "mail").iterdir()] == ["1.eml"]
    assert [path.name for path in tmp_path.iterdir()] == ["again"]


def test_a_backup_is_readable_by_its_owner_only(kept: Path):
    assert [str(path) for path in (kept, *kept.rglob("*")) if path.stat().st_mode & 0o077] == []


def test_a_restored_clock_is_not_behind_what_was_said(copy: Path, tmp_path: Path):
    told = {"domain": "2020-01-01T00:00:00+00:00", "real": real_now().isoformat(), "speed": 0.0, "usual_speed": 60.0}
    (copy / "clock.json").write_text(json.dumps(told))
    restore(copy, tmp_path / "again", silent)

    kept_clock = json.loads((tmp_path / "again" / "clock.json").read_text())
    assert kept_clock["domain"][:4] >= str(real_now().year)
    assert kept_clock["usual_speed"] == 60.0


def set_version(copy: Path) -> None:
    told = json.loads((copy / "backup.json").read_text())
    (copy / "backup.json").write_text(json.dumps(told | {"postgres": "17"}))


def spoil(copy: Path) -> None:
    victim = max((path for path in (copy / "postgres" / "base").rglob("*") if path.is_file()), key=os.path.getsize)
    victim.write_bytes(victim.read_bytes()[:-1] + b"\xff")


def lose_a_file(copy: Path) -> None:
    (copy / "postgres" / "global" / "pg_control").unlink()


def lose_the_log(copy: Path) -> None:
    for segment in (copy / "postgres" / "pg_wal").glob("0*"):
        segment.unlink()


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda copy: (copy / "backup.json").unlink(), "är ingen säkerhetskopia, eller en som aldrig blev klar."),
        (lambda copy: (copy / "backup.json").write_text("{"), "är ofullständig eller skadad."),
        (set_version, "gjordes av PostgreSQL 17, men här finns version 18."),
        (spoil, "är ofullständig eller skadad. pg_verifybackup lyckades inte:"),
        (lose_a_file, "är ofullständig eller skadad. pg_verifybackup lyckades inte:"),
        (lose_the_log, "är ofullständig eller skadad. pg_verifybackup lyckades inte:"),
    ],
    ids=["unfinished", "half told", "another version", "spoilt", "a file lost", "log lost"],
)
def test_what_cannot_become_a_system_is_refused_in_a_sentence(
    copy: Path, tmp_path: Path, harm: Callable[[Path], object], sentence: str
):
    harm(copy)
    with pytest.raises(Refused) as refused:
        restore(copy, tmp_path / "again", silent)

    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_a_restore_never_writes_over_a_folder(kept: Path, tmp_path: Path):
    (tmp_path / "there").mkdir()
    with pytest.raises(Refused, match="finns redan; återställ till en ny mapp"):
        restore(kept, tmp_path / "there", silent)


def test_a_backup_never_writes_over_a_folder_nor_into_the_systems_own(stopped: Path, kept: Path):
    with pytest.raises(Refused, match="finns redan; en säkerhetskopia läggs i en ny mapp"):
        back_up(stopped, kept)
    with pytest.raises(Refused, match="försvinner med den"):
        back_up(stopped, stopped / "kept")
    with pytest.raises(Refused, match="Det finns inget system i"):
        back_up(kept / "nowhere", kept.parent / "other")


def test_a_backup_while_a_system_starts_is_refused_in_a_sentence(stopped: Path, tmp_path: Path):
    with only_user(stopped), pytest.raises(Refused, match="håller på att starta; försök igen om en stund"):
        back_up(stopped, tmp_path / "kept")
    assert list(tmp_path.iterdir()) == []


def test_an_archive_belongs_to_one_folder_and_is_remembered(tmp_path: Path):
    one, other, place = tmp_path / "one", tmp_path / "other", tmp_path / "archive"
    for folder in (one, other):
        folder.mkdir()
    assert archive.chosen(one, None) is None
    assert archive.chosen(one, place) == place
    assert archive.chosen(one, None) == place
    assert archive.chosen(one, place) == place
    with pytest.raises(Refused, match="inte den här mappens arkiv"):
        archive.chosen(other, place)
    archive.chosen(other, tmp_path / "its own")
    with pytest.raises(Refused, match="hör till en annan datamapp"):
        archive.chosen(other, place)
    with pytest.raises(Refused, match="försvinner med den"):
        archive.chosen(one, one / "archive")


def test_an_archive_without_a_whole_base_is_refused_in_a_sentence(tmp_path: Path):
    (tmp_path / "one").mkdir()
    place = archive.chosen(tmp_path / "one", tmp_path / "archive")
    assert place
    (place / "base-1.part").mkdir()
    with pytest.raises(Refused, match="är ingen säkerhetskopia, eller en som aldrig blev klar"):
        restore(place, tmp_path / "again", silent)
