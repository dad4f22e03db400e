"""Two small services on the real ground: one speaks, one listens and writes down what it heard."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import nats
import pytest
import structlog
from sqlalchemy import text

from deploy.embedded.bus import Bus as BusServer
from deploy.provision import make_streams, owner_of
from schemas.agreements import FunctionAdded
from schemas.base import Party
from services.runtime.service import Service
from services.runtime.settings import ServiceSettings
from services.runtime.work import Work
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.looking import rows, until
from tests.places import a_place


@dataclass
class Road:
    """agreements speaks, followup listens; `heard` is what followup's handler committed."""

    server: BusServer
    urls: dict[str, str]
    clock: StoppedClock
    fails: dict[UUID, int] = field(default_factory=dict)
    """How many times more the handler fails for a function."""

    def build(self, name: str, nats_url: str = "") -> Service:
        """`nats_url`: another way to the server."""
        settings = ServiceSettings(
            database_url=self.urls.get(name, ""),
            nats_url=nats_url or self.server.url,
            nats_seed=self.server.seed(name),
        )
        return Service(name, settings, self.clock)

    def speaker(self) -> Service:
        return self.build("agreements")

    def listener(self) -> Service:
        service = self.build("followup")
        service.hears({FunctionAdded: self.on_function_added})
        return service

    async def on_function_added(self, fact: FunctionAdded, work: Work) -> None:
        if self.fails.get(fact.function_id, 0):
            self.fails[fact.function_id] -= 1
            raise ValueError("planted")
        await work.connection.execute(
            text("INSERT INTO heard (id, role) VALUES (:id, :role)"), {"id": fact.function_id, "role": fact.role}
        )

    async def heard(self) -> list[tuple[UUID, str]]:
        return [tuple(row) for row in await rows(self.urls["followup"], "SELECT id, role FROM heard ORDER BY nr")]

    async def until_heard(self, number: int) -> None:
        async def enough() -> bool:
            return len(await self.heard()) >= number

        await until(enough, f"{number} events heard")

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Service, Service]]:
        speaker, listener = self.speaker(), self.listener()
        async with speaker.running(), listener.running():
            yield speaker, listener


async def operator(road: Road) -> nats.NATS:
    """A connection that may do everything."""
    return await nats.connect(
        road.server.url, nkeys_seed_str=road.server.seed("operator"), inbox_prefix=b"_INBOX_operator"
    )


async def say(service: Service, function: UUID | None = None, *roles: str) -> UUID:
    """Commit facts about one function, in one transaction."""
    function = function or uuid4()
    async with service.database.work() as work:
        for role in roles or ("kommunpolis",):
            work.emit(FunctionAdded(function_id=function, party=Party.POLICE, role=role))
    return function


@pytest.fixture
async def road(database: MakeDatabase, postgres: object, tmp_path: Path, clock: StoppedClock) -> AsyncIterator[Road]:
    urls = {name: await database(name) for name in ("agreements", "followup")}
    name = urls["followup"].rsplit("/", 1)[1]
    owner = postgres.url(name, owner_of("followup"))
    await rows(owner, "CREATE TABLE heard (nr serial, id uuid, role text)")
    await rows(owner, 'GRANT ALL ON heard TO "followup"')
    await rows(owner, 'GRANT USAGE ON SEQUENCE heard_nr_seq TO "followup"')
    with a_place(tmp_path) as folder:
        server = BusServer(folder).start()
        await make_streams(server.url, server.seed("operator"))
        yield Road(server, urls, clock)
        server.stop()


@pytest.fixture
def capture() -> Iterator[list[dict[str, object]]]:
    """What is logged while the test runs."""
    with structlog.testing.capture_logs() as lines:
        yield lines
