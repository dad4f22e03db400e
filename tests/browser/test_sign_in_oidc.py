"""Somebody signs in at a real OpenID provider, in a real browser, and comes back to the page they wanted."""

import re
import socket
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from services.portal.app import build
from services.portal.handlers.accounts import add_account
from services.portal.pages.sign_in_oidc import BACK
from services.portal.settings import Settings
from tests.browser import chromium, openid
from tests.browser.test_wcag import wrong_with
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.portal.visitors import an_account
from tests.serving import address_of, serving
from tests.system import KEY

pytestmark = [chromium.needed, pytest.mark.skipif("not openid.installed()", reason=openid.MISSING)]

SECRET = "known to the two of them"
BUTTON = "Logga in hos din organisation"


@pytest.fixture
async def portal(database: MakeDatabase) -> AsyncIterator[str]:
    """The address of a portal that knows a provider, and one account."""
    with socket.create_server(("127.0.0.1", 0)) as at, openid.running(address_of(at) + BACK, SECRET) as issuer:
        whole = {"oidc_issuer": issuer, "oidc_client_id": "lofteskoll", "oidc_client_secret": SECRET}
        service = build(Settings(link_key=KEY, database_url=await database("portal"), **whole), StoppedClock())
        async with service.database.work() as work:
            await add_account(an_account(), work)
        async with serving(service.pages["/"], at):
            yield address_of(at)
        await service.database.close()


async def somebody(browser: Browser, portal: str) -> Page:
    """Without scripts, and without what the provider's page asks of the rest of the world."""
    context: BrowserContext = await browser.new_context(base_url=portal, java_script_enabled=False)
    await context.route(re.compile(r"^https:"), lambda route: route.abort())
    page = await context.new_page()
    page.set_default_timeout(20_000)
    return page


async def sign_in(page: Page, mailbox: str) -> None:
    await page.get_by_placeholder("Enter any login").fill(mailbox)
    await page.get_by_placeholder("and password").fill("what only they know")
    await page.get_by_role("button", name="Sign-in").click()
    await page.get_by_role("button", name="Continue").click()


async def test_a_real_provider_lets_in_who_has_an_account_back_to_the_page_they_wanted(portal: str, browser: Browser):
    page = await somebody(browser, portal)
    await page.goto("/konto?per=2026-03-01")
    await page.get_by_role("link", name=BUTTON).click()
    await page.get_by_role("link", name="Cancel").click()
    await expect(page.get_by_role("alert")).to_contain_text("avbröts, och du är inte inloggad")

    await page.get_by_role("link", name=BUTTON).click()
    await sign_in(page, an_account().mailbox)
    await expect(page).to_have_url(f"{portal}/konto?per=2026-03-01")
    await expect(page.get_by_role("navigation")).to_contain_text("Coordinator")
    [kept] = [one for one in await page.context.cookies(portal) if one["name"].startswith("lofteskoll")]
    assert (kept["httpOnly"], kept["sameSite"]) == (True, "Lax")

    other = await somebody(browser, portal)
    await other.goto("/logga-in")
    await other.get_by_role("link", name=BUTTON).click()
    await sign_in(other, "ingen@example.se")
    await expect(other.get_by_role("alert")).to_contain_text("ingen@example.se har inget konto här")
    await expect(other.get_by_label("Din e-postadress")).to_be_visible()

    narrow = await browser.new_page(base_url=portal, viewport={"width": 320, "height": 900})
    await narrow.goto("/logga-in/oidc/svar?state=x")
    assert await wrong_with(narrow) == []
