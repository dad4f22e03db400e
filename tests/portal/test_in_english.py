"""Who chooses English is told all in English, but for what people wrote and names; nothing else is changed by it."""

import json
import re
from datetime import date
from html.parser import HTMLParser

import httpx
import pytest

from schemas.base import Party
from schemas.geography import counties, municipalities
from schemas.portal import AccountRole
from services.portal.pages.door import TOKEN_FIELD
from services.portal.pages.language import COOKIE
from services.runtime.links import Link, make_link_token
from tests.browser.pages import PAGES, a_system_to_look_at
from tests.builders import AGREEMENT, KOMMUNPOLIS, commitment_id
from tests.portal.conftest import sign
from tests.portal.html import VOID, read
from tests.portal.visitors import signed_in
from tests.system import KEY, System

NAMES = re.compile(
    "|".join(
        sorted(
            ("Löfteskoll", "BRÅ", "Brå", *(one.name for one in [*municipalities().values(), *counties().values()])),
            key=len,
            reverse=True,
        )
    )
)
SAID = {"aria-label", "data-label", "title", "placeholder", "alt", "label"}
"""Attributes that are read to somebody."""
SWEDISH = re.compile("[åäöÅÄÖ]")
WRITTEN = {"textarea", "title", "datalist"}
"""What people write in, and what cannot be marked."""


class Told(HTMLParser):
    """What a page says, but for what is marked as Swedish."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        swedish = dict(attrs).get("lang") == "sv" or tag in WRITTEN or any(one for _, one in self.inside)
        if not swedish:
            self.texts += [value or "" for name, value in attrs if name in SAID]
        if tag not in VOID:
            self.inside.append((tag, swedish))

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not self.inside or not self.inside[-1][1]:
            self.texts.append(data)


def left_in_swedish(html: str) -> list[str]:
    told = Told()
    told.feed(html)
    return [text.strip() for text in told.texts if SWEDISH.search(NAMES.sub("", text))]


async def choose(browser: httpx.AsyncClient, language: str, page: str = "/") -> str:
    """Where that leads."""
    answer = await browser.post(f"/sprak?till={page}", data={"sprak": language})
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_every_page_is_told_in_english(system: System, browser: httpx.AsyncClient) -> None:
    await a_system_to_look_at(system)
    await choose(browser, "en")
    token = make_link_token(KEY, Link(commitment_id(), KOMMUNPOLIS.id, Party.POLICE), date(2026, 4, 1))
    answers = {path: await browser.get(path) for path in (*PAGES, f"/svar/{token}", "/tillfalle/snart/once/varfor")}
    answers["wrong"] = await browser.post("/tillfalle/sen/once", data={"count": "x"})
    for role in (AccountRole.COUNTY_BOARD, AccountRole.ADMINISTRATOR, AccountRole.OPERATOR):
        async with signed_in(system.services["portal"], role) as other:
            other.cookies.set(COOKIE, "en", domain="127.0.0.1")
            answers |= {
                f"{path} {role}": await other.get(path) for path in ("/konto", "/lan/25", "/mejl", "/funktioner")
            }

    pages = {path: answer.text for path, answer in answers.items()}
    assert {path for path, text in pages.items() if read(text).one("html").attributes["lang"] != "en"} == set()
    left = {path: found for path, text in pages.items() if (found := left_in_swedish(text))}
    assert left == {}, json.dumps(left, indent=1, ensure_ascii=False)


async def test_the_choice_lasts_leads_back_and_can_be_undone(system: System, browser: httpx.AsyncClient) -> None:
    await sign(system)
    page = f"/overenskommelser/{AGREEMENT}"
    there = await choose(browser, "en", f"{page}?per=2026-03-02")
    english = read((await browser.get(there)).text)
    refused = await browser.get("/atagande/finns-inte")

    assert there == f"{page}?per=2026-03-02"
    assert "This is how it looked on 2026-03-02." in english.words
    assert english.one("button", value="sv").attributes["lang"] == "sv"
    for address, leads_to in (("/las-in/gor", "/las-in"), ("/konto/kalendrar", "/konto"), ("/logga-ut/overallt", "/")):
        old = read((await browser.post(address, data={TOKEN_FIELD: "gammal"})).text)
        [form] = [one for one in old.all("form") if one.attributes["action"].startswith("/sprak")]
        led = (await browser.post(form.attributes["action"], data={"sprak": "en"})).headers["location"]
        assert (led, (await browser.get(led)).status_code) == (leads_to, 200)
    assert refused.status_code == 404
    assert "There is no commitment by that name" in refused.text
    assert (await browser.get("/loften/2506.json")).json()["promises"][0]["status"] == "Inget rapporterat"
    assert [
        await choose(browser, "en", away) for away in ("//example.com", "https://example.com", "/\\example.com")
    ] == ["/"] * 3
    assert (await browser.post("/sprak", data={"sprak": "xx"})).status_code == 404

    await choose(browser, "sv")
    swedish = read((await browser.get(there)).text)
    assert swedish.one("html").attributes["lang"] == "sv"
    assert "Så här såg det ut 2026-03-02." in swedish.words
    assert not swedish.all("span", lang="sv")


@pytest.mark.parametrize("nobody", ["", "en-GB,en;q=0.9"])
async def test_nothing_but_the_choice_decides(browser: httpx.AsyncClient, nobody: str) -> None:
    page = read((await browser.get("/tillganglighet", headers={"Accept-Language": nobody})).text)

    assert page.one("html").attributes["lang"] == "sv"
