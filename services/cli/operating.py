"""Is everything as it was written, and how is what the streams lost put back?"""

import asyncio
import itertools
from collections.abc import Mapping
from dataclasses import asdict

import asyncpg
import typer
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError
from rich.progress import Progress

from deploy.provision import HEARS, make_streams
from services.cli import sealed
from services.cli.connection import Connection, connected, database
from services.cli.sealed import PublicKeys, SealsFile
from services.cli.showing import add, console, print_json, progress, table
from services.cli.typed import AsJson
from services.cli.where import KEEPERS, DataFolder, Where, find
from services.runtime import verify as checks
from services.runtime.errors import Unavailable
from services.runtime.seal_checks import Trust
from services.runtime.streams import ACK_WAIT, on_their_way
from services.runtime.verify import Finding, Log

STILL = 20.0
"""Seconds in which a queue that is being emptied must grow shorter."""
LOOK_EVERY = 0.2
ROUNDS, BETWEEN_ROUNDS = 4, 1.5
"""A system at work is always a little ahead of whoever looks: only what is still so at the last look is a fault."""
LONGEST_WAY = ACK_WAIT + 15.0
"""Seconds in which a fault is no fault while events are on their way: those a dead process had are delivered again."""


def replay(data: DataFolder = None) -> None:
    """Fyll på strömmarna ur händelseloggarna med det som saknas, och vänta tills allt är publicerat."""
    system = find(data)
    with progress() as shown:
        counts = asyncio.run(_replay(system, shown))
    if not sum(counts.values()):
        return console().print("Strömmarna har allt som står i loggarna.")
    told = ", ".join(f"{count} från {name}" for name, count in counts.items() if count)
    return console().print(f"Händelser som publicerades på nytt: {told}.")


def verify(
    data: DataFolder = None, as_json: AsJson = False, seals: SealsFile = None, public_key: PublicKeys = None
) -> None:
    """Kontrollera loggarnas kedjor och sigill, att strömmarna har allt, och att varje tjänst har hunnit med."""
    system = find(data)
    trust = sealed.trusted(system, seals, public_key)
    with progress() as shown:
        findings, counts = asyncio.run(_until_sure(system, trust, shown))
    if as_json:
        print_json({"ok": not findings, "events": counts, "findings": [asdict(one) for one in findings]})
    elif findings:
        found = table("Var", "Vad")
        for one in findings:
            add(found, one.where, one.what)
        console().print(found)
    else:
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        console().print(f"Allt stämmer. Händelser i loggarna: {told}.")
    if findings:
        raise typer.Exit(1)


async def _replay(system: Where, shown: Progress) -> dict[str, int]:
    async with connected(system) as connection:
        await make_streams(system.nats_url, system.nats_seed)
        comparing = shown.add_task("Jämför strömmarna med loggarna", total=len(KEEPERS))
        counts = {}
        for service in KEEPERS:
            async with database(system, service) as log:
                counts[service] = await checks.refill(log, connection.nc)
            shown.advance(comparing)
    for service in KEEPERS:
        async with database(system, service) as log:
            await _until_published(log, service, shown)
    return counts


async def _until_published(log: asyncpg.Connection, service: str, shown: Progress) -> None:
    total = left = await log.fetchval("SELECT count(*) FROM event_queue")
    publishing = shown.add_task(f"{service} publicerar", total=total)
    loop = asyncio.get_running_loop()
    moved = loop.time()
    while left:
        await asyncio.sleep(LOOK_EVERY)
        now_left = await log.fetchval("SELECT count(*) FROM event_queue")
        if now_left < left:
            moved = loop.time()
        elif loop.time() - moved > STILL:
            raise Unavailable(
                f"{left} händelser ligger i kö hos {service}, men ingen hämtar dem. De går ut när tjänsten är igång."
            )
        left = now_left
        shown.update(publishing, completed=max(0, total - left))
    shown.update(publishing, completed=total)


async def _until_sure(system: Where, trust: Trust, shown: Progress) -> tuple[list[Finding], dict[str, int]]:
    began = asyncio.get_running_loop().time()
    for nr in itertools.count(1):
        findings, counts = await _look(system, trust, shown)
        tired = asyncio.get_running_loop().time() - began > LONGEST_WAY
        if not findings or (nr >= ROUNDS and (tired or not await _on_their_way(system))):
            break
        await asyncio.sleep(BETWEEN_ROUNDS)
    return findings, counts


async def _look(system: Where, trust: Trust, shown: Progress) -> tuple[list[Finding], dict[str, int]]:
    findings: list[Finding] = []
    looking = shown.add_task("Kontrollerar", total=len(KEEPERS) + 1 + len(HEARS))
    async with connected(system) as connection:
        logs: dict[str, Log] = {}
        for service in KEEPERS:
            shown.update(looking, description=f"Läser loggen {service}")
            async with database(system, service) as log:
                logs[service] = await checks.read_log(log, service, findings)
            shown.advance(looking)
        shown.update(looking, description="Läser strömmarna")
        findings += sealed.check(system, trust, logs)
        findings += await _streams(connection, logs)
        shown.advance(looking)
    for service, producers in HEARS.items():
        shown.update(looking, description=f"Jämför {service}")
        async with database(system, service) as projection:
            findings += await checks.compare_marks(projection, service, producers, logs)
        shown.advance(looking)
    shown.remove_task(looking)
    return findings, {service: log.events for service, log in logs.items()}


async def _on_their_way(system: Where) -> int:
    try:
        async with connected(system) as connection:
            return await on_their_way(connection.nc.jetstream(), HEARS)
    except (NotFoundError, NatsError, TimeoutError):
        return 0


async def _streams(connection: Connection, logs: Mapping[str, Log]) -> list[Finding]:
    try:
        return await checks.compare_streams(connection.nc, list(logs.values()))
    except NotFoundError:
        return [Finding("NATS", "en ström finns inte; kör lofteskoll replay")]
    except (NatsError, TimeoutError):
        return [Finding("NATS", "strömmarna går inte att läsa till slutet")]
