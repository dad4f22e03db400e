"""What is refused when an agreement is taken in, and with which sentence?"""

import json
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.agreements.model import register
from services.cli.reading import read
from services.runtime.errors import Refused
from tests.golden.agreements import FILE

TODAY = date(2019, 1, 1)
CASES: dict[str, dict[str, Any]] = {
    "ten occasions, without a period": {"recurrence": {"kind": "count", "min": 10}},
    "ten occasions per year": {"recurrence": {"kind": "count", "min": 10, "window": "year"}},
    "ten occasions in all": {"recurrence": {"kind": "count", "min": 10, "window": "agreement"}},
    "ten occasions in all, for an agreement without an end": {
        "recurrence": {"kind": "count", "min": 10, "window": "agreement"},
        "validity": {"from": "2019-01-01", "open_ended": True},
    },
    "ten occasions in a period nobody knows": {"recurrence": {"kind": "count", "min": 10, "window": "decade"}},
    "no occasions": {"recurrence": {"kind": "count", "min": 0, "window": "year"}},
    "an average judged over less than its own period": {
        "recurrence": {"kind": "count", "min": 1, "window": "year", "averaged": True, "evaluated_over": "month"}
    },
    "an average over an agreement without an end": {
        "recurrence": {"kind": "count", "min": 1, "window": "week", "averaged": True, "evaluated_over": "agreement"},
        "validity": {"from": "2019-01-01", "open_ended": True},
    },
    "judged over a period without being an average": {
        "recurrence": {"kind": "count", "min": 1, "window": "week", "evaluated_over": "year"}
    },
    "once, with a period": {"recurrence": {"kind": "once", "due": "2019-06-30", "window": "year"}},
    "once, on a day and in a season": {"recurrence": {"kind": "once", "due": "2019-06-30", "season": "spring"}},
    "once, after the agreement's end": {"recurrence": {"kind": "once", "due": "2021-06-30"}},
    "once, in a season before the agreement": {"recurrence": {"kind": "once", "season": "spring", "year": 2018}},
    "a rhythm that never comes": {"recurrence": {"kind": "schedule", "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}},
    "a rhythm that is none": {"recurrence": {"kind": "schedule", "rrule": "every other Wednesday"}},
    "no kind": {"recurrence": {"min": 10, "window": "year"}},
    "neither an end nor open-ended": {"validity": {"from": "2019-01-01"}},
    "both an end and open-ended": {"validity": {"from": "2019-01-01", "until": "2020-12-31", "open_ended": True}},
    "an end before the beginning": {"validity": {"from": "2019-01-01", "until": "2018-12-31"}},
    "no beginning": {"validity": {"until": "2020-12-31"}},
    "a day that is none": {"validity": {"from": "2019-02-30", "until": "2020-12-31"}},
}


def refusals() -> Iterator[str]:
    for asked, changes in CASES.items():
        yield f"{asked}: {json.dumps(changes, ensure_ascii=False)}"
        yield f"  → {refused(**changes)}\n"


def refused(**changes: object) -> str:
    """The sentence; `changes`: in the promise to meet the public ten times, or in the agreement it stands in."""
    written = deepcopy(_arjeplog())
    promise = next(one for one in written["commitments"] if one["id"] == "arjeplog-4")
    for name, value in changes.items():
        (promise if name in promise else written)[name] = value
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.yaml"
        file.write_text(yaml.safe_dump({"agreements": [written]}, allow_unicode=True), encoding="utf-8")
        [reading] = read(file)
    if reading.document is None:
        return str(reading.refused)
    try:
        register(reading.document, reading.signed_on or TODAY, reading.signed_on or TODAY)
    except Refused as no:
        return f"{reading.slug}: {no}"
    return "taken in"


@cache
def _arjeplog() -> dict[str, Any]:
    agreements = yaml.safe_load(FILE.read_text(encoding="utf-8"))["agreements"]
    return next(one for one in agreements if one["id"] == "arjeplog-2019-ml")
