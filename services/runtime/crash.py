"""Where can a process be made to die? At named points before and after all that is committed or leaves it.

`LOFTESKOLL_CRASH_AT=name:n`, for tests, kills it with SIGKILL at the n-th pass of a point; else a point does nothing.
docs/crash-points.md lists them with what was seen; tests/faults/sweep.py goes through them.
"""

import asyncio
import os
import signal

LEAVES_WITHIN = 0.05
"""Seconds for what was written before the point to leave the process: uvloop and nats-py write a little later."""
_point, _, _number = os.environ.get("LOFTESKOLL_CRASH_AT", "").partition(":")
_passes_left = int(_number or 1)


async def crash_point(name: str) -> None:
    """Die here."""
    if name == _point and _is_last_pass():
        await asyncio.sleep(LEAVES_WITHIN)
        _die()


def crash_soon(name: str) -> None:
    """Die when what follows without us, such as the reply that FastStream sends, has left too."""
    if name == _point and _is_last_pass():
        asyncio.get_running_loop().call_later(LEAVES_WITHIN, _die)


def _is_last_pass() -> bool:
    global _passes_left  # noqa: PLW0603  one count per process
    _passes_left -= 1
    return _passes_left == 0


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
