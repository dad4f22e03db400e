"""What waits for an operator? Events that a service could not take, and everything behind them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Annotated, Any, TypeVar

import asyncpg
import typer

from deploy.provision import HEARS
from services.cli import typed
from services.cli.connection import database
from services.cli.showing import add, console, local, print_json, table
from services.cli.typed import AsJson, not_understood
from services.cli.where import DataFolder, Where, find
from services.runtime import parking
from services.runtime.errors import Refused

T = TypeVar("T")
Do = Callable[[asyncpg.Connection], Awaitable[T]]
About = Annotated[
    str, typer.Argument(parser=typed.ref, metavar="OM", help="Som i kolumnen Om: agreement/<id>, occurrence/<id>, …")
]
Service = Annotated[str | None, typer.Option(metavar="TJÄNST", help="Bara hos den tjänsten.")]
app = typer.Typer(help="Händelser som en tjänst inte har kunnat ta emot.", no_args_is_help=True)


@app.command("list")
def list_all(service: Service = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa vad som väntar, och varför."""
    found = asyncio.run(_everywhere(find(data), service, parking.listed))
    waiting: list[dict[str, Any]] = [{"service": name} | asdict(one) for name, those in found for one in those]
    if as_json:
        return print_json(waiting)
    shown = table("Tjänst", "Från", "Om", "Nr#", "Händelse", "Försök#", "Väntar#", "Parkerad", "Fel")
    for one in waiting:
        since = local(one["parked_at"]) if one["parked_at"] else "prövas än"
        event, behind = one["subject"].split(".", 2)[-1], one["waiting"]
        first = (one["service"], one["producer"], one["about"], one["sequence"], event)
        add(shown, *first, one["attempts"], behind, since, one["error"])
    return console().print(shown if waiting else "Inget väntar.")


@app.command()
def retry(about: About, service: Service = None, data: DataFolder = None) -> None:
    """Låt tjänsten försöka igen, nu."""
    found = asyncio.run(_everywhere(find(data), service, lambda connection: parking.retry(connection, about)))
    names = [name for name, count in found if count]
    if not names:
        raise Refused(f"Inget väntar på {about}.")
    console().print(f"{', '.join(names)} försöker igen med {about}.")


@app.command()
def skip(about: About, service: Service = None, data: DataFolder = None) -> None:
    """Hoppa över händelsen för gott, så att de bakom den tas emot. Den sparas i skipped_event."""

    async def skip_it(connection: asyncpg.Connection) -> parking.Parked | None:
        try:
            return await parking.skip(connection, about)
        except Refused:
            return None

    skipped = [(name, one) for name, one in asyncio.run(_everywhere(find(data), service, skip_it)) if one]
    if not skipped:
        raise Refused(f"Inget väntar på {about}.")
    for name, one in skipped:
        console().print(f"{name} hoppar över {one.subject}, nummer {one.sequence} om {about}.")


async def _everywhere(system: Where, service: str | None, do: Do[T]) -> Sequence[tuple[str, T]]:
    if service is not None and service not in HEARS:
        not_understood(f"{service} är ingen tjänst som hör andra. De är {', '.join(HEARS)}.")
    found = []
    for name in [service] if service else HEARS:
        async with database(system, name) as connection:
            found.append((name, await do(connection)))
    return found
