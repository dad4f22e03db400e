"""A real browser in front of the portal of a running system."""

import socket
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, async_playwright

from schemas.portal import AccountRole
from tests.browser import chromium
from tests.portal.visitors import EVERYWHERE, an_account, session_of
from tests.serving import address_of, serving
from tests.system import System

Cookie = dict[str, str]


@pytest.fixture
async def portal(system: System) -> AsyncIterator[str]:
    """The address of the running system's portal."""
    with socket.create_server(("127.0.0.1", 0)) as at:
        async with serving(system.services["portal"].pages["/"], at):
            yield address_of(at)


@pytest.fixture
async def cookies(system: System, portal: str) -> dict[str, Cookie]:
    """Of a coordinator, of somebody at the county board and of who runs the system, all signed in."""
    service, name = system.services["portal"], f"lofteskoll-{urlsplit(portal).port}"
    accounts = {
        "coordinator": an_account(places=EVERYWHERE),
        "board": an_account(AccountRole.COUNTY_BOARD),
        "operator": an_account(AccountRole.OPERATOR),
    }
    return {
        who: {"name": name, "value": await session_of(service, one), "url": portal} for who, one in accounts.items()
    }


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.OF_THE_MACHINE, args=chromium.arguments())
        yield browser
        await browser.close()
