"""How does an acknowledged command survive the loss of the whole data folder?

PostgreSQL answers no commit until pg_receivewal has its log record on disk in another folder, the archive, where a base
backup lies too. When the archive does not answer, commits wait: that is the price.
"""

import json
import secrets
import shutil
import signal
from pathlib import Path

from deploy.embedded.backup import TOLD, Line, check_apart, copy_all, line_to
from deploy.embedded.folder import LOG, make_folder
from deploy.embedded.postgres import ENVIRONMENT, SUPERUSER, Postgres, programs
from deploy.embedded.program import Program
from deploy.embedded.secret import write_private
from services.runtime.errors import Refused

MARK, WAL, BASE = "archive.json", "wal", "base-"
"""The mark lies in the data folder and in the archive, with the same id: an archive belongs to one folder only."""
RECEIVER, SLOT = "lofteskoll_archive", "lofteskoll_archive"
SEGMENT_NAME = 24
"""Letters: eight of the timeline, sixteen of the place."""


class Archive:
    """`folder` is the system's, `place` the archive's. A process that is watched like the others."""

    name = "archive"

    def __init__(self, folder: Path, place: Path, postgres: Postgres) -> None:
        self._folder = folder
        self._place = place
        self._postgres = postgres
        self._receiver = Program(self.name, [], folder / LOG / "archive.log", farewell=signal.SIGINT)
        postgres.confirm_with(RECEIVER)

    def start(self) -> "Archive":
        """Again after PostgreSQL was down: its port is the same, and the archive goes on where it was."""
        line = Line(self._postgres.port, self._postgres.password(SUPERUSER))
        line.run("pg_receivewal", "--create-slot", "--if-not-exists", "--slot", SLOT)  # from now on nothing is left out
        if newest_base(self._place) is None:
            _renew(self._folder, self._place, line)
        named = f"host=127.0.0.1 port={line.port} user={SUPERUSER} application_name={RECEIVER}"
        words = ["--slot", SLOT, "--synchronous", "--no-loop", "--no-password", "--dbname", named]
        self._receiver.command = [
            str(programs() / "pg_receivewal"),
            "-D",
            str(make_folder(self._place / WAL)),
            *words,
        ]
        self._receiver.environment = ENVIRONMENT | {"PGPASSWORD": line.password}
        self._receiver.start()
        return self

    def stop(self) -> None:
        self._receiver.stop()

    @property
    def alive(self) -> bool:
        return self._receiver.alive

    @property
    def pid(self) -> int:
        return self._receiver.pid


def chosen(folder: Path, place: Path | None) -> Path | None:
    """Where the system in `folder` archives: where it was told to, now or at an earlier start."""
    mark = folder / MARK
    if place is None:
        return Path(json.loads(mark.read_text())["place"]) if mark.exists() else None
    place = place.resolve()
    if place.is_relative_to(folder.resolve()):
        raise Refused(f"{place} ligger i systemets egen mapp och försvinner med den; välj en annan plats.")
    if mark.exists() and (place / MARK).exists():
        check_ours(folder, place)
    elif place.exists() and any(place.iterdir()):
        raise Refused(f"{place} är inte tom och inte den här mappens arkiv; välj en ny mapp.")
    else:
        name = {"id": secrets.token_hex(16)}
        write_private(make_folder(place) / MARK, json.dumps(name))
        write_private(folder / MARK, json.dumps(name | {"place": str(place)}))
    return place


def leave(folder: Path, line: Line) -> None:
    """Archive no more. The archive stays as it is; the server need not keep any log for it."""
    if (folder / MARK).exists():
        line.run("pg_receivewal", "--drop-slot", "--slot", SLOT)
        (folder / MARK).unlink()


def check_ours(folder: Path, place: Path) -> None:
    if _id(folder) != _id(place):
        raise Refused(f"Arkivet i {place} hör till en annan datamapp; välj en ny mapp.")


def is_archive(place: Path) -> bool:
    return (place / MARK).exists()


def renew(folder: Path, place: Path) -> None:
    """Take a new base backup of the running system, and drop the log before it."""
    check_apart(folder, place)
    check_ours(folder, place)
    with line_to(folder) as line:
        _renew(folder, place, line)


def newest_base(place: Path) -> Path | None:
    """Bases are numbered; only a whole one counts."""
    whole = [path for path in place.glob(f"{BASE}*") if (path / TOLD).exists() and path.suffix != ".part"]
    return max(whole, key=lambda path: int(path.name.removeprefix(BASE)), default=None)


def first_segment(base: Path) -> str:
    """From where on the log is needed: `START WAL LOCATION: 0/2000028 (file 000000010000000000000002)`."""
    label = (base / "postgres" / "backup_label").read_text()
    return label.partition("(file ")[2].partition(")")[0]


def _renew(folder: Path, place: Path, line: Line) -> None:
    before = newest_base(place)
    number = int(before.name.removeprefix(BASE)) + 1 if before else 1
    base = place / f"{BASE}{number}"
    copy_all(folder, base, line)
    for old in place.glob(f"{BASE}*"):
        if old != base:
            shutil.rmtree(old)
    for segment in (place / WAL).glob("[0-9A-F]*"):
        if segment.name[:SEGMENT_NAME] < first_segment(base):
            segment.unlink()


def _id(folder: Path) -> str:
    try:
        return str(json.loads((folder / MARK).read_text())["id"])
    except (OSError, ValueError, KeyError):
        return ""
