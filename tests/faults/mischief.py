"""What is done to a running system? Drawn at random, a quarter of the time nothing; what lasts may overlap."""

import asyncio
import contextlib
import os
import random
import signal
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import asyncpg
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from deploy.embedded.postgres import SUPERUSER
from deploy.embedded.secret import Secret
from deploy.provision import make_streams
from services.runtime.errors import Refused
from services.runtime.streams import STREAMS
from tests.deploy.outside import lives
from tests.faults.disk import SmallDisk
from tests.faults.load import Notes
from tests.faults.outside import Outside
from tests.faults.rig import BOTH
from tests.faults.sink import MODE, Mode

SERVERS = ("nats", "postgres", "inbox")


class Fault(StrEnum):
    KILL = "kill"
    PAUSE = "pause"
    MASSACRE = "massacre"
    WIPE = "wipe"
    DISK = "disk full"
    SMTP = "smtp"


WEIGHTS = {Fault.PAUSE: 4, Fault.MASSACRE: 3, Fault.WIPE: 2, Fault.DISK: 1, Fault.SMTP: 6}
"""How often beside the kills."""
QUIET = 0.25
MOST_KILLS = 3
WITH_MORE = 0.6
"""How often something is done beside the kills of a step."""
VICTIMS = (*BOTH, *SERVERS, "nats", "postgres")


PAUSED = (*BOTH, *BOTH, *SERVERS)


@dataclass(frozen=True, slots=True)
class Draw:
    """What happens in one step, and how long until the next."""

    faults: tuple[tuple[Fault, str], ...]
    rest: float


@dataclass(frozen=True, slots=True)
class Wish:
    """Which faults, and whom they may hit; a name twice is hit twice as often."""

    weights: Mapping[Fault, int] = field(default_factory=lambda: WEIGHTS)
    victims: Sequence[str] = VICTIMS
    paused: Sequence[str] = PAUSED
    modes: Sequence[Mode] = tuple(mode for mode in Mode if mode is not Mode.WELL)


def schedule(seed: int, kills: int, wish: Wish) -> list[Draw]:
    """As many kills as asked for. The same seed gives the same schedule; how it falls among the work differs."""
    chance = random.Random(seed)  # noqa: S311
    draws: list[Draw] = []
    left = kills
    while left > 0:
        rest = chance.uniform(1.0, 4.0)
        if chance.random() < QUIET:
            draws.append(Draw((), rest))
            continue
        faults = [(Fault.KILL, name) for name in _some(wish.victims, chance, min(left, chance.randint(1, MOST_KILLS)))]
        left -= len(faults)
        if wish.weights and chance.random() < WITH_MORE:
            [kind] = chance.choices(list(wish.weights), list(wish.weights.values()))
            faults.append((kind, _detail(kind, wish, chance)))
        chance.shuffle(faults)
        draws.append(Draw(tuple(faults), rest))
    return draws


def _some(victims: Sequence[str], chance: random.Random, many: int) -> list[str]:
    """Nobody twice in a step."""
    return list(dict.fromkeys(chance.sample(victims, min(many, len(victims)))))


def _detail(kind: Fault, wish: Wish, chance: random.Random) -> str:
    if kind is Fault.PAUSE:
        return chance.choice(wish.paused)
    if kind is Fault.SMTP:
        return chance.choice(wish.modes).value
    return ""


@dataclass(slots=True)
class Mischief:
    """Does what is drawn. What lasts goes on beside; `end` waits until nothing is broken any more."""

    system: Outside
    notes: Notes
    disk: SmallDisk | None
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    under_load: int = 0
    _lasting: set[asyncio.Task[None]] = field(default_factory=set)
    _smtp: int = 0

    async def do(self, draw: Draw) -> None:
        for kind, detail in draw.faults:
            if kind is Fault.KILL:
                await self._kill(detail)
            elif kind is not Fault.DISK or self.disk:
                self.done[f"{kind} {detail}" if kind is Fault.SMTP else kind] += 1
                task = asyncio.create_task(self._lasts(kind, detail))
                self._lasting.add(task)
                task.add_done_callback(self._lasting.discard)
            await asyncio.sleep(self.chance.uniform(0, 0.5))

    async def end(self) -> None:
        await asyncio.gather(*self._lasting)

    async def _lasts(self, kind: Fault, detail: str) -> None:
        match kind:
            case Fault.PAUSE:
                await self._pause(detail)
            case Fault.MASSACRE:
                await self._massacre()
            case Fault.WIPE:
                await self._wipe()
            case Fault.DISK:
                await self._fill_disk()
            case Fault.SMTP:
                await self._misbehave(Mode(detail))

    async def _kill(self, name: str) -> None:
        """When it lives, or has lived again within some seconds: what is already down cannot be killed."""
        for _ in range(100):
            if pid := self.system.pid(name):
                with contextlib.suppress(ProcessLookupError):
                    self.under_load += self.notes.under_way > 0
                    os.kill(pid, signal.SIGKILL)
                    self.kills += 1
                    self.done[f"kill {name.removesuffix('-2')}"] += 1
                    return
            await asyncio.sleep(0.1)

    async def _pause(self, name: str) -> None:
        """Longer than a claim's lease; now and then than NATS waits, and than the 40 s of a mail in doubt."""
        pid = self.system.pid(name)
        if not pid:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            shortest = 41 if self.chance.random() < 0.1 else 6
            await asyncio.sleep(shortest + self.chance.uniform(0, 3))
            if lives(pid):
                os.kill(pid, signal.SIGCONT)

    async def _massacre(self) -> None:
        """Every connection to PostgreSQL is cut."""
        state = self.system.running
        place = next(iter(state.owner_urls.values())).rpartition("@")[2].partition("/")[0]
        password = Secret(self.system.folder).password(f"postgres/{SUPERUSER}")
        with contextlib.suppress(OSError, asyncpg.PostgresError, TimeoutError):
            connection = await asyncpg.connect(f"postgresql://{SUPERUSER}:{password}@{place}/postgres", timeout=3)
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            )
            await connection.close(timeout=2)

    async def _wipe(self) -> None:
        """The streams are deleted, and made again by the operator, who does not give up."""
        state = self.system.running
        for _ in range(120):
            with contextlib.suppress(OSError, NatsError, TimeoutError, Refused):
                async with self.system.bus() as nc:
                    for stream in STREAMS:
                        with contextlib.suppress(NotFoundError):
                            await nc.jetstream(timeout=3).delete_stream(stream)
                break
            await asyncio.sleep(0.5)
        for _ in range(120):
            with contextlib.suppress(OSError, NatsError, TimeoutError, Refused):
                await make_streams(state.nats_url, state.nats_seed)
                return
            await asyncio.sleep(0.5)

    async def _fill_disk(self) -> None:
        assert self.disk
        await asyncio.to_thread(self.disk.fill)
        await asyncio.sleep(self.chance.uniform(3, 6))
        self.disk.free()

    async def _misbehave(self, mode: Mode) -> None:
        self._smtp += 1
        (self.system.running.mail / MODE).write_text(mode)
        await asyncio.sleep(self.chance.uniform(2, 6))
        self._smtp -= 1
        if not self._smtp:
            (self.system.running.mail / MODE).write_text(Mode.WELL)
