"""Does the promise hold under faults? `make faults ARGS="--commands 10000 --kills 200 --seed 1"`, `--planted all`."""

import argparse
import asyncio
import json
import logging
import random
import sys
import tempfile
from pathlib import Path

from tests.faults.bugs import found, run_for
from tests.faults.planted import PLANTED, TOGETHER
from tests.faults.run import Plan, Result, run

SHOWN = 20


def main() -> None:
    logging.disable()  # that lines break is the point
    words = _words()
    groups = _groups(words.planted)
    results = [_run(Plan(words.commands, words.kills, words.seed), words.keep)] if not groups or words.both else []
    names = [name for group in groups for name in group]
    missed = [name for group in groups for name in _missed(group, words.seed, results)]
    if words.json:
        words.json.write_text(json.dumps([result.as_json() for result in results], indent=2, ensure_ascii=False))
    if names:
        missing = "".join(f" · MISSED {name}" for name in missed)
        _say(f"planted faults: {len(names) - len(missed)} of {len(names)} caught{missing}")
    sys.exit(bool(missed) or not all(result.passed for result in results if not result.planted))


def _groups(planted: str) -> list[list[str]]:
    words = list(PLANTED) if planted == "all" else [word for word in planted.split(",") if word]
    groups = [word.split(TOGETHER) for word in words]
    if unknown := [name for group in groups for name in group if name not in PLANTED]:
        sys.exit(f"No fault is called {unknown[0]}; there are {', '.join(PLANTED)}.")
    return groups


def _words() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="make faults ARGS=…", description=__doc__)
    asked.add_argument("--commands", type=int, default=600)
    asked.add_argument("--kills", type=int, default=15)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 10_000))
    asked.add_argument(
        "--planted", default="", help="all, or names with commas, or with + in one run: each must be found"
    )
    asked.add_argument("--both", action="store_true", help="the run itself too, before the planted faults")
    asked.add_argument("--json", type=Path, help="write all figures to this file")
    asked.add_argument("--keep", type=Path, help="keep the system's folder here")
    return asked.parse_args()


def _run(plan: Plan, keep: Path | None) -> Result:
    with tempfile.TemporaryDirectory(prefix="lofteskoll-faults-", ignore_cleanup_errors=True) as fresh:
        result = asyncio.run(run(keep or Path(fresh) / "system", plan))
    if result.skipped:
        _say(f"!!! {result.skipped}")
    _note(" · ".join(f"{name} {times}" for name, times in result.faults.items()))
    _note(f"events {result.events} · messages {result.messages} · mails {result.mails} · notices {result.notices}")
    if not plan.planted:
        for line in result.wrong[:SHOWN]:
            _note(line)
        _say(str(result))
    return result


def _missed(group: list[str], seed: int, results: list[Result]) -> list[str]:
    """Those of the planted faults that a run with them did not find."""
    result = _run(run_for(group, seed), None)
    results.append(result)
    for name in group:
        line = found(name, result.wrong)
        _say(f"{'caught' if line else 'MISSED'} {name} · {result.seconds:.0f} s · {line or result.wrong[:3]}")
    return [name for name in group if not found(name, result.wrong)]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _note(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
