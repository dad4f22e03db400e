"""How does the disk run full under PostgreSQL and NATS? A small disk of their own, and a file that fills it.

It takes root and a loop device. Where they lack the fault is left out, and that is said aloud.
"""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from deploy.embedded.postgres import Postgres

SIZE = 1_500_000_000
PIECES = ("postgres", "nats")
BALLAST = "ballast"


class SmallDisk:
    """Mounted at FOLDER/small, with PostgreSQL's and NATS's folders on it."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / "small"
        self._image = folder / "small.img"
        self._folder = folder

    def make(self) -> None:
        """Raises OSError or CalledProcessError where a disk cannot be made."""
        if os.geteuid():
            raise PermissionError("only root can mount a disk")
        self._folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._place.mkdir()
        with self._image.open("wb") as image:
            image.truncate(SIZE)
        _run("mkfs.ext4", "-q", "-m", "0", str(self._image))
        _run("mount", "-o", "loop", str(self._image), str(self._place))
        Postgres(self._folder).start().stop()
        (self._folder / "nats").mkdir(mode=0o700)
        for piece in PIECES:
            _run("cp", "-a", str(self._folder / piece), str(self._place / piece))
            shutil.rmtree(self._folder / piece)
            (self._folder / piece).symlink_to(self._place / piece)

    def fill(self) -> None:
        """Not a byte is left, though others write meanwhile."""
        with (self._place / BALLAST).open("wb") as ballast, contextlib.suppress(OSError):
            size = 0
            while True:
                room = os.statvfs(self._place)
                more = max(room.f_bavail, 1) * room.f_frsize
                os.posix_fallocate(ballast.fileno(), size, more)
                size += more

    def free(self) -> None:
        (self._place / BALLAST).unlink(missing_ok=True)

    def remove(self) -> None:
        subprocess.run(["umount", str(self._place)], check=False)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
