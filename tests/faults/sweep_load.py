"""What goes on while a service is about to die, and when is all quiet again afterwards?"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import asyncpg

from schemas.base import Command, Party
from schemas.followup import ReportActivity
from services.runtime.errors import Refused, Unavailable
from tests.faults.load import People
from tests.faults.matrix import Load
from tests.faults.sweep_ground import System, died

AGREED_BEFORE = 4
FAST, BRISK, SLOW = 43_200.0, 14_400.0, 60.0
"""Domain seconds per real second: a day every two seconds, or every six, or a minute every second."""
FEW = 5
REACHED_WITHIN = 90.0
QUIET_WITHIN = 120.0
BETWEEN_CUTS = 0.5
WITHOUT_RIGHT = 20
"""Seconds at most; as soon as so many events wait as shall be passed, it comes back."""
STILL_FOR = 3
"""Looks in a row at which nothing has changed."""
_SETTLED = """SELECT (SELECT count(*) FROM event_log) AS said, (SELECT count(*) FROM event_queue)
  + (SELECT count(*) FROM held_event) + (SELECT count(*) FROM stuck) AS waiting"""
_UNFINISHED = "SELECT count(*) FROM notice WHERE state = 'claimed' OR (state = 'planned' AND not_before <= $1)"
_UNSAID = "SELECT count(*) FROM ladder WHERE leaves_at <= $1"
_CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE usename = $1 AND datname = (SELECT current_database())"""


class Death:
    """A service that is to die, and comes back without the variable."""

    def __init__(self, system: System, service: str, passes: int) -> None:
        self.system = system
        self.service = service
        self.passes = passes
        self.days = FAST if passes > FEW else BRISK
        self.code: int | None = None

    async def come(self) -> None:
        self.code = await died(self.system.programs[self.service])
        self.system.go_at(SLOW)
        self.system.start_again(self.service)


async def under_load(death: Death, people: People, load: Load) -> list[str]:
    """Until it has died and is back, or the point was not reached in time; what was seen to be wrong meanwhile."""
    coming = asyncio.create_task(death.come())
    try:
        for number in range(AGREED_BEFORE):
            await people.agree(number)
        async with LOADS[load](death, people) as seen:
            await asyncio.wait({coming}, timeout=REACHED_WITHIN)
        if coming.done():
            await coming
        death.system.go_at(SLOW)
        return [sentence async for sentence in seen()]
    finally:
        coming.cancel()


Seen = Callable[[], AsyncIterator[str]]


async def _nothing() -> AsyncIterator[str]:
    for sentence in ():
        yield sentence


@contextlib.asynccontextmanager
async def _wishes(_: Death, people: People) -> AsyncIterator[Seen]:
    async with people.at_work(AGREED_BEFORE):
        yield _nothing


@contextlib.asynccontextmanager
async def _days(death: Death, _: People) -> AsyncIterator[Seen]:
    death.system.go_at(death.days)
    yield _nothing


@contextlib.asynccontextmanager
async def _refused(_: Death, people: People) -> AsyncIterator[Seen]:
    """What was refused must be refused again with the same words, also after the kill."""
    told: dict[ReportActivity, str] = {}

    async def ask_in_vain() -> None:
        while True:
            wish = ReportActivity(
                occurrence=str(uuid4()), party=Party.POLICE, count=1, on=people.today, comment="finns inte"
            )
            told[wish] = await _refusal(people, wish)

    async def seen() -> AsyncIterator[str]:
        for wish, sentence in told.items():
            again = await _refusal(people, wish)
            if again != sentence:
                yield f"{wish.command_id} was refused with {sentence!r} and then {again!r}"

    asking = [asyncio.create_task(ask_in_vain()) for _ in range(2)]
    try:
        yield seen
    finally:
        await asyncio.sleep(0.5)
        for task in asking:
            task.cancel()


async def _refusal(people: People, wish: Command) -> str:
    while True:
        try:
            await people._calls.bus.tell(wish)
        except Unavailable:
            await people._calls.call_again()
        except Refused as no:
            return str(no)
        else:
            return ""


@contextlib.asynccontextmanager
async def _cut(death: Death, people: People) -> AsyncIterator[Seen]:
    """PostgreSQL throws the service out now and then, until it has died."""

    async def cut() -> None:
        master = await asyncpg.connect(death.system.master_url(death.service))
        while death.code is None:
            await master.execute(_CUT.replace("$1", f"'{death.service}'"))
            await asyncio.sleep(BETWEEN_CUTS)
        await master.close()

    cutting = asyncio.create_task(cut())
    async with people.at_work(AGREED_BEFORE):
        yield _nothing
    cutting.cancel()


@contextlib.asynccontextmanager
async def _no_right(death: Death, _: People) -> AsyncIterator[Seen]:
    """The notifier may not write notices until it has died."""
    await death.system.outside.rows("notifier", "REVOKE INSERT ON notice FROM notifier")
    death.system.go_at(death.days)
    yield _nothing
    await death.system.outside.rows("notifier", "GRANT INSERT ON notice TO notifier")


@contextlib.asynccontextmanager
async def _right_back(death: Death, _: People) -> AsyncIterator[Seen]:
    """The same, but the right comes back before."""
    await death.system.outside.rows("notifier", "REVOKE INSERT ON notice FROM notifier")
    death.system.go_at(death.days)
    for _ in range(WITHOUT_RIGHT):
        [stuck] = await death.system.outside.rows("notifier", "SELECT count(*) FROM stuck")
        if stuck[0] >= death.passes:
            break
        await asyncio.sleep(1)
    death.system.go_at(SLOW)
    await death.system.outside.rows("notifier", "GRANT INSERT ON notice TO notifier")
    yield _nothing


LOADS = {
    Load.WISHES: _wishes,
    Load.DAYS: _days,
    Load.REFUSED: _refused,
    Load.CUT: _cut,
    Load.NO_RIGHT: _no_right,
    Load.RIGHT_BACK: _right_back,
}


async def settled(system: System) -> list[str]:
    """Nothing waits to be published, heard or mailed, and nothing more is said; or what stood still too long."""
    looks: list[list[object]] = []
    deadline = time.monotonic() + QUIET_WITHIN
    while time.monotonic() < deadline:
        looks.append(await _look(system))
        if not any(looks[-1][:-1]) and looks[-STILL_FOR:] == looks[-1:] * STILL_FOR:
            return []
        await asyncio.sleep(0.4)
    return [f"not quiet within {QUIET_WITHIN:g} s: {looks[-1]}"]


async def _look(system: System) -> list[object]:
    """What is on its way, waits, is unfinished and unsaid; and last, how much was said."""
    found = [(await system.outside.rows(name, _SETTLED))[0] for name in system.urls]
    [mail] = await system.outside.rows("notifier", _UNFINISHED, system.outside.now())
    [unsaid] = await system.outside.rows("followup", _UNSAID, system.outside.now())
    return [
        await system.outside.on_their_way(),
        sum(row["waiting"] for row in found),
        mail[0],
        unsaid[0],
        sum(row["said"] for row in found),
    ]
