"""Does it cost more to find who is to be reminded when there are many who are not, or when somebody looks for long?

The job is the one that the service's clock runs; the tables are filled by SQL, since 58 million rows are ten years.
"""

import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import asyncpg

from deploy.embedded.postgres import Postgres
from services.followup.app import build
from services.followup.handlers.clock import RemindersThatAreDue
from services.followup.settings import Settings
from services.runtime.clockwork import Clockwork
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.world import MORNING, World, world
from tests.fakes import StoppedClock

SMALL, MIDDLE, BIG = 35_000, 3_500_000, 58_000_000
QUICK_MIDDLE, QUICK_BIG = 350_000, 2_900_000
"""Without --full."""
PAGES, PAGE, PER_OCCURRENCE = 40, 500, 8
POLLS = 50
FILL = """
INSERT INTO agreement VALUES (gen_random_uuid(), 'bench', 'citizen_promise', 'Bench', 'active', '{2506}', '{}',
  '{}', '{"since": "2026-01-01"}', '{}', '[]', '[]');
INSERT INTO commitment (id, agreement_id, slug, focus_area, text, recurrence, responsible, public, cancelled)
  SELECT gen_random_uuid(), id, 'bench-1', 'trygghet', 'Bench', '{"kind": "count", "min": 1, "window": "year"}',
  format('[{"function_id": "%s", "party": "police", "role": "kommunpolis"}]', id)::jsonb, true, false FROM agreement"""
OCCURRENCES = """
INSERT INTO occurrence (id, slug, commitment_id, agreement_id, starts, ends, due, target, planned_on, by_horizon,
  state, done, due_version, overdue_version, cancel_reason, cancel_forum, announce_on)
SELECT gen_random_uuid(), 'bench-1/' || n, c.id, c.agreement_id, $1::date, $1::date + 364, $1::date + 364, 1,
  $1::date, true, 'planned', 0, 1, 0, '', '', NULL FROM generate_series(1, $2::bigint) n, commitment c"""
LADDERS = """
INSERT INTO ladder (occurrence_id, due_version, leaves_at, rungs)
SELECT id, 1, $1::timestamptz + interval '1 day', (SELECT json_agg(json_build_object(
  'rung', (ARRAY['t-28', 't-7', 't+1', 't+15', 't+29', 't+43', 't-3', 'pair+14'])[nr],
  'day', $1::timestamptz::date + nr - 1, 'to', 'responsible')) FROM generate_series(1, $2::int) nr)
FROM occurrence"""
DUE = """
UPDATE ladder SET leaves_at = $1, outcomes = '[]' WHERE occurrence_id IN (
  SELECT occurrence_id FROM ladder TABLESAMPLE BERNOULLI ($3) LIMIT $2)"""
"""So many ladders from all over the table, each with one rung that has not left."""


@dataclass
class Ladder:
    """One followup database with so many rungs, and the service's clock on it."""

    url: str
    rungs: int
    pool: asyncpg.Pool
    clockwork: Clockwork
    clock: StoppedClock

    async def polls(self) -> float:
        job = RemindersThatAreDue()
        return median([await self._once(job) for _ in range(POLLS)])

    async def pages(self, number: int) -> list[float]:
        """Seconds for each full page of 500, in order."""
        job = RemindersThatAreDue()
        return [await self._once(job) for _ in range(number)]

    async def make_due(self, number: int) -> None:
        share = min(100.0, 100 * 1.2 * number * PER_OCCURRENCE / self.rungs)
        await self.pool.execute(DUE, self.clock.now() - timedelta(hours=1), number, share)
        await self.pool.execute("CHECKPOINT")

    async def _once(self, job: RemindersThatAreDue) -> float:
        began = time.perf_counter()
        await self.clockwork.once(job.leave)
        return 1000 * (time.perf_counter() - began)


@contextlib.asynccontextmanager
async def ladder(system: World, name: str, rungs: int) -> AsyncIterator[Ladder]:
    master = await asyncpg.connect(system.postgres.url())
    await master.execute(f'CREATE DATABASE "{name}" TEMPLATE followup OWNER followup_owner')
    await master.close()
    clock = StoppedClock(f"{MORNING:%Y-%m-%dT%H:%M}")
    async with asyncpg.create_pool(system.postgres.url(name), min_size=1, max_size=2, command_timeout=7200) as pool:
        await _fill(pool, clock.now(), rungs)
        service = build(Settings(database_url=_as_followup(system.postgres, name)), clock)
        yield Ladder(system.postgres.url(name), rungs, pool, service.clockwork, clock)
        await service.database.close()


def _as_followup(postgres: Postgres, name: str) -> str:
    return postgres.url(name, "followup")


async def _fill(pool: asyncpg.Pool, now: datetime, rungs: int) -> None:
    await pool.execute(FILL)
    await pool.execute(OCCURRENCES, MORNING.date(), rungs // PER_OCCURRENCE)
    await pool.execute(LADDERS, now, PER_OCCURRENCE)
    await pool.execute("ALTER TABLE ladder SET (autovacuum_enabled = false)")
    await pool.execute("VACUUM (ANALYZE) ladder")
    await pool.execute("VACUUM (ANALYZE) occurrence")


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    middle_size, big_size = (MIDDLE, BIG) if plan.full else (QUICK_MIDDLE, QUICK_BIG)
    async with world() as system, contextlib.AsyncExitStack() as stack:
        await system.pools.pop("followup").close()  # a template must have no guests
        small = await stack.enter_async_context(ladder(system, "small", SMALL))
        middle = await stack.enter_async_context(ladder(system, "middle", middle_size))
        big = await stack.enter_async_context(ladder(system, "big", big_size))

        async def once(_: int) -> Figures:
            figures = {
                "empty poll, small table, ms": await small.polls(),
                "empty poll, big table, ms": await big.polls(),
            }
            for name, one in (("middle", middle), ("big", big)):
                await one.make_due(PAGE * 4)
                figures[f"page of 500, {name} table, ms"] = median(await one.pages(4))
            return figures | await _under_an_old_snapshot(middle)

        yield once


async def _under_an_old_snapshot(one: Ladder) -> Figures:
    """Dead rows cannot be removed while somebody still sees them."""
    await one.make_due(PAGE * PAGES)
    looker = await asyncpg.connect(one.url)
    async with looker.transaction(isolation="repeatable_read"):
        await looker.fetchval("SELECT count(*) FROM commitment")
        taken = await one.pages(PAGES)
    await looker.close()
    await one.pool.execute("VACUUM ladder")
    return {"old snapshot first pages ms": median(taken[:10]), "old snapshot last pages ms": median(taken[-10:])}


ROW = Row(
    "claims",
    "ladder claim: empty poll, page of 500, last pages under an old open snapshot",
    begin,
    (
        Goal(
            "empty poll, big table of small",
            "empty poll, big table, ms",
            "empty poll, small table, ms",
            1.2,
            at_most=True,
        ),
        Goal(
            "page of 500, big table of middle",
            "page of 500, big table, ms",
            "page of 500, middle table, ms",
            1.5,
            at_most=True,
        ),
        Goal(
            "last pages of first, old snapshot",
            "old snapshot last pages ms",
            "old snapshot first pages ms",
            1.5,
            at_most=True,
        ),
    ),
    f"followup's own job; {SMALL:,} rungs, {MIDDLE:,} and {BIG:,} with --full, else {QUICK_MIDDLE:,} and {QUICK_BIG:,}",
)
