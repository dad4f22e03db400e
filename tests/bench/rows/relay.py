"""How many events a second go from the log to the stream, when many wait?"""

import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime

import asyncpg

from services.runtime.relay import copies
from services.runtime.turn import RELAY
from tests.bench import peer
from tests.bench.floors import publish_each, stream
from tests.bench.load import a_draft, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.world import World, world

EVENTS, EACH, OUTBOX = 20_000, 1000, 2000
COMMITMENTS = 200
OURS, FLOOR, PEER = "ours events/s", "awaiting each ack events/s", "faststream-outbox tuned events/s"
NEWEST = "SELECT coalesce(max(position), 0) FROM event_position"
SETTLED = "SELECT pg_xact_commit_timestamp(xmin) AS at FROM event_position WHERE position > $1"
HOLDER = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted"
PAYLOADS = """SELECT id, about, sequence, subject, subjects, body, occurred_at, cause, trace, seq, NULL AS before
FROM event_log ORDER BY seq DESC LIMIT $1"""


@contextlib.asynccontextmanager
async def held(system: World) -> AsyncIterator[None]:
    """The relay's turn is taken from the service, as another instance of it would; it stands by until we let go."""
    url = system.postgres.url("agreements")
    ours, master = await asyncpg.connect(url), await asyncpg.connect(url)
    try:
        await master.execute("SELECT pg_sleep(0)")
        while not await ours.fetchval("SELECT pg_try_advisory_lock($1)", RELAY):
            await master.fetch(HOLDER, RELAY)
        yield
    finally:
        await ours.close()
        await master.close()


async def drained(system: World, events: int) -> float:
    """Events a second from the first page's receipt to the last one's."""
    pool = system.pool("agreements")
    before = await pool.fetchval(NEWEST)
    async with held(system):
        await tell_all(system.nc, [a_draft(COMMITMENTS) for _ in range(events // COMMITMENTS)], 4)
    await quiet(system, ("agreements",))
    pages = Counter[datetime](row["at"] for row in await pool.fetch(SETTLED, before))
    first, last = min(pages), max(pages)
    return (pages.total() - pages[first]) / (last - first).total_seconds()


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    events, each, outbox = plan.some(EVENTS, 2000), plan.some(EACH), plan.some(OUTBOX)
    async with world("agreements") as system:

        async def once(_: int) -> Figures:
            js = system.nc.jetstream()
            await stream(js)
            ours = await drained(system, events)
            rows = await system.pool("agreements").fetch(PAYLOADS, each)
            floor = await publish_each(
                js, [(one.body, one.headers) for row in rows for one in copies("agreements", row)]
            )
            url = await system.database("peer")
            words = (url, system.bus.url, system.bus.seed("operator"), str(outbox))
            return {OURS: ours, FLOOR: floor} | await peer.ask(plan, "outbox", PEER, *words)

        yield once


ROW = Row(
    "relay",
    "relay, log → stream, sync_interval always",
    begin,
    (
        Goal("of awaiting each ack", OURS, FLOOR, 10, 20),
        Goal("of faststream-outbox tuned", OURS, PEER, 10, 15),
    ),
    "agreements' own relay after its turn was held while drafts with 200 commitments were accepted",
)
