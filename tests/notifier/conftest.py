"""A mail server with moods, for every test that sends."""

from collections.abc import AsyncIterator

import pytest

from tests.notifier.mailserver import MailServer


@pytest.fixture
async def mailserver() -> AsyncIterator[MailServer]:
    server = MailServer()
    await server.start()
    yield server
    await server.stop()
