"""A browser on the machine itself, in front of the portal of a running system."""

from collections.abc import AsyncIterator

import pytest

from schemas.agreements import RegisterAgreement
from schemas.portal import AccountRole
from tests.builders import a_document
from tests.portal.visitors import EVERYWHERE, OWN_FORM, Browser, an_account, browser_of, sign_in, signed_in
from tests.system import System

__all__ = ["OWN_FORM", "alone", "browser", "browser_of", "sign"]


@pytest.fixture
async def browser(system: System) -> AsyncIterator[Browser]:
    """A coordinator's, to whom the whole county and all municipalities of the tests belong."""
    async with signed_in(system.services["portal"], AccountRole.COORDINATOR, places=EVERYWHERE) as browser:
        yield browser


@pytest.fixture
async def alone(stopped_system: System) -> AsyncIterator[Browser]:
    """The same coordinator's, in front of a portal whose questions nobody answers."""
    async with stopped_system.infrastructure():
        portal = stopped_system.build()["portal"]
        async with portal.running(), browser_of(portal.pages["/"]) as client:
            yield await sign_in(client, portal, an_account())


async def sign(system: System, **document: object) -> None:
    """An agreement is taken in, signed on its first day, and everything that follows has happened."""
    promised = a_document(**document)
    await system.tell(RegisterAgreement(document=promised, signed_on=promised.validity.since))
    await system.settle()
