"""How fast do 10,000 commitments come in, as whole agreements, beside one wish each?"""

import contextlib
import time
from collections.abc import AsyncIterator, Awaitable
from datetime import date

from schemas.agreements import RegisterAgreement
from tests.bench.load import a_draft, all_heard, one_more, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.rows.end_to_end import CONSUMERS
from tests.bench.world import World, world

COMMITMENTS, EACH, PER_AGREEMENT = 10_000, 500, 100
AT_ONCE = 4
SIGNED = date(2026, 1, 5)
OURS, EACH_ALONE = "ours commitments/s", "one command each, commitments/s"


async def per_second(system: World, number: int, told: Awaitable[None]) -> float:
    """Until they are committed at all consumers, planned, and what followup says of it is heard too."""
    began = time.perf_counter()
    await told
    await all_heard(system, "agreements", CONSUMERS, 600)
    await quiet(system, ("followup",), 600)
    await all_heard(system, "followup", ("notifier",), 600)
    return number / (time.perf_counter() - began)


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    number, each = plan.some(COMMITMENTS, PER_AGREEMENT), plan.some(EACH, 50)
    async with world("agreements", *CONSUMERS) as system:

        async def once(_: int) -> Figures:
            drafts = [a_draft(PER_AGREEMENT) for _ in range(number // PER_AGREEMENT)]
            whole = [RegisterAgreement(document=one.document, signed_on=SIGNED) for one in drafts]
            ours = await per_second(system, number, tell_all(system.nc, whole, AT_ONCE))
            bases = [a_draft(1) for _ in range(max(1, each // PER_AGREEMENT))]
            await tell_all(system.nc, [RegisterAgreement(document=one.document, signed_on=SIGNED) for one in bases])
            alone = [one_more(bases[nr % len(bases)]) for nr in range(each)]
            return {OURS: ours, EACH_ALONE: await per_second(system, each, tell_all(system.nc, alone))}

        yield once


ROW = Row(
    "import",
    "importing 10,000 commitments through the whole road",
    begin,
    (Goal("of one command each", OURS, EACH_ALONE, 4, 10),),
    "RegisterAgreement with 100 each until all have planned and heard it; beside: AddCommitment to signed ones, 500",
)
