"""How is a system made ready, started and stopped?"""

import asyncio
import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from shutil import which
from typing import Annotated

import typer

from deploy.embedded.background import leave_running
from deploy.embedded.folder import CLOCK, DEMO, in_use
from deploy.embedded.state import State, read_state
from deploy.embedded.supervisor import Plan, run
from deploy.provision import keepers, make_streams, make_tables
from services.cli import where
from services.cli.connection import carry_out
from services.cli.importing import import_file
from services.cli.ready_made import READY_MADE
from services.cli.where import FOLDER, DataFolder, Where
from services.front.taking_in import Imported
from services.runtime.clock import STOCKHOLM, clock_from, day_in_stockholm, real_now
from services.runtime.errors import Refused

DEMO_SPEED = 1440.0
"""A day a minute: whoever looks for the first time sees mail leave within a minute or two."""
DEMO_HOUR = 6
AGREEMENTS = Path(__file__).parents[2] / "deploy" / "embedded" / "agreements.yaml"
STOPPED_WITHIN = 90.0

Port = Annotated[int, typer.Option(help="Portalens port.")]
Demo = Annotated[bool, typer.Option("--demo", help="Läs in nio riktiga överenskommelser och låt tiden gå fort.")]
ClockAt = Annotated[
    datetime | None,
    typer.Option("--clock", formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"], help="Systemets tid vid starten, svensk tid."),
]
Speed = Annotated[
    float | None, typer.Option(min=0.001, help="Sekunder i systemet per riktig sekund; 86400 = ett dygn.")
]
WalArchive = Annotated[
    Path | None,
    typer.Option("--wal-archive", metavar="DIR", help="Bekräfta inget förrän det också finns där, på en annan disk."),
]
NoArchive = Annotated[bool, typer.Option("--no-wal-archive", help="Sluta arkivera; arkivet ligger kvar.")]
Detach = Annotated[bool, typer.Option("--detach", help="Lämna det igång i bakgrunden.")]


def up(  # noqa: PLR0913  one per option
    *,
    data: DataFolder = None,
    port: Port = 8300,
    demo: Demo = False,
    clock: ClockAt = None,
    speed: Speed = None,
    archive: WalArchive = None,
    no_archive: NoArchive = False,
    detach: Detach = False,
) -> None:
    """Starta ett helt system på den här datorn: databas, buss, inkorg och fyra tjänster."""
    folder = data or FOLDER
    if detach:
        return _say(leave_running(folder, [word for word in sys.argv[1:] if word != "--detach"]))
    start = clock.replace(tzinfo=STOCKHOLM) if clock else None
    if demo and not (start or speed or (folder / CLOCK).exists()):
        today = day_in_stockholm(real_now())
        start, speed = datetime(today.year, today.month, today.day, DEMO_HOUR, tzinfo=STOCKHOLM), DEMO_SPEED
    began = time.monotonic()

    def when_ready(state: State) -> None:
        if demo:
            load_demo(where.from_state(state), folder)
        _say(_welcome(state, time.monotonic() - began, demo=(folder / DEMO).exists()))

    _say("Startar Löfteskoll …")
    return run(Plan(folder, port, start, speed, archive, no_archive, demo), _say, when_ready)


def down(data: DataFolder = None) -> None:
    """Stoppa det system som körs i mappen."""
    folder = data or FOLDER
    state = read_state(folder)
    if state is None:
        raise Refused(f"Inget system kör i {folder}.")
    os.kill(state.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOPPED_WITHIN
    while in_use(folder):
        if time.monotonic() > deadline:
            raise Refused(f"Systemet i {folder} (process {state.pid}) har inte stannat på {STOPPED_WITHIN:g} s.")
        time.sleep(0.05)
    _say("Stoppat. Allt finns kvar i mappen och fortsätter vid nästa `lofteskoll up`.")


def provision(data: DataFolder = None) -> None:
    """Gör i ordning tabeller, strömmar och konsumenter. Ingår i `up`; i en riktig drift körs det först."""

    async def make(system: Where) -> None:
        await make_tables({name: system.owner_url(name) for name in keepers()})
        await make_streams(system.nats_url, system.nats_seed)

    asyncio.run(make(where.find(data)))
    _say("Tabeller, strömmar och konsumenter är i ordning.")


def load_demo(system: Where, folder: Path) -> None:
    """Nine real agreements, each moved by whole years until it is current: once, or they would move again next year.

    And somebody of each role, to come in as.
    """
    done = folder / DEMO
    if done.read_text():
        return

    async def load() -> list[Imported]:
        return [imported async for imported in import_file(system, AGREEMENTS, shift_years=None)]

    results = asyncio.run(load())
    for imported in results:
        if imported.refused:
            _say(imported.refused)
    _say(f"{sum(not imported.refused for imported in results)} överenskommelser är inlästa.")
    for one in READY_MADE:
        carry_out(system, one)
    done.write_text("inläst")


def _welcome(state: State, seconds: float, *, demo: bool) -> str:
    program = "lofteskoll" if which("lofteskoll") else ".venv/bin/lofteskoll"
    lines = [
        f"Löfteskoll är igång ({seconds:.0f} s).",
        "",
        f"  Portalen   {state.portal_url}{' (välj vem du vill vara)' if demo else ''}",
        f"  Inkorgen   {f'{state.portal_url}/dev/inbox' if demo else f'{program} inbox'}",
        f"  Klockan    {_time_told(state)}",
        "",
        "Prova i ett annat fönster:",
        f"  {program} agreements",
        f"  {program} {'due' if demo else 'account add --help'}",
        f"  {program} county watch 25 --from-start",
        f"  {program} status",
        "",
        "Ctrl-C stoppar allt. Nästa gång fortsätter det där det slutade.",
    ]
    return "\n".join(lines)


def _time_told(state: State) -> str:
    clock = clock_from(state.clock_file)
    moment = clock.now().astimezone(STOCKHOLM)
    pace = "" if clock.speed == 1 else f", {clock.speed:g} gånger så fort som den riktiga"
    return f"{moment:%Y-%m-%d %H:%M}{pace}"


def _say(text: str) -> None:
    print(text, flush=True)
