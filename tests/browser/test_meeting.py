"""A follow-up meeting is run from one page, from its agenda to the paper in the file."""

from datetime import date

from playwright.async_api import Browser, expect

from schemas.base import Party
from schemas.followup import (
    DecisionKind,
    ListMeetings,
    ListOccurrences,
    MeetingCard,
    MeetingLines,
    OccurrenceLines,
    ReportActivity,
    ShowMeeting,
)
from tests.browser import chromium, paper
from tests.browser.conftest import Cookie
from tests.browser.journeys import EACH_WAY, somebody_at
from tests.builders import AGREEMENT, a_commitment
from tests.portal.conftest import sign
from tests.system import System

pytestmark = chromium.needed

ITEM, DECIDED = "Ska vandringen vänta på nya lampor?", "Vandringen hålls i maj."


@EACH_WAY
async def test_a_meeting_is_run_from_agenda_to_paper(
    system: System, portal: str, cookies: dict[str, Cookie], browser: Browser, way: str
):
    walk, pub = a_commitment("vandring", due="2026-03-31"), a_commitment("krog", due="2026-04-30", text="Krogtillsyn")
    await sign(system, commitments=(walk, pub))
    await system.tell(ReportActivity(occurrence="krog/once", party=Party.POLICE, count=1, on=date(2026, 3, 1)))
    await system.settle()

    async with somebody_at(portal, browser, cookies["coordinator"], way) as hand:
        page, told = hand.page, hand.page.locator("main")
        await hand.follow("Överenskommelser")
        await hand.follow("Medborgarlöften Arjeplog")
        await hand.follow("Planera ett möte")
        await hand.write("Dag för mötet", "2026-03-02")
        await hand.send("Planera mötet", "Mötet är planerat")
        await hand.follow("2026-03-02 Medborgarlöften Arjeplog")

        await expect(told).to_contain_text("Har redovisat, senast 2026-03-02")
        await expect(told).to_contain_text("Har inte redovisat sedan förra mötet")
        await expect(page.get_by_role("region", name="Sedan")).to_contain_text("Krogtillsyn")

        await hand.follow("Ta upp något på mötet")
        await hand.write("Det som ska tas upp", ITEM)
        await hand.choose("Åtagande det gäller", "Trygghetsvandring dit allmänheten bjuds in")
        await hand.send("Sätt upp på dagordningen", "Punkten står på dagordningen")

        await hand.follow(f"Anteckna ett beslut om ”{ITEM}”")
        await expect(told).to_contain_text(ITEM)
        await hand.follow("Flytta sista dagen")
        await hand.choose("Tillfälle", "Trygghetsvandring dit allmänheten bjuds in, 2026-01-01 till 2026-03-31")
        await hand.write("Ny sista dag", "2026-05-29")
        await hand.write("Varför", "Lamporna kommer i april")
        await hand.send("Flytta", "Tillfället har en ny sista dag")
        await expect(told).to_contain_text("En sista dag flyttas")
        await hand.write("Vad mötet beslutade", DECIDED)
        await hand.send("Anteckna beslutet", "Beslutet är antecknat")
        await expect(page.get_by_role("region", name="Dagordning")).not_to_contain_text(ITEM)

        await hand.follow("Avsluta mötet")
        await hand.send("Avsluta mötet", "Mötet är avslutat och sammanfattningen är fryst")
        await expect(page.get_by_role("region", name="Frysta versioner")).to_contain_text("Version 1")
        printed = paper.read(await page.pdf(prefer_css_page_size=True))

    assert printed.sizes == {paper.A4}
    assert printed.colours == set()
    for said in (DECIDED, "Sista dagen flyttas", "Krogtillsyn", "Hade redovisat"):
        assert said in printed.words
    for unsaid in ("Mötet är avslutat", "Frys en ny version av", "Allt som går att göra"):
        assert unsaid not in printed.words
    await it_is_so(system)


async def it_is_so(system: System) -> None:
    (line,) = (await system.ask(ListMeetings(agreement=AGREEMENT), MeetingLines)).meetings
    card = await system.ask(ShowMeeting(meeting=line.slug), MeetingCard)
    assert [(one.kind, one.text) for one in card.decisions] == [(DecisionKind.MOVE_DUE, DECIDED)]
    (moved,) = (await system.ask(ListOccurrences(commitment="vandring"), OccurrenceLines)).occurrences
    assert moved.due == date(2026, 5, 29)
