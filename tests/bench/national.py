"""A nation's Monday morning: does all that is due leave in the mail window? `python -m tests.bench.national --scale 1`.

290 municipalities with 58,000 commitments this year, ten years of logs and ledgers behind them (seeded, not lived:
national_seed.py), and 20,000 mailboxes that a reminder falls due for on Monday at eight. This year's agreements are
registered over the bus, the mails go to a real SMTP server, and meanwhile people report.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import quantiles

import uvloop
from rich.console import Console

from schemas.agreements import Count, RegisterAgreement, Window
from schemas.agreements import Once as OneTime
from schemas.base import Party
from schemas.followup import ReportActivity
from services.runtime.clock import STOCKHOLM, real_now
from services.runtime.streams import EVENTS
from tests.bench.load import a_document_of, all_heard, entry, paced, quiet, tell, tell_all
from tests.bench.machine import load, machine
from tests.bench.national_chart import chart
from tests.bench.national_seed import FUNCTIONS, KEEPERS, MUNICIPALITIES, seed
from tests.bench.rows.mails import sink
from tests.bench.world import World, world
from tests.builders import a_function
from tests.looking import until

SUNDAY = datetime(2026, 3, 8, 20, tzinfo=STOCKHOLM)
EIGHT = datetime(2026, 3, 9, 8, tzinfo=STOCKHOLM)
WINDOW = timedelta(hours=16)
DUE = date(2026, 3, 16)
"""A week after Monday: the rung T−7, for what is promised once."""
COMMITMENTS = 200
"""This year, in each municipality."""
REPORTS_A_SECOND = 5
PATIENCE = 3600.0
UNMAILED = """SELECT count(*) FROM notice
WHERE state = 'claimed' OR (state = 'planned' AND not_before < $1::timestamptz + interval '16 hours')"""
LEFT = {
    "rungs that have not left": ("followup", "SELECT count(*) FROM ladder WHERE leaves_at <= $1"),
    "events not published": ("followup", "SELECT count(*) FROM event_queue"),
    "notices not mailed": ("notifier", UNMAILED),
    "outcomes not published": ("notifier", "SELECT count(*) FROM event_queue"),
}
HELD_OVER = "SELECT count(*) FROM notice WHERE state = 'planned'"
UNHEARD = {name: f"events not heard by {name}" for name in ("followup", "notifier")}


@dataclass(frozen=True, slots=True)
class Look:
    """How things stood so many seconds after eight."""

    at: float
    mails: int
    left: dict[str, int]


@dataclass(slots=True)
class Monday:
    scale: float
    seeded: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each part of the run took."""
    database_gb: float = 0.0
    looks: list[Look] = field(default_factory=list)
    mails: int = 0
    held_over: int = 0
    """Notices that came when their mailbox had its mail of the day already: they wait for Tuesday's."""
    waits_ms: list[float] = field(default_factory=list)
    """How long each report was waited for, meanwhile."""

    @property
    def took(self) -> float:
        """From eight to the last mail."""
        return next(look.at for look in self.looks if look.mails == self.looks[-1].mails)

    def __str__(self) -> str:
        p50, p95 = (quantiles(self.waits_ms, n=20)[nr] for nr in (9, 18)) if len(self.waits_ms) > 1 else (0.0, 0.0)
        at = EIGHT + timedelta(seconds=self.took)
        return (
            f"{self.mails:,} mails left between 08:00:00 and {at:%H:%M:%S}, {self.mails / self.took:,.0f} a second; "
            f"the window ends at 24:00. {len(self.waits_ms)} reports meanwhile: p50 {p50:.0f} ms, p95 {p95:.0f} ms. "
            f"{self.held_over:,} notices came after their mailbox's mail of the day, and wait for Tuesday's. "
            f"Behind it {sum(self.seeded.values()):,} seeded events, {self.database_gb:.1f} GB."
        )


def this_year(nr: int, many: int, mailboxes: int) -> RegisterAgreement:
    """The first promises are due once, a third of the mailboxes have two; the others are due by the end of the year."""
    slug = f"kommun-{nr}"
    leads = [a_function(f"funktion {one}", Party.POLICE, f"{slug}.{one}@example.se") for one in range(mailboxes)]
    due = mailboxes + mailboxes // 3
    rhythms = [OneTime(due=DUE)] * due + [Count(min=4, window=Window.YEAR)] * (many - due)
    entries = [entry(slug, one, rhythm, leads[one % mailboxes]) for one, rhythm in enumerate(rhythms)]
    return RegisterAgreement(document=a_document_of(slug, entries, *leads), signed_on=date(2026, 1, 5))


async def run(scale: float) -> Monday:
    monday, many = Monday(scale), max(2, round(COMMITMENTS * scale))
    wanted = MUNICIPALITIES * (mailboxes := max(1, round(FUNCTIONS * scale)))
    async with world() as system, sink(system.folder / "sink") as port:
        with _timed(monday, "ten years seeded"):
            monday.seeded = await seed(system, many)
        system.jump(SUNDAY)
        await system.start("agreements", "followup")
        await system.start("notifier", SMTP_URL=f"smtp://127.0.0.1:{port}")
        with _timed(monday, "this year registered and planned"):
            await tell_all(system.nc, [this_year(nr, many, mailboxes) for nr in range(MUNICIPALITIES)], 4)
            await all_heard(system, "agreements", ("followup", "notifier"), PATIENCE)
            await quiet(system, KEEPERS, PATIENCE)
            await all_heard(system, "followup", ("notifier",), PATIENCE)
        with _timed(monday, "the logs sealed"):
            await until(lambda: _sealed(system), "every log is sealed", PATIENCE)
        with _timed(monday, "Monday"):
            await _morning(system, monday, wanted)
        monday.database_gb = await _size(system) / 1e9
    if monday.mails != wanted:
        raise ValueError(f"{wanted} mailboxes, and {monday.mails} mails came")
    return monday


async def _morning(system: World, monday: Monday, wanted: int) -> None:
    """The clock comes to eight; until nothing waits."""
    lead = 3.0
    system.jump(EIGHT - timedelta(seconds=lead))
    began = time.monotonic() + lead
    count = system.folder / "sink" / "count"
    reporting = asyncio.create_task(_report(system, monday))
    while not monday.looks or not _all_left(monday.looks[-1], wanted):
        await asyncio.sleep(0.5)
        mails = count.stat().st_size if count.exists() else 0
        monday.looks.append(Look(round(time.monotonic() - began, 2), mails, await _left(system)))
        if time.monotonic() - began > PATIENCE:
            break
    monday.mails = monday.looks[-1].mails
    monday.held_over = await system.pool("notifier").fetchval(HELD_OVER)
    reporting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await reporting


def _all_left(look: Look, wanted: int) -> bool:
    return look.mails >= wanted and not any(look.left.values())


async def _left(system: World) -> dict[str, int]:
    left = {
        what: int(await system.pool(name).fetchval(question, *([EIGHT] if "$1" in question else [])))
        for what, (name, question) in LEFT.items()
    }
    for name, what in UNHEARD.items():
        found = await system.nc.jetstream().consumer_info(EVENTS, name)
        left[what] = (found.num_pending or 0) + (found.num_ack_pending or 0)
    return left


async def _report(system: World, monday: Monday) -> None:
    """On what is due by the end of the year, so that no reminder is spared by it."""

    async def one(nr: int) -> None:
        began = time.perf_counter()
        where = f"kommun-{nr % MUNICIPALITIES}"
        occurrence = f"{where}-{max(2, round(COMMITMENTS * monday.scale)) - 1}/2026"
        await tell(system.nc, ReportActivity(occurrence=occurrence, party=Party.POLICE, count=0, on=date(2026, 3, 6)))
        monday.waits_ms.append(1000 * (time.perf_counter() - began))

    for first in range(0, 1_000_000, REPORTS_A_SECOND):
        await paced(REPORTS_A_SECOND, [lambda nr=nr: one(nr) for nr in range(first, first + REPORTS_A_SECOND)])


async def _sealed(system: World) -> bool:
    return all([await system.pool(name).fetchval("SELECT count(*) FROM seal") for name in KEEPERS])


async def _size(system: World) -> int:
    return sum(
        [int(await system.pool(name).fetchval("SELECT pg_database_size(current_database())")) for name in KEEPERS]
    )


@contextlib.contextmanager
def _timed(monday: Monday, part: str):
    began = time.monotonic()
    yield
    monday.seconds[part] = round(time.monotonic() - began, 1)
    sys.stderr.write(f"{part}: {monday.seconds[part]:.1f} s (load {load()})\n")


def main() -> None:
    asked = argparse.ArgumentParser(prog="make bench-national ARGS=…", description=__doc__)
    asked.add_argument("--scale", type=float, default=1.0, help="of commitments and mailboxes; below 1: a quick look")
    asked.add_argument("--to", type=Path, default=Path(f"bench/national-{real_now():%Y-%m-%d-%H%M}.json"))
    words = asked.parse_args()
    where = machine()
    monday = uvloop.run(run(words.scale))
    told = chart([asdict(look) for look in monday.looks], f"{monday}")
    Console(width=120).print(told, highlight=False)
    words.to.parent.mkdir(exist_ok=True)
    words.to.write_text(json.dumps({"machine": where} | asdict(monday), indent=1, ensure_ascii=False) + "\n")
    words.to.with_suffix(".txt").write_text(f"{told}\n{where['at']}, {where['processor']}, {where['cores']} cores\n")
    sys.stdout.write(f"{words.to}\n")
    sys.exit(monday.took > WINDOW.total_seconds())


if __name__ == "__main__":
    main()
