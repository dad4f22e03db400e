"""How fast is it, beside what lies beneath and beside others? `make bench ARGS="--rows relay,claims --times 3"`."""

import argparse
import sys
import time
import traceback
from pathlib import Path

import uvloop

from services.runtime.clock import real_now
from tests.bench.machine import load, machine
from tests.bench.row import Measured, Plan, Row
from tests.bench.rows import ROWS
from tests.bench.table import keep, show, spread


async def measure(row: Row, plan: Plan) -> Measured:
    """A row that fails is named in the table; the others go on."""
    measured, began = Measured(row, load=load()), time.monotonic()
    try:
        async with row.begin(plan) as once:
            for number in range(plan.times):
                measured.repetitions.append(await once(number))
    except Exception as fault:  # noqa: BLE001
        traceback.print_exc()
        measured.fault = f"{type(fault).__name__}: {fault}"
    measured.seconds = time.monotonic() - began
    told = {name: spread(one[name] for one in measured.repetitions) for name in (*measured.repetitions[:1], {})[0]}
    sys.stderr.write(f"{row.key} {measured.seconds:.0f} s load {measured.load} {told}\n")
    return measured


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", default="", help="only these, such as relay,claims")
    asked.add_argument("--times", type=int, default=5)
    asked.add_argument("--scale", type=float, default=1.0, help="of every number of things; below 1: a quick look")
    asked.add_argument("--full", action="store_true", help="the ladder's tables with 58 million rows (25 GB, 15 min)")
    asked.add_argument("--peers", type=Path, default=Path(".venv-bench"))
    asked.add_argument("--to", type=Path, default=Path(f"bench/results-{real_now():%Y-%m-%d-%H%M}.json"))
    words = asked.parse_args()
    known = {row.key: row for row in ROWS}
    chosen = words.rows.split(",") if words.rows else list(known)
    if unknown := [key for key in chosen if key not in known]:
        sys.exit(f"There is no row {', '.join(unknown)}. Rows: {', '.join(known)}")
    plan = Plan(words.times, words.scale, words.full, words.peers.absolute())
    where = machine() | {"plan": f"times {plan.times} scale {plan.scale:g} full {plan.full}"}
    measured: list[Measured] = []
    for key in chosen:
        measured.append(uvloop.run(measure(known[key], plan)))
        keep(measured, where, words.to)
    show(measured, where | {"load at the end": load()})
    sys.stdout.write(f"{words.to}\n")
    sys.exit(any(one.fault for one in measured))


if __name__ == "__main__":
    main()
