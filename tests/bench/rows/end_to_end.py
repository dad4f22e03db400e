"""How many wishes a second come all the way: accepted, published, and committed at three consumers?"""

import contextlib
import time
from collections.abc import AsyncIterator

from tests.bench.floors import commits, commits_per_second
from tests.bench.load import a_draft, all_heard, one_more, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.world import BOARD, world

CONSUMERS = ("followup", "notifier", BOARD)
OURS, FLOOR = "ours events/s", "floor two-row commits/s"


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    number, drafts = plan.some(2000), [a_draft(1) for _ in range(plan.some(500))]
    async with world("agreements", *CONSUMERS) as system, commits(system) as pool:
        await tell_all(system.nc, drafts)
        await all_heard(system, "agreements", CONSUMERS)

        async def once(_: int) -> Figures:
            floor = await commits_per_second(pool, number)
            wishes = [one_more(drafts[nr % len(drafts)]) for nr in range(number)]
            began = time.perf_counter()
            await tell_all(system.nc, wishes)
            await all_heard(system, "agreements", CONSUMERS)
            return {OURS: number / (time.perf_counter() - began), FLOOR: floor}

        yield once


ROW = Row(
    "e2e",
    "end to end with three consumers: one-commit commands → committed projections",
    begin,
    (Goal("of bare asyncpg two-row commits, pool 10", OURS, FLOOR, 0.35, 0.6),),
    "AddCommitment by 16 at once; followup's and notifier's tables and a third service of the same runtime",
)
