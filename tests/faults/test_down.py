"""Thirty days down, then up: does every reminder leave, each due day get announced once, and each mailbox one mail?"""

import sys
from pathlib import Path

import pytest

from tests.faults.bugs import found
from tests.faults.down import Plan, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # a supervisor is left to itself
    pytest.mark.timeout(600),
]


@pytest.mark.faults
async def test_after_thirty_days_down_each_mailbox_gets_one_mail_with_all_that_fell_due(tmp_path: Path):
    returned = await run(tmp_path / "system", Plan(agreements=2, seconds=3))
    sys.stderr.write(f"{returned}\n")

    assert returned.wrong == []
    assert returned.left == 0


@pytest.mark.proof
@pytest.mark.timeout(900)
async def test_the_same_after_much_work(tmp_path: Path):
    returned = await run(tmp_path / "system", Plan(agreements=12, seconds=60))
    sys.stderr.write(f"{returned}\n")

    assert returned.wrong == []


@pytest.mark.proof
@pytest.mark.timeout(600)
async def test_a_clock_job_that_looks_a_day_back_only_is_found(tmp_path: Path):
    bug = "rungs-within-a-day-only"

    returned = await run(tmp_path / "system", Plan(agreements=2, seconds=3, stands_still=20, planted=bug))

    assert found(bug, returned.wrong)
