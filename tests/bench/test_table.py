"""Does the table say what was measured, and does a goal that is missed show?"""

import contextlib
import json
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tests.bench.__main__ import measure
from tests.bench.row import Figures, Goal, Measured, Once, Plan, Row
from tests.bench.rows import ROWS
from tests.bench.table import BELOW, MUST, NOT_MEASURED, STRETCH, keep, ratios, show, spread, verdict

FAST = Goal("of the floor", "ours", "floor", 2, 4)
SOON = Goal("of the floor", "ours", "floor", 4, 2, at_most=True)


@pytest.mark.parametrize(
    ("goal", "found", "said"),
    [
        (FAST, [1.9, 1.9, 9.0], BELOW),
        (FAST, [0.1, 2.0, 9.0], MUST),
        (FAST, [0.1, 4.0, 9.0], STRETCH),
        (SOON, [1.0, 4.1, 9.0], BELOW),
        (SOON, [1.0, 3.9, 9.0], MUST),
        (SOON, [1.0, 2.0, 9.0], STRETCH),
        (FAST, [], NOT_MEASURED),
    ],
)
def test_a_verdict_is_of_the_median(goal: Goal, found: list[float], said: str):
    assert verdict(goal, found) == said


def test_a_ratio_is_within_one_repetition():
    """The machine was twice as slow the second time, for both."""
    measured = Measured(a_row(), [{"ours": 30.0, "floor": 10.0}, {"ours": 15.0, "floor": 5.0}, {"ours": 1.0}])

    assert ratios(FAST, measured) == [3.0, 3.0]
    assert spread([3.0, 1.0, 2.0]) == "2.00 (1.00–3.00)"


async def test_a_row_that_fails_is_named_and_keeps_what_it_has(tmp_path: Path):
    measured = await measure(a_row(fails_at=2), Plan(times=3))
    keep([measured], {}, tmp_path / "results.json")
    told = StringIO()
    show([measured], {}, Console(file=told, width=170))

    [row] = json.loads((tmp_path / "results.json").read_text())["rows"]
    assert (row["fault"], len(row["repetitions"])) == ("ValueError: refused", 2)
    assert "ValueError: refused" in told.getvalue()
    assert MUST in told.getvalue()


def test_rows_have_names_of_their_own_and_goals_in_figures():
    assert len({row.key for row in ROWS}) == len(ROWS) == 14
    assert all(row.goals for row in ROWS)


def a_row(fails_at: int = 99) -> Row:
    @contextlib.asynccontextmanager
    async def begin(_: Plan) -> AsyncIterator[Once]:
        async def once(number: int) -> Figures:
            if number == fails_at:
                raise ValueError("refused")
            return {"ours": 30.0, "floor": 10.0}

        yield once

    return Row("a", "a row", begin, (FAST,))
