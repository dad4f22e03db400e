"""How does a whole system come back from a backup or an archive?

PostgreSQL is started once on the copy, so that it takes in its log to the end, before the folder gets its name. The
streams are left out: the services find them empty and fill them from the logs, and consumers pass over repeats.
"""

import asyncio
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from deploy.embedded.archive import SEGMENT_NAME, WAL, is_archive, newest_base
from deploy.embedded.backup import CLUSTER, FORMAT, TOLD, copy_beside, run
from deploy.embedded.clock import DomainClock
from deploy.embedded.folder import CLOCK, make_folder
from deploy.embedded.postgres import Postgres, major_version
from deploy.embedded.program import owner_for
from deploy.provision import keepers, owner_of
from services.runtime.errors import Refused
from services.runtime.verify import Finding, Log, read_log

REPLAY_WITHIN = 24 * 3600.0
"""Seconds: an archive may hold a month of log."""


@dataclass(frozen=True, slots=True)
class Restored:
    events: dict[str, int]
    """By service."""


def restore(source: Path, to: Path, say: Callable[[str], None]) -> Restored:
    """Refuses, in a sentence, whatever cannot become a whole system; then nothing is left of the attempt."""
    if to.exists():
        raise Refused(f"Mappen {to} finns redan; återställ till en ny mapp.")
    base = _whole(source)
    draft = to.with_name(f"{to.name}.restoring")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        make_folder(draft, shared=True)
        say("Kopierar …")
        copy_beside(base, draft)
        _copy_cluster(base, draft / CLUSTER, source / WAL if is_archive(source) else None)
        say("Läser in databasens logg till slutet …")
        restored = _recover(draft)
        os.sync()
        draft.rename(to)
    except OSError as error:
        raise Refused(f"Återställningen till {to} gick inte: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return restored


def _whole(source: Path) -> Path:
    """The folder of the base backup; Refused when it is not one, of another version, or incomplete."""
    base = newest_base(source) if is_archive(source) else source
    if base is None or not (base / TOLD).exists():
        raise Refused(f"{source} är ingen säkerhetskopia, eller en som aldrig blev klar.")
    try:
        told = json.loads((base / TOLD).read_text())
    except ValueError:
        raise Refused(f"Säkerhetskopian i {source} är ofullständig eller skadad.") from None
    if told["format"] != FORMAT:
        raise Refused(f"Säkerhetskopian i {source} gjordes av en annan version av Löfteskoll.")
    if told["postgres"] != major_version():
        raise Refused(
            f"Säkerhetskopian i {source} gjordes av PostgreSQL {told['postgres']}, men här finns version "
            f"{major_version()}. Återställ den där den versionen finns."
        )
    try:
        run("pg_verifybackup", "--quiet", str(base / CLUSTER))
    except Refused as wrong:
        raise Refused(f"Säkerhetskopian i {source} är ofullständig eller skadad. {wrong}") from None
    return base


def _copy_cluster(base: Path, cluster: Path, wal: Path | None) -> None:
    shutil.copytree(base / CLUSTER, cluster, symlinks=True)
    for segment in sorted(wal.glob("[0-9A-F]*")) if wal else ():
        _take_segment(segment, cluster / "pg_wal" / segment.name[:SEGMENT_NAME])
    for path in _all_in(cluster):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.chown(path, *owner_for(unprivileged=True))


def _take_segment(segment: Path, place: Path) -> None:
    """Of two that begin alike, the one that goes further: what is not written yet is zeros."""
    fresh = segment.read_bytes()
    if not place.exists() or len(fresh.rstrip(b"\0")) > len(place.read_bytes().rstrip(b"\0")):
        place.write_bytes(fresh)


def _all_in(folder: Path) -> Iterable[Path]:
    yield folder
    yield from folder.rglob("*")


def _recover(folder: Path) -> Restored:
    server = Postgres(folder)
    server.start(patience=REPLAY_WITHIN)
    try:
        logs, latest = asyncio.run(_read(server))
    finally:
        server.stop()
    clock = folder / CLOCK
    if clock.exists() and latest:
        DomainClock(clock).reach(latest)
    return Restored({log.service: log.events for log in logs})


async def _read(server: Postgres) -> tuple[list[Log], datetime | None]:
    """Every log whole, and when the last event was said."""
    logs, moments = [], []
    findings: list[Finding] = []
    for name in keepers():
        connection = await asyncpg.connect(server.url(name, role=owner_of(name)))
        try:
            logs.append(await read_log(connection, name, findings))
            moments.append(await connection.fetchval("SELECT max(occurred_at) FROM event_log"))
        finally:
            await connection.close()
    if findings:
        raise Refused(f"Loggen i säkerhetskopian är inte hel: {findings[0].where}: {findings[0].what}.")
    return logs, max((moment for moment in moments if moment), default=None)
