"""How is a result told? Medians with least and most, each goal with its verdict in words, and all of it as JSON."""

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.row import Goal, Measured

STRETCH, MUST, BELOW, NOT_MEASURED = "stretch held", "must held", "below goal", "not measured"


def ratios(goal: Goal, measured: Measured) -> list[float]:
    return [ratio for one in measured.repetitions if (ratio := goal.ratio(one)) is not None]


def verdict(goal: Goal, found: list[float]) -> str:
    if not found:
        return NOT_MEASURED
    middle = median(found)
    if goal.stretch is not None and goal.holds(middle, goal.stretch):
        return STRETCH
    return MUST if goal.holds(middle, goal.must) else BELOW


def spread(values: Iterable[float]) -> str:
    found = sorted(values)
    return f"{short(median(found))} ({short(found[0])}–{short(found[-1])})" if found else "–"


def short(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def wanted(goal: Goal) -> str:
    sign = "≤" if goal.at_most else "≥"
    stretch = f" / {goal.stretch:g}" if goal.stretch is not None else ""
    return f"{sign} {goal.must:g}{stretch}"


def show(measured: list[Measured], machine: dict[str, object], console: Console | None = None) -> None:
    console = console or Console(width=170)
    table = Table(title="Löfteskoll beside the floor and a peer, in one run", show_lines=True)
    for name in ("what", "figures: median (min–max)", "ratio", "median (min–max)", "must / stretch", "verdict"):
        table.add_column(name, overflow="fold")
    for one in measured:
        for cells in _cells(one):
            table.add_row(*cells)
    console.print(table)
    console.print(", ".join(f"{name} {value}" for name, value in machine.items() if name != "packages"))


def _cells(one: Measured) -> Iterable[tuple[str, ...]]:
    names = sorted({name for figures in one.repetitions for name in figures}, key=lambda name: name.split()[0])
    figures = "\n".join(f"{name}: {spread(f[name] for f in one.repetitions if name in f)}" for name in names)
    title = "\n".join(part for part in (one.row.title, one.row.note, one.fault) if part)
    if not one.row.goals:
        yield title, figures, "", "", "", (one.fault and NOT_MEASURED) or "printed"
    for nr, goal in enumerate(one.row.goals):
        found = ratios(goal, one)
        first = (title, figures) if nr == 0 else ("", "")
        yield *first, goal.name, spread(found), wanted(goal), verdict(goal, found)


def keep(measured: list[Measured], machine: dict[str, object], path: Path) -> None:
    """Everything that was measured, so that a table can be made of it again."""
    path.parent.mkdir(exist_ok=True)
    rows: list[dict[str, Any]] = [
        {
            "row": one.row.key,
            "title": one.row.title,
            "note": one.row.note,
            "fault": one.fault,
            "seconds": round(one.seconds, 1),
            "load": one.load,
            "repetitions": one.repetitions,
            "ratios": {goal.name: ratios(goal, one) for goal in one.row.goals},
            "goals": {goal.name: wanted(goal) for goal in one.row.goals},
            "verdicts": {goal.name: verdict(goal, ratios(goal, one)) for goal in one.row.goals},
        }
        for one in measured
    ]
    path.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1, ensure_ascii=False) + "\n")
