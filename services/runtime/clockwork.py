"""How are things done by the clock? Each job in turn, a page per transaction, at once again while there is more."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import structlog

from services.runtime import trace
from services.runtime.bus import Bus
from services.runtime.crash import crash_point
from services.runtime.database import Database, passes
from services.runtime.errors import Unavailable, told
from services.runtime.measures import Measures
from services.runtime.outward import Outward, Rounds

log = structlog.get_logger()
Job: TypeAlias = Callable[..., Awaitable[int]] | Outward[Any, Any, Any]
SHORTEST = 0.1
"""Real seconds between two rounds of a job, however fast the domain's clock runs."""
PAUSE_AFTER_FAULT = 2.0
LOOK_AT_CLOCK = 1.0
"""Real seconds between looks at whether somebody has moved the clock."""


@dataclass(frozen=True, slots=True)
class Clockwork:
    database: Database
    bus: Bus
    measures: Measures
    stopping: asyncio.Event
    _rests: set[asyncio.Timeout] = field(default_factory=set)

    async def go_on(self, seconds: float, job: Job) -> None:
        """Do a job every so many seconds of the domain's time until told to stop. After a fault it is tried again."""
        while not self.stopping.is_set():
            pause = max(SHORTEST, seconds / max(1.0, self.database.clock.speed))
            try:
                await self.until_quiet(job)
            except Exception as error:  # noqa: BLE001  the clock goes on whatever a job does
                level = log.warning if passes(error) or isinstance(error, Unavailable) else log.exception
                level("job failed", job=name_of(job), error=told(error))
                pause = max(pause, PAUSE_AFTER_FAULT)
            await self._rest(pause)

    async def notice_moves(self) -> None:
        """When the clock has been moved, or goes at another speed, every job looks at once for what is due by it."""
        loop, clock = asyncio.get_running_loop(), self.database.clock
        while not self.stopping.is_set():
            speed, then, since = clock.speed, clock.now(), loop.time()
            await asyncio.sleep(LOOK_AT_CLOCK)
            moved = (clock.now() - then).total_seconds() - (loop.time() - since) * speed
            if clock.speed != speed or moved > LOOK_AT_CLOCK * max(1.0, speed):
                for rest in self._rests:
                    if not rest.expired():
                        rest.reschedule(loop.time())

    async def _rest(self, seconds: float) -> None:
        """Real seconds; shorter when the clock is moved meanwhile."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds) as rest:
                self._rests.add(rest)
                try:
                    await self.stopping.wait()
                finally:
                    self._rests.discard(rest)

    async def until_quiet(self, job: Job) -> int:
        """Repeat a job until it finds nothing more to do; how much it did."""
        total = 0
        while not self.stopping.is_set() and (done := await self.once(job)):
            total += done
        self.measures.jobs.labels(name_of(job)).inc(total)
        return total

    async def once(self, job: Job) -> int:
        trace.begin("")
        if isinstance(job, Outward):
            return await self._send(job)
        async with self.database.work() as work:
            done = await job(work)
            if done:
                await crash_point("job.before_commit")
        if done:
            await crash_point("job.after_commit")
        return done

    async def _send(self, way: Outward[Any, Any, Any]) -> int:
        async with self.database.work() as work:
            claimed = await way.claim(work)
            if claimed:
                await crash_point("mail.before_claim_commit")
        if not claimed:
            return 0
        await crash_point("mail.after_claim_commit")
        letters = await way.prepare(claimed, self.bus, self.database.clock.now())
        await crash_point("mail.after_prepare")
        await self._deliver(way, letters)
        return len(claimed)

    async def _deliver(self, way: Outward[Any, Any, Any], letters: Sequence[object]) -> None:
        async def write_down(steps: Sequence[tuple[object, bool]]) -> Sequence[bool]:
            """What came of some, then the mark of one that follows them: never more in doubt than places."""
            outcomes, ready = ([one for one, over in steps if over is which] for which in (True, False))
            marked: Sequence[bool] = ()
            async with self.database.work() as work:
                if outcomes:
                    await way.record(outcomes, work)
                    await crash_point("mail.before_record_commit")
                if ready:
                    marked = await way.mark(ready, work)
                    await crash_point("mail.before_mark_commit")
            if outcomes:
                await crash_point("mail.after_record_commit")
            if ready:
                await crash_point("mail.after_mark_commit")
            answers = iter(marked)
            return [over or next(answers) for _, over in steps]

        lines, places = asyncio.Semaphore(2 * way.at_once), asyncio.Semaphore(way.at_once)
        rounds = Rounds(write_down, ends=_is_a_mark)

        async def out(letter: object) -> None:
            async with lines:
                async with contextlib.AsyncExitStack() as place:

                    async def ready() -> bool:
                        await place.enter_async_context(places)
                        return await rounds.join((letter, False))

                    outcome = await way.deliver(letter, ready)
                    recorded = rounds.join((outcome, True))
                await recorded

        done = await asyncio.gather(*(out(letter) for letter in letters), return_exceptions=True)
        for fault in done:
            if isinstance(fault, BaseException):
                raise fault


def _is_a_mark(step: tuple[object, bool]) -> bool:
    return not step[1]


def name_of(job: Job) -> str:
    return job.claim.__name__ if isinstance(job, Outward) else job.__name__
