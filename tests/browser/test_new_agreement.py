"""A new agreement is made of last year's, or of the example, and is seen among what is promised."""

import re
import sys
from time import monotonic

from playwright.async_api import Browser, expect

from schemas.agreements import AgreementCard, AgreementState, ShowAgreement
from tests.browser import chromium, paper
from tests.browser.conftest import Cookie
from tests.browser.hands import Mouse
from tests.browser.journeys import EACH_WAY, somebody_at
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment
from tests.portal.conftest import sign
from tests.system import PORTAL, System

pytestmark = chromium.needed

NEXT = "arjeplog-2027-ml"
SLUG, TITLE = "medborgarlofte-for-arjeplog-2026", "Medborgarlöfte för Arjeplog 2026"


async def test_last_years_agreement_becomes_this_years_and_is_signed(
    system: System, portal: str, cookies: dict[str, Cookie], browser: Browser
):
    once = a_commitment("arjeplog-2026-utbildning", due="2026-10-30", text="Utbildning för föräldrar")
    await sign(system, commitments=(a_commitment(), once))

    async with somebody_at(portal, browser, cookies["coordinator"]) as hand:
        await hand.follow("Överenskommelser")
        await hand.follow("Medborgarlöften Arjeplog")
        await hand.follow("Gör en ny av den här")
        await expect(hand.page.locator("main")).to_contain_text("flyttat till nästa period")
        await hand.send("Spara utkastet och gå vidare", "Utkastet är sparat")
        await hand.follow("5. Läs igenom och dela")
        await shared_and_signed(hand)
        await expect(hand.page.locator("main")).to_contain_text("Utbildning för föräldrar")
        await hand.follow("Överenskommelser")
        await expect(hand.page.get_by_role("row").filter(has_text="2027-12-31")).to_contain_text("Undertecknad")

    card = await system.ask(ShowAgreement(agreement=NEXT), AgreementCard)
    assert card.state is AgreementState.SIGNED
    assert [one.slug for one in card.commitments] == ["arjeplog-1-2027", "arjeplog-2027-utbildning"]
    assert all(one.carried_over and one.public for one in card.commitments)
    assert {one.function_id for one in card.commitments[0].responsible} == {KOMMUNPOLIS.id, SAMORDNARE.id}
    assert str(card.commitments[1].recurrence.due) == "2027-10-30"


async def test_a_draft_written_whole_gets_more_promises_and_is_signed(
    portal: str, cookies: dict[str, Cookie], browser: Browser
):
    async with somebody_at(portal, browser, cookies["coordinator"]) as hand:
        page = hand.page
        await hand.follow("Överenskommelser")
        await hand.follow("Ny överenskommelse")
        await hand.follow("Skriv ett utkast")
        await hand.follow("börja med exemplet")
        await hand.send("Spara utkastet", "Utkastet är sparat")
        for text in ("Föräldramöten i alla skolor", "Trafikkontroll vid skolan"):
            await hand.follow("Lova en sak till")
            await hand.write("Vad som lovas", text)
            await hand.tick("En gång", among="Hur ofta eller när")
            await hand.write("Senast", "2026-03-16")
            await page.get_by_label("Ansvarig").select_option(label="Kommunpolis, kommunpolis.arjeplog@example.se")
            await hand.send("Lägg till åtagandet", "Åtagandet är tillagt")
        await shared_and_signed(hand)
        for text in ("Föräldramöten i alla skolor", "Trafikkontroll vid skolan", "Trygghetsvandring i centrum"):
            await expect(page.locator("main")).to_contain_text(text)


async def reminded_and_answered(hand: Mouse, system: System) -> None:
    """Three days before the day, which is told as the most urgent."""
    await system.settle()
    system.clock.set("2026-03-13T09:00")
    await system.settle()
    (mail,) = system.post.to("kommunpolis.arjeplog@example.se")
    written = mail.get_body(("plain",)).get_content()
    assert "Trafikkontroll vid skolan" in written
    await hand.page.goto(re.search(rf"{PORTAL}(/svar/\S+)", written)[1])
    await hand.tick("Gjort")
    await hand.send("Spara svaret")
    await expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Tack, svaret är sparat")


async def shared_and_signed(hand: Mouse) -> None:
    await hand.follow("Dela utkastet")
    await hand.send("Dela", "Utkastet är delat")
    await hand.follow("Registrera att alla har skrivit under")
    await hand.send("Registrera", "Överenskommelsen är undertecknad")


@EACH_WAY
async def test_a_stranger_promises_three_things_from_a_template_is_reminded_answers_and_prints(
    way: str, system: System, portal: str, cookies: dict[str, Cookie], browser: Browser
):
    await sign(system)
    taken = "Trygghetsvandring tillsammans med boende och föreningar"
    by_others_too = "Insats mot langning inför skolavslutningen"
    begun = monotonic()
    async with somebody_at(portal, browser, cookies["coordinator"], way) as hand:
        page = hand.page
        await hand.follow("Överenskommelser")
        await hand.follow("Ny överenskommelse")
        await hand.follow("Börja med mallen Medborgarlöfte för en mindre kommun")
        await hand.write("Lokalpolisområden", "Piteå Älvdal")
        await hand.send("Spara utkastet och gå vidare", "Utkastet är sparat")
        await hand.send("Spara och gå vidare", "Sparat")
        await hand.send(f"Ta med {taken}", "Åtagandet är sparat")
        if way == "without scripts":
            await hand.follow(f"Ta med och välj vem {by_others_too}")
            await hand.send("Spara åtagandet", "Åtagandet är sparat")
        await hand.follow("Lägg till ett åtagande")
        await hand.write("Vad som lovas", "Trafikkontroll vid skolan")
        await hand.choose("Fokusområde", "Unga och droger")
        await hand.tick("En gång, senast en viss dag", among="Hur ofta eller när")
        await hand.write("Senast den", "2026-03-16")
        await hand.choose("Ansvarig", "Kommunpolis, kommunpolis.arjeplog@example.se")
        await hand.send("Visa de första dagarna")
        await expect(page.get_by_role("region", name="Så blir det")).to_contain_text("Inget är sparat än")
        await hand.send("Spara åtagandet", "Åtagandet är sparat")
        await hand.follow("Gå vidare till uppföljning och underskrifter")
        await hand.send("Spara och gå vidare", "Sparat")
        await expect(page.locator("main")).to_contain_text("Trafikkontroll vid skolan, en gång, senast 2026-03-16.")
        await shared_and_signed(hand)
        await reminded_and_answered(hand, system)
        await page.goto("/")
        await hand.follow("Överenskommelser")
        await hand.follow(TITLE)
        await expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
        printed = paper.read(await page.pdf(prefer_css_page_size=True))
    sys.stdout.write(f"{way}: from the start page to paper in {monotonic() - begun:.0f} s\n")

    assert (printed.sizes, printed.colours) == ({paper.A4}, set())
    assert "1 av 1" in printed.words
    card = await system.ask(ShowAgreement(agreement=SLUG), AgreementCard)
    assert card.state is AgreementState.ACTIVE
    run_together = printed.words.replace(" ", "")
    assert all(one.text.replace(" ", "") in run_together for one in card.commitments), "wherever a line ends"
    assert len(card.commitments) == (3 if way == "without scripts" else 2)
    assert {one.function_id for one in card.commitments[0].responsible} == {KOMMUNPOLIS.id, SAMORDNARE.id}
