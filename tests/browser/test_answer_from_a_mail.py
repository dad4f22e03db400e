"""From a mail to a recorded follow-up, as people do it: by mouse, by keyboard alone, and without JavaScript."""

import re

from playwright.async_api import Browser, expect

from schemas.followup import OccurrenceCard, ShowOccurrence
from tests.browser import chromium
from tests.browser.hands import Keyboard
from tests.browser.journeys import EACH_WAY, WAYS
from tests.builders import KOMMUNPOLIS, a_commitment
from tests.portal.conftest import sign
from tests.system import PORTAL, System

pytestmark = chromium.needed

OCCURRENCE = "foraldrar/once"


async def link_mailed(system: System, portal: str) -> str:
    """What the municipal police's reminder leads to, at the portal's own address."""
    system.clock.set("2026-01-07T09:00")
    await sign(system, commitments=(a_commitment("foraldrar", due="2026-03-31"),))
    system.clock.set("2026-03-03T09:00")
    await system.settle()
    [mail] = system.post.to(KOMMUNPOLIS.mailbox)
    text = mail.get_body(("plain",)).get_content()
    return re.search(rf"{PORTAL}/svar/\S+", text)[0].replace(PORTAL, portal)


async def reported(system: System) -> list[tuple[int, str]]:
    card = await system.ask(ShowOccurrence(occurrence=OCCURRENCE), OccurrenceCard)
    return [(report.count, report.comment) for report in card.reports]


@EACH_WAY
async def test_a_reminder_is_answered_without_javascript_in_two_steps_from_the_mail(
    system: System, portal: str, browser: Browser, way: str
):
    link = await link_mailed(system, portal)
    page = await browser.new_page(java_script_enabled=WAYS[way] is Keyboard)  # to see the focus needs it
    hand = WAYS[way](page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    await page.goto(link)
    assert await reported(system) == []  # to open a link is no answer
    await hand.tick("Gjort")
    await hand.write("Kommentar", "Två klasser.")
    await hand.send("Spara svaret")

    await expect(page.get_by_role("heading", level=1)).to_contain_text("Tack, svaret är sparat")
    assert await reported(system) == [(1, "Två klasser.")]
    assert all(url.startswith(portal) for url in asked)


async def test_a_mistake_is_told_at_its_field_with_what_was_written_kept(system: System, portal: str, browser: Browser):
    page = await browser.new_page()
    await page.goto(await link_mailed(system, portal))

    await page.get_by_label("Antal gånger").fill("många")
    await page.get_by_label("Kommentar").fill("Två klasser.")
    await page.get_by_role("button", name="Spara svaret").click()

    told = page.get_by_role("alert")
    await expect(told).to_be_focused()
    await told.get_by_role("link", name="Skriv antalet som ett helt tal").click()
    await expect(page.get_by_label("Antal gånger")).to_be_focused()
    await expect(page.get_by_label("Antal gånger")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("Kommentar")).to_have_value("Två klasser.")
    assert await reported(system) == []
