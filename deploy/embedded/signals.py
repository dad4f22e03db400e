"""How does a person or the system ask us to stop?"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def signals_interrupt() -> Iterator[None]:
    """Every wish to stop becomes KeyboardInterrupt, as Ctrl-C already is."""
    before = {number: signal.signal(number, _interrupt) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def deaf_to_signals() -> None:
    """An impatient second Ctrl-C must not leave half of it running; every stop has its own time limit."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
