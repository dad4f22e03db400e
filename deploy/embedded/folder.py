"""What lies where in an embedded system's folder, and who may use it?"""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.runtime.errors import Refused

STATE, CLOCK, MAIL, LOG, LOCK = "state.json", "clock.json", "mail", "log", "lock"
SEALS = "seals.jsonl"


def make_folder(folder: Path, *, shared: bool = False) -> Path:
    """For its owner only. Others may pass through a `shared` one, unseeing: root's PostgreSQL runs as another user."""
    try:
        folder.mkdir(mode=0o711 if shared and os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        probe = folder / f".{os.getpid()}.probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refused(f"Det går inte att skriva i mappen {folder}: {error.strerror}.") from error
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def check_port(port: int) -> None:
    """Say in time, and in words, that the portal's port cannot be had."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Refused(f"Porten {port} kräver högre behörighet; välj en över 1023 med --port.") from None
        except OSError:
            raise Refused(f"Porten {port} är upptagen av ett annat program; välj en annan med --port.") from None


@contextmanager
def only_user(folder: Path) -> Iterator[None]:
    """Nobody else may run a system on this folder meanwhile. The kernel lets go of the lock however we end."""
    with (folder / LOCK).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"Ett system kör redan i {folder}. Stoppa det med `lofteskoll down`.") from None
        yield


def in_use(folder: Path) -> bool:
    """Does a system run on this folder now?"""
    if not (folder / LOCK).exists():
        return False
    with (folder / LOCK).open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
