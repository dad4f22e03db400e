"""How many due reminders a second become committed events, beside queues that fire them to a no-op?"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta

from schemas.agreements import Once as OneTime
from services.runtime.clock import STOCKHOLM
from tests.bench import peer
from tests.bench.load import a_draft, all_heard, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.rows.planning import sign
from tests.bench.world import World, world
from tests.looking import until

REMINDERS, FEW = 10_000, 1000
"""procrastinate and APScheduler are so much slower that a tenth is enough."""
COMMITMENTS = 200
DUE = date(2026, 3, 16)
RUNGS = (-28, -7, 15, 29, 43)
"""Days from the due day; between -7 and 15 what is overdue is announced, unmeasured."""
QUIET_DAYS = (1, 14)
OURS = "ours reminders/s"
PGQUEUER, PROCRASTINATE, APSCHEDULER = "pgqueuer no-op/s", "procrastinate no-op/s", "APScheduler no-op/s"
LAST = "SELECT coalesce(max(seq), 0) FROM event_log"
FIRED = "SELECT count(*) FROM event_log WHERE seq > $1 AND subject = 'event.followup.reminder-due.v1'"
SPAN = """SELECT pg_xact_commit_timestamp(xmin) AS at, min(occurred_at) AS began, count(*) FROM event_log
WHERE seq > $1 AND subject = 'event.followup.reminder-due.v1' GROUP BY 1 ORDER BY 1"""
WAITS = "SELECT 1 FROM ladder WHERE leaves_at <= $1 LIMIT 1"


async def go_to(system: World, day: date) -> None:
    """09:00 on that day, and everything that was due is done."""
    moment = datetime.combine(day, time(9), STOCKHOLM)
    system.jump(moment)

    async def none_waits() -> bool:
        return not await system.pool("followup").fetchval(WAITS, moment)

    await until(none_waits, f"the reminders of {day} have left", 300)
    await asyncio.sleep(6)  # what is overdue is announced every five seconds
    await quiet(system, ("followup",))


async def fired(system: World, day: date) -> float:
    """Reminders a second from the beginning of the first page's transaction to the last page's commit."""
    pool = system.pool("followup")
    before = await pool.fetchval(LAST)
    await go_to(system, day)
    pages = await pool.fetch(SPAN, before)
    behind = _real_behind(system)
    seconds = (pages[-1]["at"] - (pages[0]["began"] - behind)).total_seconds()
    return float(sum(page["count"] for page in pages) / seconds)


def _real_behind(system: World) -> timedelta:
    """How far the domain's time is ahead of the real one."""
    told = system.clock._read()
    return datetime.fromisoformat(told["domain"]) - datetime.fromisoformat(told["real"])


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    number, few = plan.some(REMINDERS, 1000), plan.some(FEW, 100)
    async with world("agreements", "followup") as system:
        drafts = [a_draft(COMMITMENTS, OneTime(due=DUE)) for _ in range(max(1, number // COMMITMENTS))]
        await tell_all(system.nc, drafts, 4)
        await all_heard(system, "agreements", ("followup",))
        await sign(system, drafts)
        await quiet(system, ("agreements", "followup"))

        async def once(nr: int) -> Figures:
            rung = RUNGS[nr % len(RUNGS)]
            for day in QUIET_DAYS if rung == RUNGS[2] else ():
                await go_to(system, DUE + timedelta(days=day))
            figures = {OURS: await fired(system, DUE + timedelta(days=rung))}
            for name, figure, many in (
                ("pgqueuer", PGQUEUER, number),
                ("procrastinate", PROCRASTINATE, few),
                ("apscheduler", APSCHEDULER, few),
            ):
                figures |= await peer.ask(
                    plan, "queues", figure, name, "fire", await system.database("peer"), str(many)
                )
            return figures

        yield once


ROW = Row(
    "firing",
    "firing 10,000 due reminders as committed durable events",
    begin,
    (
        Goal("of pgqueuer's no-op", OURS, PGQUEUER, 2, 4),
        Goal("of procrastinate's no-op", OURS, PROCRASTINATE, 25),
        Goal("of APScheduler's no-op", OURS, APSCHEDULER, 25),
    ),
    "followup's clock comes to a rung of 10,000 ladders; at most five repetitions, one per rung",
)
