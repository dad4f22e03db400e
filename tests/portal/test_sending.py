"""A page goes out packed unless it holds a key, and a first visit weighs at most 120 kB and asks nobody else."""

import re

import httpx

from schemas.agreements import Once, RegisterAgreement
from services.portal.pages.rendering import MOST_ROWS
from tests.builders import a_commitment, a_document
from tests.system import System

HEAVIEST = 120_000
ASKED_FOR = re.compile(r'<(?:link|img|script|iframe)[^>]+(?:href|src)="([^"]+)"')


async def weight(browser: httpx.AsyncClient, address: str) -> int:
    """Bytes as sent."""
    async with browser.stream("GET", address) as answer:
        return len(b"".join([part async for part in answer.aiter_raw()]))


async def test_a_first_visit_to_an_agreement_of_200_commitments_is_light_and_asks_nobody_else(
    system: System, browser: httpx.AsyncClient
) -> None:
    today = system.clock.now().date()
    commitments = tuple(a_commitment(f"nr-{nr}", Once(due=today)) for nr in range(MOST_ROWS))
    document = a_document(commitments=commitments)
    await system.tell(RegisterAgreement(document=document, signed_on=document.validity.since))
    await system.settle()

    for address in ("/", f"/overenskommelser/{document.slug}"):
        needed = set(ASKED_FOR.findall((await browser.get(address)).text))

        assert {one.split("?")[0] for one in needed} == {"/static/style.css", "/static/icon.svg"}
        assert sum([await weight(browser, one) for one in (address, *needed)]) <= HEAVIEST


async def test_a_file_is_kept_for_a_year_by_the_content_in_its_address(alone: httpx.AsyncClient) -> None:
    needed = set(ASKED_FOR.findall((await alone.get("/tillganglighet")).text))

    assert len(needed) == 2
    for one in needed:
        assert "max-age=31536000" in (await alone.get(one)).headers["cache-control"]
        assert (await alone.get(f"{one}0")).headers["cache-control"] == "no-store", "it is of another content"


async def test_a_page_is_packed_unless_it_holds_a_key(alone: httpx.AsyncClient) -> None:
    for address, packed in (("/tillganglighet", True), ("/svar/en-nyckel", False), ("/dev/inbox", False)):
        assert ("content-encoding" in (await alone.get(address)).headers) == packed, address
