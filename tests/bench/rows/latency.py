"""How long after a commit does a subscriber see the event, and when has the last of three consumers committed it?"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from statistics import median, quantiles
from typing import Any

from nats.js.api import DeliverPolicy

from services.runtime.clock import real_now
from tests.bench.floors import commit_times, commits, publish_to_seen, stream
from tests.bench.load import a_draft, all_heard, one_more, paced, tell, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.rows.end_to_end import CONSUMERS
from tests.bench.world import World, world

FAST, SLOW = 100, 50
SECONDS = 6
LAST = "SELECT coalesce(max(seq), 0) FROM event_log"
COMMITTED = "SELECT id, about, pg_xact_commit_timestamp(xmin) AS at FROM event_log WHERE seq > $1"
APPLIED = "SELECT about, pg_xact_commit_timestamp(xmin) AS at FROM watermark WHERE producer = 'agreements'"


def percentiles(name: str, seconds: list[float]) -> Figures:
    return {f"{name} p50 ms": 1000 * median(seconds), f"{name} p99 ms": 1000 * quantiles(seconds, n=100)[98]}


@contextlib.asynccontextmanager
async def seen(plan: Plan) -> AsyncIterator[Once]:
    number = plan.some(FAST * SECONDS, 100)
    async with world("agreements") as system:
        drafts = [a_draft(1) for _ in range(number)]
        await tell_all(system.nc, drafts)
        await stream(system.nc.jetstream())

        async def once(_: int) -> Figures:
            bare = await publish_to_seen(system.nc, FAST, number)
            arrived: dict[str, datetime] = {}
            subscription = await _watch(system, arrived)
            committed = await _add_at(system, FAST, drafts)
            await asyncio.sleep(1)
            await subscription.unsubscribe()
            ours = [(arrived[str(row["id"])] - row["at"]).total_seconds() for row in committed]
            return percentiles("ours", ours) | percentiles("bare publish → seen", bare)

        yield once


async def _watch(system: World, arrived: dict[str, datetime]) -> Any:
    async def see(message: Any) -> None:
        arrived[message.headers["ce-id"]] = real_now()

    at_end = {"ordered_consumer": True, "deliver_policy": DeliverPolicy.NEW}
    return await system.nc.jetstream().subscribe("event.agreements.>", stream="EVENTS", cb=see, **at_end)


async def _add_at(system: World, per_second: float, drafts: list[Any]) -> list[Any]:
    """One commitment more to each draft; the events with the moments at which they were committed."""
    pool = system.pool("agreements")
    before = await pool.fetchval(LAST)
    await paced(per_second, [partial(tell, system.nc, one_more(one)) for one in drafts])
    return await pool.fetch(COMMITTED, before)


@contextlib.asynccontextmanager
async def projected(plan: Plan) -> AsyncIterator[Once]:
    number = plan.some(SLOW * SECONDS, 100)
    async with world("agreements", *CONSUMERS) as system, commits(system) as pool:
        drafts = [a_draft(1) for _ in range(number)]
        await tell_all(system.nc, drafts)
        await all_heard(system, "agreements", CONSUMERS)

        async def once(_: int) -> Figures:
            floor = await commit_times(pool, SLOW, number)
            committed = await _add_at(system, SLOW, drafts)
            await all_heard(system, "agreements", CONSUMERS)
            applied = [{row["about"]: row["at"] for row in await system.pool(one).fetch(APPLIED)} for one in CONSUMERS]
            ours = [(max(one[row["about"]] for one in applied) - row["at"]).total_seconds() for row in committed]
            return percentiles("ours", ours) | percentiles("floor commit", floor)

        yield once


SEEN = Row(
    "seen",
    f"commit → seen by a subscriber at {FAST}/s",
    seen,
    (
        Goal("p50 of bare JetStream publish → seen", "ours p50 ms", "bare publish → seen p50 ms", 7, 4, at_most=True),
        Goal("p99 of bare JetStream publish → seen", "ours p99 ms", "bare publish → seen p99 ms", 15, at_most=True),
    ),
    "commit by PostgreSQL's own timestamp, seen by a push consumer; sync_interval always on both sides",
)
PROJECTED = Row(
    "projected",
    f"commit → last of three projections committed at {SLOW}/s",
    projected,
    (
        Goal("p50 of the bare commit's own p50", "ours p50 ms", "floor commit p50 ms", 4, 2.5, at_most=True),
        Goal("p99 of the bare commit's own p99", "ours p99 ms", "floor commit p99 ms", 10, at_most=True),
    ),
    "both ends by PostgreSQL's commit timestamps; the commit is a bare asyncpg two-row one at the same pace",
)
