"""Is what is left after a kill at a crash point what the matrix says? A few points; `make crash-sweep` takes all."""

from pathlib import Path

import pytest

from tests.faults.matrix import MATRIX, SHORT, point
from tests.faults.sweep import KILLED, Row, Run, runs_of, sweep
from tests.faults.sweep_ground import Ground

AT_ONCE = 3


@pytest.mark.timeout(400)
@pytest.mark.proof
async def test_a_kill_at_a_crash_point_leaves_what_the_matrix_says(tmp_path: Path):
    ground = Ground(tmp_path)
    await ground.start()
    try:
        rows = await sweep(ground, runs_of([point(name) for name in SHORT], passes=[1]), AT_ONCE)
    finally:
        ground.stop()

    assert [str(row) for row in rows if not row.good] == []


def test_every_point_is_killed_at_its_first_pass_and_a_later_one():
    runs = runs_of(MATRIX)

    assert {(run.point.name, run.passes) for run in runs} >= {(one.name, 1) for one in MATRIX}
    assert all(len(one.passes) > 1 for one in MATRIX)


def test_letters_side_by_side_may_each_be_in_doubt():
    assert Run(point("smtp.after_dot"), "notifier", 1).allowed == 1
    assert Run(point("smtp.after_dot"), "notifier", 1, letters_at_once=4).allowed == 4
    assert Run(point("relay.after_ack"), "followup", 1, letters_at_once=4).allowed == 0


@pytest.mark.parametrize(
    ("ended", "doubles", "wrong", "good"),
    [
        (KILLED, 0, (), True),
        (KILLED, 1, (), True),
        (KILLED, 2, (), False),
        (KILLED, 0, ("x",), False),
        (0, 0, (), False),
        (None, 0, (), False),
    ],
)
def test_a_row_is_good_only_if_the_service_was_killed_and_all_is_as_allowed(
    ended: int | None, doubles: int, wrong: tuple[str, ...], good: bool
):
    assert Row("smtp.after_dot", "notifier", 1, ended, 4, 32, doubles, 1, wrong, 10.0).good is good
