"""How many reports of activity are accepted a second, through NATS and the handler, each committed?"""

import contextlib
import time
from collections.abc import AsyncIterator
from datetime import date
from itertools import cycle, islice

from schemas.agreements import RegisterAgreement
from schemas.base import Party
from schemas.followup import ReportActivity
from tests.bench.floors import commits, commits_per_second
from tests.bench.load import a_draft, all_heard, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.world import World, world

SYSTEM = ("agreements", "followup", "notifier")
SIGNED = date(2026, 1, 5)
OURS, FLOOR = "ours commands/s", "floor two-row commits/s"


async def promised(system: World, agreements: int, commitments: int) -> list[str]:
    """Signed agreements, planned; the occurrences of this year."""
    drafts = [a_draft(commitments) for _ in range(agreements)]
    await tell_all(system.nc, [RegisterAgreement(document=one.document, signed_on=SIGNED) for one in drafts], 4)
    await all_heard(system, "agreements", ("followup",))
    await quiet(system, ("agreements", "followup"))
    return [f"{entry.slug}/2026" for one in drafts for entry in one.document.commitments]


def reports(occurrences: list[str], number: int) -> list[ReportActivity]:
    return [
        ReportActivity(occurrence=one, party=Party.POLICE, count=1, on=SIGNED, comment="Genomfört enligt plan.")
        for one in islice(cycle(occurrences), number)
    ]


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    number = plan.some(2000)
    async with world(*SYSTEM) as system, commits(system) as pool:
        occurrences = await promised(system, 4, plan.some(100))

        async def once(_: int) -> Figures:
            floor = await commits_per_second(pool, number)
            wishes = reports(occurrences, number)
            began = time.perf_counter()
            await tell_all(system.nc, wishes)
            taken = time.perf_counter() - began
            await quiet(system, SYSTEM)
            return {OURS: number / taken, FLOOR: floor}

        yield once


ROW = Row(
    "commands",
    "commands accepted: ReportActivity through NATS and its handler, committed",
    begin,
    (Goal("of bare asyncpg two-row commits, pool 10", OURS, FLOOR, 0.45, 1.0),),
    "16 at once over 400 occurrences; relay and notifier at work meanwhile",
)
