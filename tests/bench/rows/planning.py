"""How long do 100,000 reminders take, from signing to committed ladders, beside queues that only keep jobs?"""

import contextlib
from collections.abc import AsyncIterator
from datetime import date

from schemas.agreements import Count, DraftAgreement, ShareAgreement, SignAgreement, Window
from tests.bench import peer
from tests.bench.load import a_draft, all_heard, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.world import World, world

REMINDERS = 100_000
PER_COMMITMENT = 150
"""About: a rung and more for each week of 400 days."""
COMMITMENTS = 50
DAY = date(2026, 1, 5)
OURS, PGQUEUER, PROCRASTINATE = "ours reminders/s", "pgqueuer reminders/s", "procrastinate batch reminders/s"
SIGNED = (
    "SELECT min(pg_xact_commit_timestamp(xmin)) FROM event_log WHERE seq > $1 AND subject LIKE '%agreement-signed%'"
)
PLANNED = "SELECT max(pg_xact_commit_timestamp(xmin)) FROM ladder"
RUNGS = "SELECT coalesce(sum(json_array_length(rungs)), 0) FROM ladder"
LAST = "SELECT coalesce(max(seq), 0) FROM event_log"


async def sign(system: World, drafts: list[DraftAgreement]) -> None:
    """Drafts that everybody knows of become promises."""
    names = [draft.document.slug for draft in drafts]
    await tell_all(system.nc, [ShareAgreement(agreement=name, on=DAY) for name in names])
    await all_heard(system, "agreements", ("followup",))
    await tell_all(system.nc, [SignAgreement(agreement=name, on=DAY) for name in names])
    await all_heard(system, "agreements", ("followup",), 600)


async def planned(system: World, reminders: int) -> float:
    """Reminders a second from the first signature's commit to the last ladder's."""
    pool, told = system.pool("followup"), system.pool("agreements")
    drafts = [a_draft(COMMITMENTS, Count(min=1, window=Window.WEEK)) for _ in range(_agreements(reminders))]
    await tell_all(system.nc, drafts, 4)
    await all_heard(system, "agreements", ("followup",))
    before, last = await pool.fetchval(RUNGS), await told.fetchval(LAST)
    await sign(system, drafts)
    number = await pool.fetchval(RUNGS) - before
    seconds = (await pool.fetchval(PLANNED) - await told.fetchval(SIGNED, last)).total_seconds()
    await quiet(system, ("followup",), 600)
    return float(number / seconds)


def _agreements(reminders: int) -> int:
    return max(1, round(reminders / PER_COMMITMENT / COMMITMENTS))


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    number = plan.some(REMINDERS, 2000)
    async with world("agreements", "followup") as system:

        async def once(_: int) -> Figures:
            figures = {OURS: await planned(system, number)}
            for name, figure in (("pgqueuer", PGQUEUER), ("procrastinate", PROCRASTINATE)):
                figures |= await peer.ask(
                    plan, "queues", figure, name, "plan", await system.database("peer"), str(number)
                )
            return figures

        yield once


ROW = Row(
    "planning",
    "planning 100,000 reminders",
    begin,
    (Goal("of pgqueuer", OURS, PGQUEUER, 1.5, 2.5), Goal("of procrastinate batch", OURS, PROCRASTINATE, 8, 12)),
    "SignAgreement of drafts with weekly commitments → occurrences and ladders committed; the peers keep jobs only",
)
