"""Which of two has the turn, and how far has each come? Asked of PostgreSQL, of NATS and of /proc."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from nats.js.client import JetStreamContext

from deploy.embedded.postgres import SUPERUSER
from deploy.embedded.secret import Secret
from services.runtime.streams import EVENTS
from tests.faults.rig import SECOND, Rig

KEEPERS, HEARERS = ("agreements", "followup", "notifier"), ("followup", "notifier")
HOLDER = """SELECT a.client_port FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND l.objid::bigint = $1
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


@dataclass(slots=True)
class Watch:
    """A line to each database, and to the bus, that outlives who is killed."""

    system: Rig
    lines: dict[str, asyncpg.Pool] = field(default_factory=dict)
    js: JetStreamContext | None = None

    async def begin(self, stack: AsyncExitStack) -> None:
        for name in KEEPERS:
            pool = asyncpg.create_pool(self._url(name), min_size=1, max_size=4)
            self.lines[name] = await stack.enter_async_context(pool)
        self.js = (await stack.enter_async_context(self.system.bus())).jetstream()

    async def holder(self, service: str, key: int) -> str:
        """The instance that has the turn; empty when neither has."""
        port = await self.lines[service].fetchval(HOLDER, key)
        names = (service, service + SECOND)
        return next((name for name in names if port and self.system.pid(name) in processes_at(port)), "")

    async def value(self, service: str, question: str) -> int:
        return int(await self.lines[service].fetchval(question))

    async def row(self, service: str, question: str) -> asyncpg.Record | None:
        return await self.lines[service].fetchrow(question)

    async def given(self, service: str) -> tuple[int, int]:
        """Up to where in the stream a consumer was given events, and up to where all are acknowledged."""
        assert self.js
        found = await self.js.consumer_info(EVENTS, service)
        assert found.delivered
        assert found.ack_floor
        return found.delivered.stream_seq, found.ack_floor.stream_seq

    def _url(self, service: str) -> str:
        """As PostgreSQL's superuser: others do not see who holds a lock."""
        place = self.system.running.owner_urls[service].rpartition("@")[2]
        return f"postgresql://{SUPERUSER}:{Secret(self.system.folder).password(f'postgres/{SUPERUSER}')}@{place}"


def processes_at(port: int) -> set[int]:
    """Who has this end of a connection."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{line[9]}]" for line in lines if line[1].endswith(f":{port:04X}")}
    found = set()
    for place in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(place.readlink()) in sockets:
                found.add(int(place.parts[2]))
        except OSError:
            continue
    return found
