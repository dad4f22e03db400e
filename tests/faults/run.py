"""What does one run do? Two of everything, people who ask for much, faults all the while; then heal, wait, judge."""

import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from subprocess import CalledProcessError

import asyncpg

from deploy.embedded.clock import DomainClock
from deploy.embedded.folder import CLOCK
from schemas.working_days import is_working_day
from services.runtime.clock import STOCKHOLM, day_in_stockholm, real_now
from tests.faults.checks import everything
from tests.faults.disk import SmallDisk
from tests.faults.evidence import gather
from tests.faults.load import Pace, People
from tests.faults.mails import doubles
from tests.faults.mischief import Draw, Mischief, Wish, schedule
from tests.faults.outside import SUPERVISOR, until
from tests.faults.planted import UNCHAINED
from tests.faults.quiet import until_quiet
from tests.faults.rig import Rig
from tests.faults.verdict import Kind

BEGIN = datetime(2026, 1, 7, 6, tzinfo=STOCKHOLM)
FAST, SLOW = 43_200.0, 60.0
"""Domain seconds per real second: a day every two seconds while things die, a minute per second afterwards."""
AGREED_BEFORE = 4
MORNINGS = 4
"""Most that are let come at the end."""
STEPS_PER_LINE = 20
LONGEST_STEP = 12.0
"""Seconds that a step's wishes are waited for: while all is down nobody is answered; the next fault comes anyway."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for."""

    commands: int
    kills: int
    seed: int
    planted: str = ""
    wish: Wish = field(default_factory=Wish)
    stands_still: float = 90.0
    """Seconds without any change after which what still waits will wait for ever."""
    small_disk: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """The figures."""

    seed: int
    planted: str
    acked: int
    kills: int
    under_load: int
    seconds: float
    counts: dict[str, int]
    doubles: int
    faults: dict[str, int]
    events: int
    messages: int
    mails: int
    notices: dict[str, int]
    unanswered_tries: int
    skipped: str
    wrong: list[str]

    @property
    def passed(self) -> bool:
        return not any(self.counts.values())

    def __str__(self) -> str:
        figures = {kind.value: self.counts[kind] for kind in Kind}
        last = figures.popitem()
        told = [f"{name} {figure}" for name, figure in [*figures.items(), ("DOUBLE IN WINDOW", self.doubles), last]]
        about = [
            f"seed {self.seed}",
            f"acked {self.acked}",
            f"kills {self.kills} ({self.under_load} under load)",
            f"{self.seconds:.0f} s",
            "PASS" if self.passed else "FAIL",
        ]
        return " · ".join([*told, *about])

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"passed": self.passed, "at": real_now().isoformat(timespec="seconds")}


async def run(folder: Path, plan: Plan) -> Result:
    began = time.monotonic()
    draws = schedule(plan.seed, plan.kills, plan.wish)
    pace = Pace(plan.commands, len(draws))
    system = Rig(folder, planted=plan.planted)
    disk, skipped = _small_disk(folder) if plan.small_disk else (None, "")
    people = People(system, plan.seed, pace)
    mischief = Mischief(system, people.notes, disk, random.Random(plan.seed))  # noqa: S311
    try:
        await asyncio.to_thread(system.up, BEGIN, FAST)
        if "hash-chain-not-extended" in plan.planted:
            await _unchain(system)
        for number in range(AGREED_BEFORE):
            await people.agree(number)
        async with people.at_work(AGREED_BEFORE):
            await _suffer(draws, pace, mischief, plan)
            back = await _heal(system, mischief)
        await people.say_all_again()
        await until_quiet(system, back, plan.stands_still)
        quiet_since = await some_mornings(system, back, plan.stands_still)
        evidence = await gather(system, people.notes, quiet_since)
        wrong = everything(evidence)
    finally:
        await people.leave()
        await asyncio.to_thread(system.down)
        if disk:
            disk.remove()
    counts = Counter(kind for kind, _ in wrong)
    return Result(
        plan.seed,
        plan.planted,
        len(people.notes.done),
        mischief.kills,
        mischief.under_load,
        time.monotonic() - began,
        {kind: counts[kind] for kind in Kind},
        doubles(evidence),
        dict(sorted(mischief.done.items())),
        sum(map(len, evidence.logs.values())),
        sum(map(len, evidence.streams.values())),
        len(evidence.mails),
        dict(Counter(str(notice.state) for notice in evidence.notices)),
        people.notes.unanswered,
        skipped,
        [f"{kind}: {what}" for kind, what in wrong],
    )


def _small_disk(folder: Path) -> tuple[SmallDisk | None, str]:
    disk = SmallDisk(folder)
    try:
        disk.make()
        DomainClock(folder / CLOCK).begin(BEGIN, FAST)  # or the system would go on from the real time it was made at
    except (OSError, CalledProcessError) as no:
        disk.remove()
        return None, f"disk full SKIPPED: {no}"
    return disk, ""


async def _suffer(draws: list[Draw], pace: Pace, mischief: Mischief, plan: Plan) -> None:
    began = time.monotonic()
    for pace.step, draw in enumerate(draws):
        if pace.step % STEPS_PER_LINE == 0:
            done, seconds = len(mischief.notes.done), time.monotonic() - began
            told = f"kills {mischief.kills} of {plan.kills} · commands {done} of {plan.commands} · {seconds:.0f} s"
            sys.stderr.write(f"seed {plan.seed} · {told}\n")
        patience = time.monotonic() + LONGEST_STEP
        while not pace.is_due(len(mischief.notes.done)) and time.monotonic() < patience:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await mischief.do(draw)
        await asyncio.sleep(draw.rest)
    pace.step = len(draws)


async def _heal(system: Rig, mischief: Mischief) -> datetime:
    """No more faults; and a last kill of everything at once. It comes back a week later, on a working day."""
    await mischief.end()
    await system.kill(SUPERVISOR)
    back = real_now()
    await asyncio.to_thread(system.up, _a_working_day(system), SLOW)
    await until(system.is_ready, "all are ready")
    return back


async def some_mornings(system: Rig, back: datetime, stands_still: float) -> datetime:
    """A mailbox gets one mail a day: let mornings come until all has been said. Where they began."""
    began = system.now()
    for _ in range(MORNINGS):
        [waiting] = await system.rows("notifier", "SELECT count(*) FROM notice WHERE state = 'planned'")
        if not waiting[0]:
            break
        await asyncio.to_thread(system.turn_clock, _a_working_day(system, timedelta(days=1)))
        await until_quiet(system, back, stands_still)
    return began


def _a_working_day(system: Rig, after: timedelta = timedelta(days=7)) -> datetime:
    """10:00 a week later: time goes by while a system is down, and then mail may leave."""
    day = day_in_stockholm(system.now()) + after
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time_of_day(10), STOCKHOLM)


async def _unchain(system: Rig) -> None:
    for url in system.running.owner_urls.values():
        connection = await asyncpg.connect(url)
        await connection.execute(UNCHAINED)
        await connection.close()
