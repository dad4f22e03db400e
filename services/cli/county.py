"""What does a county get to see? Progress in its municipalities: what has been, then what happens now."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

import typer
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from services.cli import county_year, typed
from services.cli.connection import connected
from services.cli.progress_words import in_words, told
from services.cli.showing import plain
from services.cli.typed import AsJson, CountyCode, not_understood
from services.cli.where import DataFolder, Where, find
from services.runtime.clock import STOCKHOLM, real_now
from services.runtime.errors import Unavailable
from services.runtime.reading import follow
from services.runtime.streams import PROGRESS

LOOK_AGAIN = 20.0
"""Seconds of silence after which we ask the stream anew: a line that was cut in silence says nothing either."""
OVERLAP = timedelta(seconds=5)
BETWEEN_TRIES = 1.0
REMEMBERED = 100_000
app = typer.Typer(help="Det en länsstyrelse får se.", no_args_is_help=True)
app.command("year")(county_year.year)


@app.callback()
def county() -> None:
    """Det en länsstyrelse får se."""


From = Annotated[
    date | None, typer.Option("--from", parser=typed.day, metavar="DATUM", help="Börja med det som hände den dagen.")
]
FromStart = Annotated[bool, typer.Option("--from-start", help="Börja från början.")]
UntilQuiet = Annotated[
    float | None, typer.Option(metavar="SEKUNDER", help="Sluta när inget nytt har kommit på så länge.")
]


@dataclass(slots=True)
class Watch:
    """Where in the stream we are. An event comes once per municipality and after each refill; it is shown once."""

    county: str
    since: datetime | None
    first_day: date | None = None
    seen: dict[str, None] = field(default_factory=dict)

    def is_new(self, event_id: str) -> bool:
        if event_id in self.seen:
            return False
        self.seen[event_id] = None
        if len(self.seen) > REMEMBERED:
            del self.seen[next(iter(self.seen))]
        return True


@app.command()
def watch(  # noqa: PLR0913  one per option
    county: CountyCode,
    *,
    first_day: From = None,
    from_start: FromStart = False,
    until_quiet: UntilQuiet = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Följ vad som händer i länet, en rad per händelse, tills Ctrl-C."""
    if first_day and from_start:
        not_understood("Välj antingen --from eller --from-start.")
    if until_quiet is not None and not until_quiet > 0:
        not_understood("--until-quiet ska vara ett antal sekunder större än 0.")
    system = find(data)
    watched = Watch(county, _beginning(system, first_day, from_start=from_start), first_day)
    try:
        asyncio.run(_show(system, watched, until_quiet, as_json=as_json))
    except KeyboardInterrupt:
        return


def _beginning(system: Where, first_day: date | None, *, from_start: bool) -> datetime | None:
    """Where in the stream to begin; None: at its beginning.

    The stream goes by real time. In a system with a time of its own a day says nothing of it: there all is read.
    """
    if from_start or (first_day and system.clock_file):
        return None
    return datetime.combine(first_day, time(), STOCKHOLM) if first_day else real_now()


async def _show(system: Where, watched: Watch, until_quiet: float | None, *, as_json: bool) -> None:
    async for message in _messages(system, watched, until_quiet):
        if event := _told(message, watched):
            print(json.dumps(event, ensure_ascii=False) if as_json else _line(event), flush=True)


async def _messages(system: Where, watched: Watch, until_quiet: float | None) -> AsyncIterator[Msg]:
    """Goes on after the bus has been away; raises Unavailable only when it cannot be reached at first."""
    async with connected(system):
        pass
    away = False
    while True:
        try:
            async for message in _line_of(system, watched, until_quiet or LOOK_AGAIN):
                away = False
                watched.since = message.metadata.timestamp - OVERLAP
                yield message
        except TimeoutError:
            if until_quiet:
                return
        except (NatsError, OSError, Unavailable):
            if not away:
                print("Bussen svarar inte just nu. Väntar …", file=sys.stderr)
            away = True
            await asyncio.sleep(BETWEEN_TRIES)


async def _line_of(system: Where, watched: Watch, patience: float) -> AsyncIterator[Msg]:
    """What the stream says from where we are, on a line of its own; TimeoutError when it is silent."""
    async with connected(system) as connection:
        subject = f"progress.{watched.county}.>"
        async for message in follow(connection.nc, PROGRESS, subject=subject, since=watched.since, patience=patience):
            yield message


def _told(message: Msg, watched: Watch) -> dict[str, Any] | None:
    """One event as it is shown; None for what has been shown already, or lies before the first day."""
    event = told(message, watched.county)
    if watched.first_day and datetime.fromisoformat(event["time"]).date() < watched.first_day:
        return None
    return event if watched.is_new(event["id"]) else None


def _line(event: dict[str, Any]) -> str:
    moment = datetime.fromisoformat(event["time"])
    return plain(f"{moment:%Y-%m-%d %H:%M}  {in_words(event)}")
