"""What time is it? The only place that reads it.

A moment is an aware datetime in UTC, a day is a date in Europe/Stockholm. FileClock lets an embedded system run fast.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MORNING = time(8)
"""Reminders leave from this hour, Stockholm time (DOMAIN, Reminders)."""


class Clock(Protocol):
    """Tells the time of the domain."""

    speed: float
    """Domain seconds per real second."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...


class SystemClock:
    speed = 1.0

    def now(self) -> datetime:
        return datetime.now(UTC)


class FileClock:
    """A clock that follows a file: {"domain": moment, "real": moment it was set at, "speed": domain s per real s}.

    The file is read again when it changes, so that every process of an embedded system agrees.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = -1
        self._domain = self._real = datetime.now(UTC)
        self.speed = 1.0
        self._read()

    def now(self) -> datetime:
        self._read()
        real = datetime.now(UTC)
        return self._domain + timedelta(seconds=(real - self._real).total_seconds() * self.speed)

    def _read(self) -> None:
        stamp = os.stat(self._path).st_mtime_ns  # noqa: PTH116  called often; Path.stat costs twice as much
        if stamp == self._stamp:
            return
        told = json.loads(self._path.read_text())
        self._domain = datetime.fromisoformat(told["domain"])
        self._real = datetime.fromisoformat(told["real"])
        self.speed = float(told["speed"])
        self._stamp = stamp


@dataclass(frozen=True, slots=True)
class ClockWish:
    """What the keeper of a FileClock's file is asked for, in a file beside it; None: as it is."""

    to: datetime | None = None
    speed: float | None = None

    def write(self, path: Path) -> None:
        """Whole or not at all."""
        draft = path.with_name(f"{path.name}.{os.getpid()}.new")
        draft.write_text(json.dumps({"to": self.to.isoformat() if self.to else None, "speed": self.speed}))
        draft.replace(path)


def obey_wish(path: Path, obey: Callable[[ClockWish], object]) -> None:
    """Carry out what is asked for, if anything is. It is moved aside first: what is asked for meanwhile is not lost."""
    taken = _taken(path)
    try:
        path.replace(taken)
    except FileNotFoundError:
        return
    told = json.loads(taken.read_text())
    obey(ClockWish(datetime.fromisoformat(told["to"]) if told["to"] else None, told["speed"]))
    taken.unlink()


def is_asked(path: Path) -> bool:
    """Is something asked for that is not carried out yet? Looked for on its way: first here, then aside."""
    return path.exists() or _taken(path).exists()


def _taken(path: Path) -> Path:
    return path.with_name(f"{path.name}.taken")


def clock_from(path: Path | None) -> Clock:
    return FileClock(path) if path else SystemClock()


def real_now() -> datetime:
    """The wall clock, for leases and log lines; never for a rule of the domain."""
    return datetime.now(UTC)


def day_in_stockholm(moment: datetime) -> date:
    """The calendar day in Stockholm at a moment; a due day ends at midnight there."""
    return moment.astimezone(STOCKHOLM).date()


def end_of(day: date) -> datetime:
    """The last moment of that day in Stockholm, as UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), STOCKHOLM).astimezone(UTC)
    return midnight - datetime.resolution


def morning(day: date) -> datetime:
    """08:00 in Stockholm on that day, as UTC. 08:00 exists once on every day, also on both DST nights."""
    return datetime.combine(day, MORNING, STOCKHOLM).astimezone(UTC)
