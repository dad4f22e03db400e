"""Does the promise hold under faults? `make faults ARGS="--commands 10000 --kills 200 --seed 1"`, `--planted all`."""

import argparse
import asyncio
import json
import logging
import random
import sys
import tempfile
from pathlib import Path

from tests.faults.bugs import caught_by
from tests.faults.planted import PLANTED
from tests.faults.run import Plan, Result, run

SHOWN = 20


def main() -> None:
    logging.disable()  # that lines break is the point
    words = _words()
    names = list(PLANTED) if words.planted == "all" else words.planted.split(",") if words.planted else []
    if unknown := [name for name in names if name not in PLANTED]:
        sys.exit(f"No fault is called {unknown[0]}; there are {', '.join(PLANTED)}.")
    results = [_run(Plan(words.commands, words.kills, words.seed), words.keep)] if not names or words.both else []
    missed = [name for name in names if not _is_caught(name, words.seed, results)]
    if words.json:
        words.json.write_text(json.dumps([result.as_json() for result in results], indent=2, ensure_ascii=False))
    if names:
        missing = "".join(f" · MISSED {name}" for name in missed)
        _say(f"planted faults: {len(names) - len(missed)} of {len(names)} caught{missing}")
    sys.exit(bool(missed) or not all(result.passed for result in results if not result.planted))


def _words() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="make faults ARGS=…", description=__doc__)
    asked.add_argument("--commands", type=int, default=600)
    asked.add_argument("--kills", type=int, default=15)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 10_000))
    asked.add_argument("--planted", default="", help="all, or names with commas: each must be found by a short run")
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


def _is_caught(name: str, seed: int, results: list[Result]) -> bool:
    """By what it breaks, not by anything: a run that falls over for another reason has caught nothing."""
    aim = caught_by(name, seed)
    result = _run(aim.plan, None)
    results.append(result)
    seen = [line for line in result.wrong if any(sentence in line for sentence in aim.sentences)]
    _say(f"{'caught' if seen else 'MISSED'} {name} · {result.seconds:.0f} s · {seen[0] if seen else result.wrong[:3]}")
    return bool(seen)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _note(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
