"""Are the seeded years sound, and is a morning drawn as it was?"""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from deploy.embedded.postgres import Postgres
from services.runtime.verify import Finding, read_log
from tests.bench import national_seed
from tests.bench.national_chart import chart
from tests.conftest import MakeDatabase

MUNICIPALITIES, MANY = 3, 5


class Seeded:
    """What `seed` needs of a world."""

    def __init__(self) -> None:
        self.pools: dict[str, asyncpg.Pool] = {}

    def pool(self, name: str) -> asyncpg.Pool:
        return self.pools[name]


@pytest.fixture
async def seeded(database: MakeDatabase, postgres: Postgres) -> AsyncIterator[Seeded]:
    places = Seeded()
    for name in national_seed.KEEPERS:
        url = postgres.url((await database(name)).rpartition("/")[2])
        places.pools[name] = await asyncpg.create_pool(url, min_size=1, max_size=2)
    yield places
    for pool in places.pools.values():
        await pool.close()


async def test_the_seeded_logs_are_chained_as_lived_ones_and_read_as_far_as_their_consumers_are(
    seeded: Seeded, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(national_seed, "MUNICIPALITIES", MUNICIPALITIES)
    findings: list[Finding] = []

    told = await national_seed.seed(seeded, MANY)  # type: ignore[arg-type]
    logs = {}
    for name, pool in seeded.pools.items():
        async with pool.acquire() as connection:
            logs[name] = await read_log(connection, name, findings)
    heard = await seeded.pool("notifier").fetch("SELECT about, sequence FROM watermark WHERE producer = 'followup'")

    commitments = MUNICIPALITIES * MANY * len(national_seed.YEARS)
    each = {"agreements": 1, "followup": 1 + national_seed.PER_OCCURRENCE, "notifier": len(national_seed.RUNGS)}
    assert findings == []
    assert told == {name: commitments * many for name, many in each.items()}
    assert {row["about"]: row["sequence"] for row in heard} == logs["followup"].heads


def test_a_morning_is_drawn_by_how_many_mails_left_in_each_stretch():
    looks = [
        {"at": at, "mails": mails, "left": {"notices not mailed": 30 - mails}}
        for at, mails in ((0.0, 0), (1.0, 10), (2.0, 30))
    ]

    drawn = chart(looks, "a morning")

    assert "600" in drawn.splitlines()[3]
    assert "1,200" in drawn.splitlines()[4]
    assert drawn.splitlines()[4].count("█") == 2 * drawn.splitlines()[3].count("█")
