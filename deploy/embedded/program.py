"""How is one program started, watched and stopped?"""

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from services.runtime.errors import Refused

TETHER = Path(__file__).with_name("tether.py")
UNPRIVILEGED = "nobody"
BIG_LOG = 20_000_000


@dataclass(slots=True)
class Program:
    """A child process with its own log. In a session of its own: Ctrl-C reaches only us, and we stop it in order."""

    name: str
    command: list[str]
    log: Path
    environment: Mapping[str, str] | None = None
    farewell: signal.Signals = signal.SIGTERM
    """The signal that asks it to stop, also sent by the kernel when we die."""
    unprivileged: bool = False
    """Must not run as root: is given to `nobody` when we are root."""
    folder: Path | None = None
    """What an unprivileged program must be able to reach."""
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _turn_over(self.log)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._tether(), *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/" if self.unprivileged else None,
                env=self.environment,
                start_new_session=True,
            )

    def _tether(self) -> list[str]:
        drop = self.unprivileged and os.geteuid() == 0
        closed = drop and not all(_open_to_all(path) for path in (Path(self.command[0]), self.folder) if path)
        words = [str(int(self.farewell)), str(os.getpid()), UNPRIVILEGED if drop else "", "passage" if closed else ""]
        return [sys.executable, "-I", "-S", str(TETHER), *words]

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def send(self, number: signal.Signals) -> None:
        if self._process and self.alive:
            self._process.send_signal(number)

    def stop(self, patience: float = 20) -> None:
        """Ask it to stop, wait, and only then kill it."""
        if self._process is None:
            return
        self.send(self.farewell)
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def until(self, ready: Callable[[], bool], seconds: float, sentence: str) -> None:
        """Wait until it is ready; `sentence` is told, with the log's last words, when it dies or is too slow."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.alive or time.monotonic() > deadline:
                raise Refused(f"{sentence} {self.last_words()}".strip())
            time.sleep(0.01)

    def finish(self, seconds: float) -> int:
        """Wait for a program that ends by itself; its exit code."""
        assert self._process  # noqa: S101  started by the caller
        return self._process.wait(seconds)

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return f"Loggen {self.log} slutar: {lines[-1]}" if lines else ""


def owner_for(unprivileged: bool) -> tuple[int, int]:
    """(user, group) that a program's files belong to."""
    if unprivileged and os.geteuid() == 0:
        account = pwd.getpwnam(UNPRIVILEGED)
        return account.pw_uid, account.pw_gid
    return os.geteuid(), os.getegid()


def _open_to_all(path: Path) -> bool:
    """May anyone pass through every folder above it, and run it if it is a program?"""
    path = path.resolve()
    on_the_way = [*path.parents, path] if path.is_file() else path.parents
    return all(step.stat().st_mode & 0o001 for step in on_the_way)


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > BIG_LOG:
        log.replace(log.with_suffix(".log.1"))
