"""What lies where in an embedded system's folder, and who may use it?"""

import fcntl
import os
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle, islice
from pathlib import Path

from services.runtime.errors import Refused

STATE, CLOCK, MAIL, LOG, LOCK = "state.json", "clock.json", "mail", "log", "lock"
SEALS = "seals.jsonl"
CLOCK_WISH = "clock.wish.json"
"""Where the portal asks for the clock to go on; the supervisor, who keeps the clock, obeys and takes it away."""
DEMO = "demo"
"""Its being there makes the system a demo, now and at every later start."""


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


def make_demo(folder: Path, *, has_lived: bool) -> None:
    """Raises Refused for a folder that has been used in earnest: anybody would come in, and read all its mail."""
    if has_lived and not (folder / DEMO).exists():
        raise Refused(f"I mappen {folder} finns redan ett system som inte är en demo. Välj en annan med --data.")
    (folder / DEMO).touch()


PORTS = range(20_000, 32_000)
"""Below those that outgoing connections are given: one could take the port of a service that is down just then."""

_next_ports = cycle(random.sample(PORTS, len(PORTS)))


def free_port() -> int:
    """None that was handed out before: two services that have not begun must not be given the same."""
    for port in islice(_next_ports, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise Refused(
        f"Det finns ingen ledig port mellan {PORTS.start} och {PORTS.stop}. Stäng något program och försök igen."
    )


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
