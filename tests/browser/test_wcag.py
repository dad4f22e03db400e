"""Does axe find anything against WCAG 2.2 AA on a page, light or dark, wide or narrow, in either language?

Nor may a page scroll sideways.
"""

import json
from itertools import product

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from services.portal.pages.language import COOKIE
from tests.browser import chromium
from tests.browser.conftest import Cookie
from tests.browser.pages import PAGES, a_system_to_look_at, who_looks
from tests.system import System

pytestmark = chromium.needed

ASKED = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
TOO_WIDE = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"


@pytest.mark.accessible
@pytest.mark.parametrize("look", [*product(("light", "dark"), (1280, 320), ("sv", "en"))], ids=str)
async def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    system: System, portal: str, cookies: dict[str, Cookie], browser: Browser, look: tuple[str, int, str]
):
    colours, width, language = look
    await a_system_to_look_at(system)
    page = await browser.new_page(color_scheme=colours, viewport={"width": width, "height": 900})
    await page.context.add_cookies([{"name": COOKIE, "value": language, "url": portal}])

    found = {}
    for path in PAGES:
        await page.context.add_cookies([cookies[who_looks(path)]])
        seen = await page.goto(portal + path)
        assert seen.status not in {401, 403}, path
        if wrong := await wrong_with(page):
            found[path] = wrong
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)


async def wrong_with(page: Page) -> list[str]:
    """Each fault with the element it stands in."""
    asked = await Axe().run(page, options=ASKED)
    faults = [
        f"{fault['id']}: {fault['nodes'][0]['html']} {fault['nodes'][0]['failureSummary']}"
        for fault in asked.response["violations"]
    ]
    return faults + (["scrolls sideways"] if await page.evaluate(TOO_WIDE) else [])
