"""How does the system feel?"""

import asyncio
import json
import os
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from deploy.embedded.health import answers
from deploy.embedded.state import Process, State, read_state
from schemas.base import Query
from schemas.health import Health
from services.cli.connection import connected
from services.cli.where import FOLDER, DataFolder, from_state
from services.front import health
from services.runtime.bus import Bus
from services.runtime.clock import STOCKHOLM, clock_from, day_in_stockholm
from services.runtime.errors import Refused, Unavailable

AsJson = Annotated[bool, typer.Option("--json", help="Svara med JSON.")]


def status(data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa processer, portar, köer och eftersläpning, och vad klockan är i systemet."""
    folder = data or FOLDER
    state = read_state(folder)
    if state is None:
        raise Refused(f"Inget system kör i {folder}. Starta ett med `lofteskoll up`.")
    told = _told(state)
    if as_json:
        print(json.dumps(told, indent=2))
    else:
        _show(told)
    if not told["ready"]:
        raise typer.Exit(1)


def _told(state: State) -> dict[str, Any]:
    processes = [_told_of(name, process) for name, process in state.processes.items()]
    clock = clock_from(state.clock_file)
    return {
        "ready": state.ready and all(process["ready"] for process in processes),
        "portal": state.portal_url,
        "domain_time": clock.now().astimezone(STOCKHOLM).isoformat(timespec="seconds"),
        "speed": clock.speed,
        "supervisor": state.pid,
        "processes": processes,
        "signs": asyncio.run(_signs(state)),
    }


async def _signs(state: State) -> list[dict[str, Any]]:
    """What each service tells of itself, and what it means."""
    today = day_in_stockholm(clock_from(state.clock_file).now())
    try:
        async with connected(from_state(state)) as connection:
            found = await asyncio.gather(*(_told_by(connection.bus, one) for one in health.QUESTIONS))
    except Unavailable:
        return []
    return [
        {"service": name, **asdict(sign), "said": health.said(sign), "day": str(sign.day) if sign.day else None}
        for name, told in found
        for sign in (health.signs(told, today) if told else (health.NO_ANSWER,))
    ]


async def _told_by(bus: Bus, question: Query) -> tuple[str, Health | None]:
    name = question.subject.split(".")[1]
    try:
        return name, await bus.ask(question, Health)
    except Unavailable:
        return name, None


def _told_of(name: str, process: Process) -> dict[str, Any]:
    alive = _lives(process.pid)
    return {
        "name": name,
        "pid": process.pid,
        "port": process.port or None,
        "alive": alive,
        "ready": alive and answers(process.port),
        "restarts": process.restarts,
    }


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _show(told: dict[str, Any]) -> None:
    table = Table("Process", "Pid", "Port", "Läge", "Omstarter")
    for process in told["processes"]:
        standing = "redo" if process["ready"] else "svarar inte" if process["alive"] else "nere"
        cells = (process["name"], process["pid"], process["port"] or "–", standing, process["restarts"])
        table.add_row(*(str(cell) for cell in cells))
    console = Console()
    console.print(table)
    wrong = [one for one in told["signs"] if one["do"]]
    for one in wrong:
        console.print(f"{one['status']['symbol']} {one['service']}: {one['what']}, {one['said']}. {one['do']}")
    if told["signs"] and not wrong:
        console.print("✓ Inget ligger efter.")
    console.print(f"Portalen: {told['portal']}")
    console.print(f"Klockan i systemet: {told['domain_time']} ({told['speed']:g} gånger den riktiga)")
