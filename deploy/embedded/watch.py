"""What happens when a process dies? It is started again, at once the first time and then with growing delays."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.runtime.errors import Refused

DELAYS = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)
LONG_ENOUGH = 60.0
"""Seconds after which a process that lives is trusted again."""


class Watched(Protocol):
    """A server or a service."""

    name: str

    @property
    def alive(self) -> bool: ...

    @property
    def pid(self) -> int: ...

    def start(self) -> object: ...


@dataclass(slots=True)
class _Health:
    """How one process has been doing."""

    tries: int = 0
    """Times in a row it had to be started again."""
    restarts: int = 0
    started: float = 0.0
    due: float | None = None
    """When it is to be started again, while it is down."""


class Watch:
    """Look often; nothing happens between looks. `say` gets one line for each death and each failed start."""

    def __init__(self, processes: Sequence[Watched], say: Callable[[str], None]) -> None:
        self.processes = processes
        self._say = say
        self._health = {process.name: _Health(started=time.monotonic()) for process in processes}

    def look(self) -> bool:
        """True when a process was started again, so that what is told of it must be told anew."""
        started = [self._look_at(process, self._health[process.name]) for process in self.processes]
        return any(started)

    def restarts(self, name: str) -> int:
        return self._health[name].restarts

    def _look_at(self, process: Watched, health: _Health) -> bool:
        now = time.monotonic()
        if process.alive:
            if now - health.started > LONG_ENOUGH:
                health.tries = 0
            return False
        if health.due is None:
            self._plan(process, health, f"{process.name} stannade")
        if health.due is None or health.due > now:
            return False
        return self._start(process, health)

    def _plan(self, process: Watched, health: _Health, what: str) -> None:
        delay = DELAYS[min(health.tries, len(DELAYS) - 1)]
        health.tries += 1
        health.due = time.monotonic() + delay
        self._say(f"{what} och startas igen {f'om {delay:g} s' if delay else 'nu'}. Se loggen {process.name}.log.")

    def _start(self, process: Watched, health: _Health) -> bool:
        health.due, health.started = None, time.monotonic()
        try:
            process.start()
        except Refused as refused:
            self._plan(process, health, f"{refused} {process.name} är nere")
            return False
        health.restarts += 1
        return True
