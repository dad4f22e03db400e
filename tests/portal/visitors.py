"""People who are signed in to the portal of a test's system, each in a browser of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid5

import httpx

from schemas.geography import municipalities
from schemas.portal import AccountRole, AddAccount
from services.portal.handlers.accounts import add_account
from services.portal.handlers.signing_in import enter
from services.portal.pages.door import TOKEN_FIELD, form_token
from services.portal.pages.site import Guest
from services.runtime.service import Service
from tests.system import PORTAL

OWN_FORM = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
"""What a browser says when a form is sent from a page with Referrer-Policy no-referrer."""
COOKIE = "lofteskoll-8300"
EVERYWHERE = tuple(municipalities())


class Browser(httpx.AsyncClient):
    """Sends with each form what the page that it stands on has in it."""

    token = ""

    async def post(self, url: Any, *, data: dict[str, Any] | None = None, **rest: Any) -> httpx.Response:
        return await super().post(url, data={TOKEN_FIELD: self.token} | (data or {}), **rest)


def browser_of(app: object) -> Browser:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return Browser(transport=transport, base_url=PORTAL, headers=OWN_FORM)


def an_account(role: AccountRole = AccountRole.COORDINATOR, **values: Any) -> AddAccount:
    """A coordinator for Arjeplog, if nothing else is said."""
    of_a_party = role not in {AccountRole.COUNTY_BOARD, AccountRole.OPERATOR}
    police = role is AccountRole.MUNICIPAL_POLICE
    whole = {
        "mailbox": f"{role.value}@example.se",
        "role": role,
        "label": role.value.capitalize(),
        "organisation": ("police" if police else "2506") if of_a_party else None,
        "places": ("2506",) if of_a_party else ("25",) if role is AccountRole.COUNTY_BOARD else (),
    }
    return AddAccount(**(whole | values))


async def session_of(portal: Service, account: AddAccount) -> str:
    """The token of a session that somebody with this new account has begun."""
    async with portal.database.work() as work:
        await add_account(account, work)
        token = await enter(uuid5(account.command_id, "account"), work)
    assert token
    return token


async def sign_in(browser: Browser, portal: Service, account: AddAccount) -> Browser:
    token = await session_of(portal, account)
    browser.cookies.set(COOKIE, token, domain="127.0.0.1")
    browser.token = form_token(Guest(session=token))
    return browser


@asynccontextmanager
async def signed_in(portal: Service, role: AccountRole, **values: Any) -> AsyncIterator[Browser]:
    async with browser_of(portal.pages["/"]) as browser:
        yield await sign_in(browser, portal, an_account(role, **values))
