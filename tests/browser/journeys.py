"""What do the journeys through the portal have in common? A page of a browser, with or without scripts."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from playwright.async_api import Browser

from tests.browser.conftest import Cookie
from tests.browser.hands import Keyboard, Mouse

WAYS: Mapping[str, type[Mouse]] = {"without scripts": Mouse, "with the keyboard alone": Keyboard}


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
