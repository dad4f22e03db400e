"""Somebody at the county board signs in, reads how it stands in the county and prints it, and meets nobody's text."""

import json
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from urllib.parse import urlsplit

from openpyxl import load_workbook
from playwright.async_api import Browser, Page, expect

from schemas.agreements import Continuous
from schemas.base import Party
from schemas.followup import AddAgendaItem, OverrideLight, PlanMeeting, RecordPublicFeedback, ReportActivity
from schemas.followup.parts import Light
from schemas.portal import AccountRole
from tests.browser import chromium, paper
from tests.browser.conftest import Cookie
from tests.browser.hands import Mouse
from tests.builders import AGREEMENT, a_commitment, a_function
from tests.looking import rows, until
from tests.portal.conftest import sign
from tests.portal.visitors import an_account
from tests.system import PORTAL, System

pytestmark = chromium.needed

BOARD = an_account(AccountRole.COUNTY_BOARD, label="Länsstyrelsen", mailbox="samverkan@lansstyrelsen.example.se")
THEIRS = "mala-2026-ml"
MALA = a_function("samordnare", mailbox="samordnare.mala@example.se", municipality="2418")
OPENED_ALREADY = {"/logga-ut", "/logga-ut/overallt"}


async def test_the_county_board_reads_counts_and_states_of_its_county_and_no_text_and_prints_them(
    system: System, portal: str, cookies: dict[str, Cookie], browser: Browser
):
    await two_counties(system)
    written = await free_texts(system)
    assert len(written) > 15
    assert {"Lamporna är trasiga vid bron", "Ska vandringen vänta?"} <= written

    page = await browser.new_page(base_url=portal, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    await come_in(system, page, portal)
    assert urlsplit(page.url).path == "/lan/25"
    row = page.get_by_role("row").filter(has_text="Arjeplog").first
    assert [await cell.inner_text() for cell in await row.get_by_role("cell").all()][:3] == ["1", "3", "1"]
    await expect(row).to_contain_text("○ Okänt")
    await expect(page.locator("main")).not_to_contain_text("Malå")
    months = page.get_by_role("table").last.get_by_role("row").filter(has_text="Arjeplog")
    assert [said for cell in await months.get_by_role("cell").all() if (said := await cell.inner_text())] == [
        "0 av 1"
    ] * 2
    charts = [await one.get_attribute("aria-label") for one in await page.get_by_role("img").all()]
    assert charts == ["Arjeplog: 0 av 1 genomfört; tabellen nedanför har varje månad"]
    await expect(page.locator("main")).to_contain_text(", ".join((await names_of(page))[1:]))

    pages = await all_that_it_can_reach(page)
    assert {"/lan/25", "/lan/25.xlsx", "/konto", "/loften", "/systemet"} <= pages.keys()
    assert "Arjeplog" in pages["/lan/25.xlsx"]
    told = {(path, text) for path, whole in pages.items() for text in written if text in whole}
    assert told == set()
    for shut in ("/lan/24", f"/overenskommelser/{AGREEMENT}", "/kommuner/2506", "/moten", "/mejl"):
        refused = await page.goto(shut)
        assert refused.status in {403, 404}, shut
        assert not [text for text in written if text in await page.content()], shut

    await page.goto("/lan/25")
    printed = paper.read(await page.pdf(prefer_css_page_size=True))
    assert (printed.sizes, printed.colours) == ({paper.A4}, set())
    assert "Arjeplog" in printed.words
    assert "Allt fungerar" not in printed.words

    await page.context.clear_cookies()
    await page.context.add_cookies([cookies["coordinator"]])
    await page.goto(f"/overenskommelser/{AGREEMENT}")
    assert [text for text in written if text in await page.content()]  # for others the same texts are there


async def names_of(page: Page) -> list[str]:
    return await page.get_by_role("table").first.get_by_role("rowheader").all_inner_texts()


async def two_counties(system: System) -> None:
    """Arjeplog's in Norrbotten, with something in every field that somebody writes in; Malå's in Västerbotten."""
    late = a_commitment("sen", due="2026-02-27", public=False, note="Lamporna är trasiga vid bron")
    told = a_commitment("redovisad", due="2026-06-01", public=False, text="Krogtillsyn i hela kommunen")
    always = a_commitment("alltid", Continuous(), public=False, text="Gemensam lägesbild varje vecka")
    await sign(system, commitments=(late, told, always))
    foreign = a_commitment(
        "mala-1", agreement=THEIRS, by=(MALA,), text="Vandring i Malå samhälle", due="2026-02-27", public=False
    )
    place = {"slug": THEIRS, "title": "Malås överenskommelse 2026", "municipalities": ("2418",), "functions": (MALA,)}
    await sign(system, commitments=(foreign,), **place)
    why = {"by": Party.POLICE, "reason": "Vi hann inte med i februari"}
    on = date(2026, 3, 1)
    said = "Två krögare saknade utbildad personal"
    await system.tell(ReportActivity(occurrence="redovisad/once", party=Party.POLICE, count=1, on=on, comment=said))
    await system.tell(OverrideLight(commitment="alltid", light=Light.YELLOW, **why))
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 5, 4)))
    await system.tell(AddAgendaItem(meeting=f"{AGREEMENT}/meeting-1", text="Ska vandringen vänta?"))
    await system.tell(RecordPublicFeedback(agreement=AGREEMENT, on=on, channel="Anslag i biblioteket"))
    await system.settle()


async def free_texts(system: System) -> set[str]:
    """All that is kept with a space in it, or a mailbox: names of places, functions and people's own sentences."""
    found: set[str] = set()
    for name in ("agreements", "followup", "notifier"):
        url = system.urls[name]
        tables = await rows(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            kept = await rows(url, f'SELECT row_to_json(t)::text FROM "{table}" t')  # noqa: S608  a table's own name
            found |= {text for (row,) in kept for text in leaves(json.loads(row))}
    return found


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    elif isinstance(value, str) and value.startswith(("{", "[")):
        yield from leaves(json.loads(value))
    elif isinstance(value, str) and ("@" in value or " " in value.strip()):
        yield value


async def come_in(system: System, page: Page, portal: str) -> None:
    """By the link that is mailed to the role's mailbox."""
    await system.tell(BOARD)
    hand = Mouse(page)
    await page.goto("/logga-in")
    await hand.write("Din e-postadress", BOARD.mailbox)
    await hand.send("Skicka länken")

    async def has_come() -> bool:
        await system.settle()
        return bool(system.post.to(BOARD.mailbox))

    await until(has_come, "the mail")
    text = system.post.to(BOARD.mailbox)[0].get_body(("plain",)).get_content()
    await page.goto(re.search(rf"{PORTAL}/logga-in/\S+", text)[0].replace(PORTAL, portal))
    await hand.send("Logga in")


def texts_in(workbook: bytes) -> str:
    sheets = load_workbook(BytesIO(workbook)).worksheets
    return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


async def all_that_it_can_reach(page: Page) -> dict[str, str]:
    """What stands at each address that a link leads to, from the start page on."""
    ahead, found = ["/"], dict[str, str]()
    while ahead:
        address = ahead.pop()
        if address in found or not address.startswith("/") or address in OPENED_ALREADY:
            continue
        if address.endswith(".xlsx"):  # a browser saves it
            found[address] = texts_in(await (await page.request.get(address)).body())
            continue
        answer = await page.goto(address)
        assert answer.status == 200, address
        found[address] = await page.content()
        found.setdefault(urlsplit(page.url).path, found[address])
        ahead += [await one.get_attribute("href") or "" for one in await page.get_by_role("link").all()]
    return found
