"""What time is it inside an embedded system, and how fast does it go?

The time is kept in clock.json, which every service reads (runtime's FileClock). It never goes backwards: a clean stop
freezes it, a kill -9 loses at most what a few heartbeats leave open, and that much is skipped instead of repeated.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

from deploy.embedded.secret import write_private
from services.runtime.clock import ClockWish, real_now

LONGEST_SILENCE = 5.0
"""Real seconds that services may have lived on after the last heartbeat."""


class DomainClock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._speed = 1.0

    def begin(self, start: datetime | None, speed: float | None) -> datetime:
        """Go on from where the clock stood, or from `start` where that is later; the moment it now shows."""
        kept = self._kept()
        moments = [moment for moment in (start, kept and kept[0]) if moment]
        self._speed = speed or (kept[1] if kept else 1.0)
        return self._write(max(moments, default=real_now()), self._speed)

    def beat(self) -> None:
        """Say again what time it is: the line is the same, but a kill -9 now loses less."""
        self._write(self.now(), self._speed)

    def obey(self, wish: ClockWish) -> datetime:
        """Go on to a later moment, or at another speed, 0 being to stand still; the moment it now shows."""
        self._speed = self._speed if wish.speed is None else wish.speed
        now = self.now()
        return self._write(max(now, wish.to or now), self._speed)

    def reach(self, moment: datetime) -> None:
        """Stand still, at no earlier time than this."""
        if kept := self._kept():
            self._speed = kept[1]
            self._write(max(kept[0], moment), 0.0)

    def freeze(self) -> None:
        """The time stands still until the next `begin`."""
        self._write(self.now(), 0.0)

    def now(self) -> datetime:
        told = self._read()
        elapsed = (real_now() - datetime.fromisoformat(told["real"])).total_seconds()
        return datetime.fromisoformat(told["domain"]) + timedelta(seconds=elapsed * float(told["speed"]))

    def _kept(self) -> tuple[datetime, float] | None:
        """(moment, speed) to go on from."""
        if not self._path.exists():
            return None
        told = self._read()
        latest = datetime.fromisoformat(told["domain"]) + timedelta(seconds=LONGEST_SILENCE * float(told["speed"]))
        return min(self.now(), latest), float(told["usual_speed"])

    def _write(self, domain: datetime, speed: float) -> datetime:
        line = {"domain": domain.isoformat(), "real": real_now().isoformat(), "speed": speed}
        write_private(self._path, json.dumps(line | {"usual_speed": self._speed}))
        return domain

    def _read(self) -> dict[str, str]:
        told: dict[str, str] = json.loads(self._path.read_text())
        return told
