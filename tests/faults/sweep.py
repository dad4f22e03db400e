"""What is left when a service dies at each crash point? `python -m tests.faults.sweep` goes through the matrix."""

import argparse
import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import asyncpg
from nats.errors import Error as NatsError

from services.notifier.model.mailing_hours import is_working_day
from services.runtime.clock import STOCKHOLM
from tests.faults.checks import everything
from tests.faults.evidence import gather
from tests.faults.load import People
from tests.faults.mails import doubles
from tests.faults.matrix import MAIL, MATRIX, Point
from tests.faults.matrix import point as the_point
from tests.faults.sweep_ground import Ground, System
from tests.faults.sweep_load import Death, settled, under_load

BEGIN = datetime(2026, 1, 7, 5, tzinfo=STOCKHOLM)
SLOW = 60.0
TEN = 10
SOON = 30.0
LONGEST_RUN = 600.0
KILLED = -9


@dataclass(frozen=True, slots=True)
class Run:
    """One kill."""

    point: Point
    service: str
    passes: int
    letters_at_once: int = 1

    @property
    def allowed(self) -> int:
        """Doubles. Of letters side by side each may be in its own doubt."""
        beside = self.letters_at_once - 1 if self.point in MAIL or self.point.doubles else 0
        return self.point.doubles + beside


@dataclass(frozen=True, slots=True)
class Row:
    """What came of it."""

    point: str
    service: str
    passes: int
    ended: int | None
    """-9: killed by SIGKILL. None: the point was not reached."""
    commands: int
    mails: int
    doubles: int
    allowed: int
    wrong: Sequence[str]
    seconds: float

    @property
    def good(self) -> bool:
        return self.ended == KILLED and not self.wrong and self.doubles <= self.allowed

    def __str__(self) -> str:
        ended = {KILLED: "SIGKILL", None: "NOT REACHED"}.get(self.ended, f"ended with {self.ended}")
        figures = f"doubles {self.doubles} of {self.allowed}  wrong {len(self.wrong)}"
        work = f"commands {self.commands:4}  mails {self.mails:3}"
        end = "as in the matrix" if self.good else "NOT AS IN THE MATRIX"
        who = f"{self.point:27} {self.service:10} n={self.passes:<3}"
        return f"{who} {ended}  {work}  {figures}  {self.seconds:3.0f} s  {end}"


async def sweep(ground: Ground, runs: Sequence[Run], at_once: int = 1) -> list[Row]:
    """In order, some at the same time; each row is printed as it comes."""
    places = asyncio.Semaphore(at_once)

    async def row(run: Run) -> Row:
        async with places:
            done = await _kill_once_for_sure(ground, run)
            sys.stdout.writelines(f"{line}\n" for line in (str(done), *(f"    {wrong}" for wrong in done.wrong[:5])))
            sys.stdout.flush()
            return done

    return list(await asyncio.gather(*(row(run) for run in runs)))


async def _kill_once_for_sure(ground: Ground, run: Run) -> Row:
    """A machine that was too busy to start or to look is given another try; what was found stands."""
    try:
        async with asyncio.timeout(LONGEST_RUN):
            return await kill_once(ground, run)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, NatsError) as fault:
        sys.stderr.write(f"{run.point.name} n={run.passes} is done again: {fault!r}\n")
        return await kill_once(ground, run)


async def kill_once(ground: Ground, run: Run) -> Row:
    began = time.monotonic()
    armed = {run.service: f"{run.point.name}:{run.passes}"}
    async with ground.system(armed, run.letters_at_once, BEGIN) as system:
        people = People(system.outside, run.passes)
        try:
            death = Death(system, run.service, run.passes)
            broken = await under_load(death, people, run.point.load)
            await _the_same_day(system)
            await _a_day_later(system)
            await people.say_all_again()
            broken += await settled(system)
            evidence = await gather(system.outside, people.notes)
        finally:
            await people.leave()
    return Row(
        run.point.name,
        run.service,
        run.passes,
        death.code,
        len(evidence.notes.done),
        len(evidence.mails),
        doubles(evidence),
        run.allowed,
        [*broken, *(f"{kind}: {sentence}" for kind, sentence in everything(evidence))],
        time.monotonic() - began,
    )


async def _the_same_day(system: System) -> None:
    """A mail in doubt is repeated soon, unless midnight comes first; tomorrow its reminder may be out of date."""
    await system.until_ready()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(settled(system), SOON)


async def _a_day_later(system: System) -> None:
    """10:00 on a working day: all mail may leave."""
    now = system.clock.now().astimezone(STOCKHOLM)
    day = now.date() if now.hour < TEN else now.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    system.go_at(SLOW, datetime.combine(day, time_of_day(TEN), STOCKHOLM))


def runs_of(points: Sequence[Point], passes: Sequence[int] | None = None, letters_at_once: int = 1) -> list[Run]:
    return [
        Run(point, point.services[nr % len(point.services)], number, letters_at_once)
        for point in points
        for nr, number in enumerate(point.passes)
        if passes is None or number in passes
    ]


def summary(rows: Sequence[Row]) -> str:
    figures = {
        "points": len({row.point for row in rows}),
        "runs": len(rows),
        "killed": sum(row.ended == KILLED for row in rows),
        "doubles": sum(row.doubles for row in rows),
        "wrong": sum(len(row.wrong) for row in rows),
        "not as in the matrix": sum(not row.good for row in rows),
    }
    return "  ".join(f"{name} {figure}" for name, figure in figures.items())


async def _on_ground(folder: Path, runs: Sequence[Run], at_once: int) -> list[Row]:
    ground = Ground(folder)
    await ground.start()
    try:
        return await sweep(ground, runs, at_once)
    finally:
        ground.stop()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--points", nargs="*", default=[point.name for point in MATRIX], metavar="POINT")
    asked.add_argument("--passes", nargs="*", type=int, help="only these; else all of the matrix")
    asked.add_argument("--letters", type=int, default=1, help="mails side by side")
    asked.add_argument("--at-once", type=int, default=2, help="runs at the same time")
    asked.add_argument("--json", type=Path, help="keep the rows here")
    words = asked.parse_args()
    runs = runs_of([the_point(name) for name in words.points], words.passes, words.letters)
    began, load = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="lofteskoll-sweep-") as folder:
        rows = asyncio.run(_on_ground(Path(folder), runs, words.at_once))
    seconds = time.monotonic() - began
    sys.stdout.write(f"{summary(rows)}  {seconds:.0f} s  load {load:.1f} → {os.getloadavg()[0]:.1f}\n")
    if words.json:
        words.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))
    sys.exit(not all(row.good for row in rows))


if __name__ == "__main__":
    main()
