"""Is all well after killing any process with -9 at any time and letting it come back?

LOFTESKOLL_KILLS and LOFTESKOLL_SEED make it longer and different; a seed repeats the order, not the interleaving.
"""

import os
import random
from pathlib import Path

import pytest

from tests.faults.kill import PIECES, SUPERVISOR, order, run

KILLS = int(os.environ.get("LOFTESKOLL_KILLS", "12"))
SEED = int(os.environ.get("LOFTESKOLL_SEED", "0")) or random.SystemRandom().randrange(1, 10_000)


@pytest.mark.faults
@pytest.mark.timeout(300 + 30 * KILLS)
async def test_verify_is_green_after_killing_any_process_and_letting_it_come_back(tmp_path: Path):
    killed = await run(tmp_path / "system", SEED, KILLS)

    assert killed.wrong == [], killed


@pytest.mark.parametrize("seed", [1, 2])
def test_everybody_is_killed_at_least_once(seed: int):
    assert set(order(seed, 12)) == {*PIECES, SUPERVISOR}
    assert order(seed, 12)[-1] == SUPERVISOR
    assert order(seed, 60) == order(seed, 60) != order(seed + 1, 60)
