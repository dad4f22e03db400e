"""Where does what a test throws away lie? In memory where there is room for it: nobody waits for a disk then."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  folders in it are made so that they are only ours
ROOM = 4_000_000_000
"""Bytes that must be free; a container may have next to none."""
NAME = "lofteskoll-tests"


@contextmanager
def a_place(otherwise: Path) -> Iterator[Path]:
    """An empty folder that others may pass through, since root's PostgreSQL runs as another user; gone afterwards."""
    _tidy()
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix=f"{NAME}-{os.getpid()}-", dir=MEMORY if roomy else otherwise))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tidy() -> None:
    """What a run that was killed has left, if nobody else has that process's number by now."""
    for left in MEMORY.glob(f"{NAME}-*-*"):
        if not Path(f"/proc/{left.name.split('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)
