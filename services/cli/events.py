"""What has happened? The services' event logs: the record that everything else can be rebuilt from."""

import asyncio
import json
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import typer

from schemas.agreements import AgreementCard, ShowAgreement
from schemas.followup import ListOccurrences, OccurrenceCard, OccurrenceLines, ShowOccurrence
from services.cli import typed
from services.cli.connection import Connection, connected, database
from services.cli.showing import add, console, local, print_json, table
from services.cli.typed import AsJson, not_understood
from services.cli.where import KEEPERS, DataFolder, Where, find
from services.runtime.errors import Refused

QUESTION = """
SELECT p.position, l.id, l.occurred_at AS time, l.subject, l.about, l.sequence, l.cause, l.body
FROM event_log l LEFT JOIN event_position p USING (seq)
WHERE $1::text[] IS NULL OR l.about = ANY ($1) OR split_part(l.about, '/', 2) = ANY ($1)
ORDER BY l.seq DESC LIMIT $2"""
About = Annotated[
    str | None,
    typer.Option(
        parser=typed.ref, metavar="ID", help="Bara om detta: ett id, ett läsbart namn, eller som agreement/<id>."
    ),
]
Service = Annotated[str | None, typer.Option(metavar="TJÄNST", help="Bara den tjänstens logg.")]
Limit = Annotated[int | None, typer.Option(parser=typed.times, metavar="ANTAL", help="Bara de senaste ur varje logg.")]


def events(
    about: About = None,
    service: Service = None,
    limit: Limit = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Visa händelseloggen, det äldsta först."""
    found = asyncio.run(_events(find(data), about, services_named(service), limit))
    if as_json:
        return print_json(found)
    shown = table("Tjänst", "Position#", "Tid", "Händelse", "Om", "Nr#")
    for one in found:
        name = one["subject"].removeprefix(f"event.{one['service']}.").replace("*.*.", "")
        add(shown, one["service"], one["position"], local(one["time"]), name, one["about"], one["sequence"])
    return console().print(shown if found else "Inga händelser.")


def services_named(name: str | None) -> Sequence[str]:
    """One service, or all that keep something."""
    if name is not None and name not in KEEPERS:
        not_understood(f"{name} är ingen tjänst med händelselogg. De är {', '.join(KEEPERS)}.")
    return (name,) if name else KEEPERS


async def _events(system: Where, about: str | None, services: Sequence[str], limit: int | None) -> list[dict[str, Any]]:
    names = await _names(system, about) if about else None
    found = []
    for service in services:
        async with database(system, service) as connection:
            rows = await connection.fetch(QUESTION, names, limit)
        found += [_told(service, row) for row in reversed(rows)]
    return sorted(found, key=lambda one: one["time"])


def _told(service: str, row: asyncpg.Record) -> dict[str, Any]:
    return {"service": service, **row, "body": json.loads(row["body"])}


async def _names(system: Where, about: str) -> list[str]:
    """What the log calls it: `agreement/<id>` or an id; a readable name is looked up at the services."""
    noun, _, identity = about.partition("/")
    if _is_uuid(about) or (noun.isalpha() and _is_uuid(identity)):
        return [about.lower()]
    async with connected(system) as connection:
        for find_it in (_agreement, _occurrence, _commitment):
            try:
                return [str(await find_it(connection, about))]
            except Refused:
                continue
    raise Refused(f"Det finns inget som heter {about}.")


async def _agreement(connection: Connection, name: str) -> UUID | None:
    card = await connection.bus.ask(ShowAgreement(agreement=name), AgreementCard)
    return card.document.id if card.document else None


async def _occurrence(connection: Connection, name: str) -> UUID | None:
    card = await connection.bus.ask(ShowOccurrence(occurrence=name), OccurrenceCard)
    return card.occurrence.id if card.occurrence else None


async def _commitment(connection: Connection, name: str) -> UUID | None:
    lines = await connection.bus.ask(ListOccurrences(commitment=name), OccurrenceLines)
    return lines.occurrences[0].commitment_id if lines.occurrences else None


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
