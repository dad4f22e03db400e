"""From the start page to a recorded follow-up in at most three clicks, on the page itself and without JavaScript."""

import pytest
from playwright.async_api import Browser, Page, expect

from schemas.followup import OccurrenceCard, ShowOccurrence, SummariseAgreement, Summary
from tests.browser import chromium
from tests.browser.conftest import Cookie
from tests.browser.journeys import somebody_at
from tests.browser.test_wcag import wrong_with
from tests.builders import AGREEMENT, SAMORDNARE, a_commitment
from tests.portal.conftest import sign
from tests.system import System

pytestmark = chromium.needed


class Clicks:
    """A person's mouse, and how often it was used."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    async def on(self, selector: str) -> None:
        self.count += 1
        await self.page.locator(selector).first.click()


async def reports(system: System, slug: str) -> list[int]:
    card = await system.ask(ShowOccurrence(occurrence=slug), OccurrenceCard)
    return [report.count for report in card.reports]


@pytest.mark.parametrize("place", ["/", f"/overenskommelser/{AGREEMENT}"])
async def test_a_follow_up_is_recorded_in_place_in_three_clicks(
    system: System, portal: str, cookies: dict[str, Cookie], browser: Browser, place: str
):
    await sign(
        system,
        commitments=(a_commitment("sen", due="2026-02-27"), a_commitment("ensam", due="2026-03-04", by=(SAMORDNARE,))),
    )
    page = await browser.new_page(java_script_enabled=False)
    await page.context.add_cookies([cookies["coordinator"]])
    for slug in ("sen", "ensam"):
        await page.goto(portal + place)
        mouse, row = Clicks(page), f"tr:has(form[action*='/tillfalle/{slug}/'])"
        for selector in ("summary.button", "button[value=gjort]"):
            await mouse.on(f"{row} {selector}")
        await expect(page.get_by_role("status")).to_contain_text("Det är rapporterat.")
        assert page.url.startswith(f"{portal}{place}?klart=")
        assert mouse.count <= 3
        assert await reports(system, f"{slug}/once") == [1]


@pytest.mark.accessible
async def test_a_commitment_is_judged_in_place_and_an_open_form_has_no_faults(
    system: System, portal: str, cookies: dict[str, Cookie], browser: Browser
):
    await sign(system, commitments=(a_commitment("sen", due="2026-02-27"),))
    for width in (320, 1100, 1280):
        page = await browser.new_page(viewport={"width": width, "height": 900})
        await page.context.add_cookies([cookies["coordinator"]])
        for place in ("/", f"/overenskommelser/{AGREEMENT}"):
            await page.goto(portal + place)
            for one in await page.locator(".in-place > summary").all():
                await one.click()
            assert await wrong_with(page) == [], (width, place)
    await page.get_by_role("button", name="Uppfyllt", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("Bedömningen är sparad.")
    assert page.url == f"{portal}/overenskommelser/{AGREEMENT}?klart=bedom"
    summary = await system.ask(SummariseAgreement(agreement=AGREEMENT), Summary)
    views = summary.focus_areas[0].commitments[0].parties
    assert {view.party.value: view.fulfilment.value for view in views}["municipality"] == "fulfilled"


async def test_what_is_late_is_reported_in_place_and_judged_with_the_keyboard_alone(
    system: System, portal: str, cookies: dict[str, Cookie], browser: Browser
):
    await sign(system, commitments=(a_commitment("sen", due="2026-02-27"),))
    async with somebody_at(portal, browser, cookies["coordinator"], "with the keyboard alone") as hand:
        await hand.open("Rapportera Trygghetsvandring dit allmänheten bjuds in, 2026-02-27")
        await hand.write("Antal gånger", "2")
        await hand.write("Kommentar", "Två vandringar.")
        await hand.send("Gjort", "Det är rapporterat.")
        assert await reports(system, "sen/once") == [2]

        await hand.follow("Överenskommelser")
        await hand.follow("Medborgarlöften Arjeplog")
        await hand.open("Bedöm Trygghetsvandring dit allmänheten bjuds in")
        await hand.send("Uppfyllt", "Bedömningen är sparad.")
