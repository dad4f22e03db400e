"""What is left after killing any process with -9 at any time? `python -m tests.faults.kill --kills N --seed S`."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from schemas.followup import ReportActivity
from schemas.working_days import is_working_day
from services.runtime.clock import STOCKHOLM, day_in_stockholm, real_now
from tests.faults.checks import everything
from tests.faults.evidence import Evidence, gather
from tests.faults.load import People
from tests.faults.mails import doubles
from tests.faults.outside import SUPERVISOR, Outside, until
from tests.faults.quiet import until_quiet

BEGIN = datetime(2026, 1, 7, 6, tzinfo=STOCKHOLM)
FAST, SLOW = 43_200.0, 60.0
"""Domain seconds per real second: a day every two seconds while things die, a minute per second afterwards."""
AGREED_BEFORE = 4
PIECES = ("agreements", "followup", "notifier", "portal", "inbox", "nats", "postgres")
SERVERS = ("nats", "postgres", "inbox")
AT_ONCE = 0.15
"""How often one is killed before the last one is back, besides those that stand on a server that was killed."""


@dataclass(frozen=True, slots=True)
class Run:
    seed: int
    kills: tuple[str, ...]
    seconds: float
    evidence: Evidence
    wrong: list[str]
    unanswered: int

    def __str__(self) -> str:
        """The figures, in one line."""
        evidence = self.evidence
        reports = sum(isinstance(wish, ReportActivity) for wish in evidence.notes.done.values())
        states = Counter(notice.state for notice in evidence.notices)
        figures = {
            "seed": self.seed,
            "kills": len(self.kills),
            "seconds": round(self.seconds),
            "commands": len(evidence.notes.done),
            "reports": reports,
            "unanswered_tries": self.unanswered,
            "repeats": evidence.notes.repeated,
            "events": sum(map(len, evidence.logs.values())),
            "messages": sum(map(len, evidence.streams.values())),
            "notices": dict(sorted(states.items())),
            "mails": len(evidence.mails),
            "explained_doubles": doubles(evidence),
            "wrong": len(self.wrong),
        }
        return " ".join(f"{name}={figure}" for name, figure in figures.items()).replace("'", "")


def order(seed: int, kills: int) -> tuple[str, ...]:
    """Everyone in turn, twice, in another order each time; then the supervisor, and with it all. It is also last."""
    chance = random.Random(seed)  # noqa: S311  a seed repeats it
    names: list[str] = []
    while len(names) < kills:
        names += [*_in_turn(chance), *_in_turn(chance), SUPERVISOR]
    return (*names[: kills - 1], SUPERVISOR)


def _in_turn(chance: random.Random) -> list[str]:
    """Each once. Who stands on a server dies while that server is away, with what it has not got rid of."""
    talker, other = chance.sample(("followup", "notifier"), 2)
    last, alone = chance.sample(("agreements", "portal"), 2)
    groups = [("nats", talker), ("postgres", last), ("inbox", other), (alone,)]
    return [name for group in chance.sample(groups, len(groups)) for name in group]


async def run(folder: Path, seed: int, kills: int, keep: bool = False) -> Run:
    began = time.monotonic()
    system, names = Outside(folder), order(seed, kills)
    await asyncio.to_thread(system.up, BEGIN, FAST)
    people = People(system, seed)
    try:
        for number in range(AGREED_BEFORE):
            await people.agree(number)
        async with people.at_work(AGREED_BEFORE):
            await _kill(system, names, random.Random(seed))  # noqa: S311
            back = real_now()
            await asyncio.to_thread(system.up, _a_working_day(system), SLOW)
            await until(system.is_ready, "all are ready")
        await people.say_all_again()
        await until_quiet(system, back)
        evidence = await gather(system, people.notes)
        wrong = [what for _, what in everything(evidence)]
    finally:
        await people.leave()
        if not keep:
            await asyncio.to_thread(system.down)
    return Run(seed, names, time.monotonic() - began, evidence, wrong, people.notes.unanswered)


async def _kill(system: Outside, names: tuple[str, ...], chance: random.Random) -> None:
    for left, before, name in zip(range(len(names) - 1, -1, -1), ("", *names[:-1]), names, strict=True):
        if before in SERVERS or chance.random() < AT_ONCE:
            await asyncio.sleep(chance.uniform(0.0, 0.4))
        else:
            await until(system.is_ready, "all are back")
            await asyncio.sleep(chance.uniform(0.3, 2.5))
        await system.kill(name)
        if name == SUPERVISOR and left:
            await asyncio.to_thread(system.up, system.now(), FAST)
        _say(f"{real_now():%H:%M:%S} killed {name}")


def _a_working_day(system: Outside) -> datetime:
    """10:00 a week later: time goes by while a system is down, and then mail may leave."""
    day = day_in_stockholm(system.now()) + timedelta(days=7)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time_of_day(10), STOCKHOLM)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=60)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    asked.add_argument("--data", type=Path, default=None, help="keep the system here, and leave it running")
    words = asked.parse_args()
    _say(f"seed {words.seed}")
    with tempfile.TemporaryDirectory(prefix="lofteskoll-kill-") as fresh:
        done = asyncio.run(run(words.data or Path(fresh), words.seed, words.kills, keep=words.data is not None))
    sys.stdout.writelines(f"{line}\n" for line in (str(done), *done.wrong))
    sys.exit(bool(done.wrong))


if __name__ == "__main__":
    main()
