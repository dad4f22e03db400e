"""How is everything an embedded system keeps copied, while it works?

A folder with a base backup of PostgreSQL, and beside it the secret and the other files. The streams are not in it: they
are made anew from the logs. What says that a backup is whole is written last.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.embedded.folder import CLOCK, DEMO, MAIL, SEALS, in_use, only_user
from deploy.embedded.postgres import ENVIRONMENT, SUPERUSER, Postgres, major_version, programs
from deploy.embedded.secret import KEY_FILE, Secret, write_private
from deploy.embedded.state import read_state
from services.runtime.clock import real_now
from services.runtime.errors import Refused

FORMAT = 1
TOLD, CLUSTER = "backup.json", "postgres"
BESIDE = (KEY_FILE, SEALS, CLOCK, DEMO, MAIL)
"""Copied before PostgreSQL is: what they speak of is then in it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A way to a PostgreSQL server, as its master."""

    port: int
    password: str

    def run(self, program: str, *words: str) -> None:
        """One of PostgreSQL's own programs, to its end. Raises Refused with its last words."""
        named = f"host=127.0.0.1 port={self.port} user={SUPERUSER}"
        run(program, "--dbname", named, "--no-password", *words, environment={"PGPASSWORD": self.password})


def run(program: str, *words: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        [str(programs() / program), *words],
        env=ENVIRONMENT | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"kod {done.returncode}"]
        raise Refused(f"{program} lyckades inte: {said[-1].removeprefix(f'{program}: ')}")


def back_up(folder: Path, to: Path) -> None:
    """Copy the system in `folder` to the new folder `to`."""
    check_apart(folder, to)
    if to.exists():
        raise Refused(f"Mappen {to} finns redan; en säkerhetskopia läggs i en ny mapp.")
    with line_to(folder) as line:
        copy_all(folder, to, line)


def check_apart(folder: Path, to: Path) -> None:
    if not (folder / KEY_FILE).exists():
        raise Refused(f"Det finns inget system i {folder}.")
    if to.resolve().is_relative_to(folder.resolve()):
        raise Refused(f"{to} ligger i systemets egen mapp och försvinner med den; välj en annan plats.")


@contextmanager
def line_to(folder: Path) -> Iterator[Line]:
    """To the running system's server; where none runs, its PostgreSQL is started for the moment."""
    if in_use(folder):
        state = read_state(folder)
        port = urlsplit(next(iter(state.owner_urls.values()), "")).port if state else None
        if port is None:
            raise Refused(f"Systemet i {folder} håller på att starta; försök igen om en stund.")
        yield Line(port, _master_password(folder))
        return
    with only_user(folder):
        server = Postgres(folder).start()
        try:
            yield Line(server.port, _master_password(folder))
        finally:
            server.stop()


def copy_all(folder: Path, to: Path, line: Line) -> None:
    """Made beside its place and moved there whole."""
    draft = to.with_name(f"{to.name}.part")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        copy_beside(folder, draft)
        line.run("pg_basebackup", "-D", str(draft / CLUSTER), "--checkpoint=fast", "--wal-method=stream")
        told = {"format": FORMAT, "postgres": major_version(), "made_at": real_now().isoformat(timespec="seconds")}
        write_private(draft / TOLD, json.dumps(told))
        draft.rename(to)
    except OSError as error:
        raise Refused(f"Det går inte att skriva i {to.parent}: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def copy_beside(source: Path, to: Path, names: Sequence[str] = BESIDE) -> None:
    """What lies beside the cluster, readable by nobody else."""
    for name in names:
        path = source / name
        if path.is_dir():
            (to / name).mkdir(mode=0o700)
            # a mail that is being written has another name until it is whole
            copy_beside(path, to / name, sorted(one.name for one in path.iterdir() if one.suffix == ".eml"))
        elif path.exists():
            with os.fdopen(os.open(to / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                copy.write(path.read_bytes())
                copy.flush()
                os.fsync(copy.fileno())


def _master_password(folder: Path) -> str:
    return Secret(folder).password(f"postgres/{SUPERUSER}")
