"""What do the journeys through the portal have in common? A page of a browser, with or without scripts."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser

from tests.browser.conftest import Cookie
from tests.browser.hands import Keyboard, Mouse

BY_KEYBOARD = "with the keyboard alone"
WAYS: Mapping[str, type[Mouse]] = {"without scripts": Mouse, BY_KEYBOARD: Keyboard}
EACH_WAY = pytest.mark.parametrize("way", ["without scripts", pytest.param(BY_KEYBOARD, marks=pytest.mark.accessible)])
"""By the keyboard alone where `make accessible` asks for it."""


@asynccontextmanager
async def somebody_at(
    portal: str, browser: Browser, cookie: Cookie, way: str = "without scripts"
) -> AsyncIterator[Mouse]:
    """Signed in by the cookie, at the start page. To see where the focus is takes scripts of the test's own."""
    page = await browser.new_page(
        base_url=portal,
        locale="sv-SE",
        java_script_enabled=WAYS[way] is Keyboard,
        viewport={"width": 1280, "height": 900},
    )
    await page.context.add_cookies([cookie])
    page.set_default_timeout(20_000)
    await page.goto("/")
    yield WAYS[way](page)
    await page.close()
