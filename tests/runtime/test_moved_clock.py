"""When the clock is set on, jobs do not sleep the time away that has passed."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.embedded.clock import DomainClock
from services.runtime.clock import ClockWish, FileClock
from services.runtime.clockwork import Clockwork
from services.runtime.database import Database
from services.runtime.measures import Measures
from services.runtime.work import Work
from tests.conftest import MakeDatabase
from tests.looking import until

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)


async def test_a_job_looks_at_once_when_the_clock_is_set_on_or_goes_faster(database: MakeDatabase, tmp_path: Path):
    keeper = DomainClock(tmp_path / "clock.json")
    keeper.begin(BEGIN, 1.0)
    kept = Database(await database("followup"), FileClock(tmp_path / "clock.json"))
    clockwork = Clockwork(kept, None, Measures(), asyncio.Event())
    looked: list[datetime] = []

    async def look(work: Work) -> int:
        looked.append(work.now)
        return 0

    async def looks(count: int) -> None:
        async def enough() -> bool:
            return len(looked) >= count

        await until(enough, f"{count} looks", 5)

    parts = [asyncio.create_task(one) for one in (clockwork.go_on(3600, look), clockwork.notice_moves())]
    await looks(1)
    await asyncio.sleep(2.5)
    assert len(looked) == 1  # an hour of its own time has not passed
    keeper.obey(ClockWish(to=BEGIN + timedelta(days=7)))
    await looks(2)
    assert looked[1] >= BEGIN + timedelta(days=7)
    keeper.obey(ClockWish(speed=36_000.0))
    await looks(5)
    clockwork.stopping.set()
    async with asyncio.timeout(5):
        await asyncio.gather(*parts)
    await kept.close()
