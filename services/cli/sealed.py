"""Which seals stand over the logs, and what is needed to check them from outside?"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from services.cli.connection import database
from services.cli.showing import add, console, print_json, table
from services.cli.typed import AsJson
from services.cli.where import KEEPERS, DataFolder, Where, find
from services.runtime import seal_checks, sealing
from services.runtime.errors import Refused
from services.runtime.seal import Seal, key_id, public_key
from services.runtime.verify import Finding, Log

SealsFile = Annotated[
    Path | None,
    typer.Option("--seals", metavar="FIL", help="En kopia av sigillen som har legat någon annanstans."),
]
PublicKeys = Annotated[
    list[str] | None,
    typer.Option("--public-key", metavar="NYCKEL", help="Lita bara på denna öppna nyckel. Kan anges flera gånger."),
]


def seals(data: DataFolder = None, as_json: AsJson = False) -> None:
    """Visa loggarnas sigill, ett per dygn och tjänst, och den öppna nyckel som de kontrolleras med."""
    system = find(data)
    kept = asyncio.run(_kept(system))
    keys = {key_id(public_key(digits)): digits for digits in system.seal_keys}
    if as_json:
        return print_json({"public_keys": keys, "seals": [asdict(seal) for seal in kept]})
    shown = table("Tjänst", "Dygn", "Händelser#", "Till och med#", "Nyckel", "Sigillets sha256")
    for seal in kept:
        add(shown, seal.service, seal.day, seal.events, seal.last_seq, seal.key, seal.hash)
    console().print(shown if kept else "Inga sigill finns än. Det första görs strax efter midnatt.")
    for name, digits in keys.items():
        console().print(f"Öppen nyckel {name}: {digits}", soft_wrap=True)
    return None


async def _kept(system: Where) -> list[Seal]:
    kept: list[Seal] = []
    for service in KEEPERS:
        async with database(system, service) as connection:
            kept += [sealing.seal_of(service, row) for row in await connection.fetch(sealing.READ)]
    return sorted(kept, key=lambda seal: (seal.day, seal.service))


def trusted(system: Where, file: Path | None, keys: Sequence[str] | None) -> seal_checks.Trust:
    """What a person brought from elsewhere; else what the system itself knows."""
    known = {key_id(key): key for key in map(public_key, keys or system.seal_keys)}
    if file and not file.exists():
        raise Refused(f"Filen {file} finns inte.")
    if file and not known:
        raise Refused("En öppen nyckel behövs för att kontrollera sigillen: ange den med --public-key.")
    return seal_checks.Trust(known, _read(file) if file else None)


def check(system: Where, trust: seal_checks.Trust, logs: Mapping[str, Log]) -> list[Finding]:
    """The system's own file of seals is read anew each time: seals are made while we look."""
    if trust.copy is None and system.seal_file:
        try:
            trust = seal_checks.Trust(trust.keys, _read(system.seal_file), whole=True)
        except Refused as wrong:
            return [Finding("sigill", f"{wrong}")]
    return [
        Finding(service, what)
        for service, log in logs.items()
        for what in seal_checks.compare(service, log.seals, trust, system.clock)
    ]


def _read(file: Path) -> list[Seal]:
    try:
        return sealing.read(file)
    except (OSError, ValueError):
        raise Refused(f"Filen {file} går inte att läsa som sigill.") from None
