"""A mail server with moods and a notifier that sends to it."""

from collections.abc import AsyncIterator

import pytest

from services.notifier.settings import Settings
from services.runtime.database import Database
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.notifier.mailserver import MailServer
from tests.notifier.post_room import Neighbours, Notifier


@pytest.fixture
async def mailserver() -> AsyncIterator[MailServer]:
    server = MailServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def neighbours() -> Neighbours:
    return Neighbours()


@pytest.fixture
async def notifier(
    database: MakeDatabase, clock: StoppedClock, mailserver: MailServer, neighbours: Neighbours
) -> AsyncIterator[Notifier]:
    url = await database("notifier")
    settings = Settings(
        database_url=url,
        smtp_url=mailserver.url,
        link_key="a key for tests, long enough to sign with",
        gather_seconds=0,
        smtp_patience_seconds=0.5,
    )
    kept = Database(url, clock)
    yield Notifier(url, kept, clock, neighbours, settings)
    await kept.close()
