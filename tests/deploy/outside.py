"""How does a test do what happens to processes from outside: being killed, being somebody else?"""

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.embedded.program import TETHER

SOURCE = Path(__file__).parents[2]


@contextmanager
def python(program: str, *words: str, as_nobody: bool = False) -> Iterator[subprocess.Popen[str]]:
    """A program of its own, run by a user without rights if wanted; killed when the block ends."""
    # The tether lets nobody pass through closed folders to our Python, which may lie under /root.
    other = [sys.executable, "-I", "-S", str(TETHER), "9", str(os.getpid()), "nobody", "passage"] if as_nobody else []
    with subprocess.Popen(
        [*other, sys.executable, "-c", textwrap.dedent(program), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=SOURCE,
        env=os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:
        yield process
        process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def soon(holds: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)
