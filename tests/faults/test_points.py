"""Is there a crash point wherever a kill makes a difference, does the sweep know them all, and does a point kill?"""

import asyncio
import os
import re
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.matrix import MATRIX, SHORT, point
from tests.faults.points import FILES, POINTS, missing, places, speaks_outside
from tests.house.sources import TOP, Source, sources

ASKERS = {"services/runtime/bus.py", "services/portal/pages/provider.py"}
"""Ask and tell over the bus, or ask a sign-in provider: nothing is kept by the asker, and it may be asked again."""


def test_every_point_in_the_code_is_in_the_matrix_and_the_other_way_round():
    assert Counter(place.name for place in places()) == Counter(one.name for one in MATRIX)


def test_every_point_in_the_matrix_is_described_in_the_documents():
    page = (TOP / "docs/crash-points.md").read_text(encoding="utf-8")

    assert [one.name for one in MATRIX if f"`{one.name}`" not in page] == []


def test_what_make_test_sweeps_is_in_the_matrix():
    assert [point(name).name for name in SHORT] == list(SHORT)


@pytest.mark.parametrize("file", FILES)
def test_no_point_is_missing(file: str):
    assert list(missing(Source(TOP / file))) == []


def test_nobody_else_speaks_to_the_bus_or_to_a_mail_server():
    assert {source.name for source in sources("services") if speaks_outside(source)} - set(FILES) == ASKERS


@pytest.mark.parametrize("file", [file for file in FILES if not file.endswith("listening.py")])
def test_a_file_without_its_points_would_be_found(file: str, tmp_path: Path):
    """A guard of the guard. `listening` itself neither speaks nor commits."""
    copy = TestedCopy(tmp_path / "copy.py")
    copy.path.write_text(without_points((TOP / file).read_text(encoding="utf-8")))

    assert list(missing(copy)) != []


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["await nc.publish(s, b)", "await crash_point('x')"], "no point before"),
        (["await crash_point('x')", "await nc.publish(s, b)"], "no point after"),
        (["async with database.work() as work:", "    await do(work)", "await crash_point('x')"], "no point before"),
        (["async with database.work() as work:", "    await crash_point('x')"], "no point after"),
        (["async def inner():", "    await crash_point('x')", "await nc.request(s)"], "no point before"),
    ],
)
def test_what_is_missing_is_said(lines: list[str], sentence: str, tmp_path: Path):
    copy = TestedCopy(tmp_path / "copy.py")
    copy.path.write_text("\n".join(["async def go():", *(f"    {line}" for line in lines)]))

    assert any(sentence in wrong for wrong in missing(copy))


@pytest.mark.parametrize(
    ("crash_at", "passed", "ended"),
    [("", 9, 0), ("other:1", 9, 0), ("here:1", 0, -signal.SIGKILL), ("here:3", 2, -signal.SIGKILL), ("here:10", 9, 0)],
)
async def test_a_point_kills_at_the_pass_that_was_asked_for_and_does_nothing_else(
    crash_at: str, passed: int, ended: int
):
    program = (
        "import asyncio\nfrom services.runtime.crash import crash_point\n"
        "async def go():\n for nr in range(9):\n  await crash_point('here')\n  print(nr, flush=True)\nasyncio.run(go())"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=-1, cwd=TOP, env=os.environ | {"LOFTESKOLL_CRASH_AT": crash_at}
    )
    said, _ = await process.communicate()

    assert (len(said.split()), process.returncode) == (passed, ended)


class TestedCopy(Source):
    """A file outside the project."""

    __test__ = False

    @property
    def name(self) -> str:
        return self.path.name


def without_points(code: str) -> str:
    """A point stands on a line of its own, so it becomes `pass`."""
    return re.sub(rf"(await )?({'|'.join(POINTS)})\(.*\)", "pass", code)
