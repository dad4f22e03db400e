"""A browser on the machine itself, in front of the portal of a running system."""

from collections.abc import AsyncIterator

import httpx
import pytest

from schemas.agreements import RegisterAgreement
from tests.builders import a_document
from tests.system import PORTAL, System

OWN_FORM = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
"""What a browser says when a form is sent from a page with Referrer-Policy no-referrer."""


def browser_of(app: object) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=PORTAL, headers=OWN_FORM)


@pytest.fixture
async def browser(system: System) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_of(system.services["portal"].pages["/"]) as client:
        yield client


@pytest.fixture
async def alone(stopped_system: System) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in front of a portal whose questions nobody answers."""
    async with stopped_system.infrastructure():
        portal = stopped_system.build()["portal"]
        async with portal.running(), browser_of(portal.pages["/"]) as client:
            yield client


async def sign(system: System, **document: object) -> None:
    """An agreement is taken in, signed on its first day, and everything that follows has happened."""
    promised = a_document(**document)
    await system.tell(RegisterAgreement(document=promised, signed_on=promised.validity.since))
    await system.settle()
