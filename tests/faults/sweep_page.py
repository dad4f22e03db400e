"""What does docs/crash-points.md say was seen? `python -m tests.faults.sweep_page ROWS.json` writes its table anew."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.faults.matrix import MATRIX, Point
from tests.faults.sweep import KILLED

PAGE = Path("docs/crash-points.md")
BEGINS = "<!-- seen: written by tests/faults/sweep_page.py -->"
ENDS = "<!-- /seen -->"


def with_table(page: str, rows: Sequence[Mapping[str, Any]]) -> str:
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    heads = [
        "| point | the process dies when | doubles allowed | seen: service n = passes: doubles, wrong |",
        "|---|---|---|---|",
    ]
    lines = [_line(point, [row for row in rows if row["point"] == point.name]) for point in MATRIX]
    return "\n".join([f"{before}{BEGINS}\n", *heads, *lines, f"\n{ENDS}{after}"])


def _line(point: Point, rows: Sequence[Mapping[str, Any]]) -> str:
    seen = " · ".join(_seen(row) for row in sorted(rows, key=lambda row: int(row["passes"])))
    return f"| `{point.name}` | {point.meaning} | {point.doubles} | {seen or 'not swept'} |"


def _seen(row: Mapping[str, Any]) -> str:
    ended = "" if row["ended"] == KILLED else " not reached"
    return f"{row['service']} n = {row['passes']}{ended}: {row['doubles']}, {len(row['wrong'])}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), json.loads(Path(sys.argv[1]).read_text())))
