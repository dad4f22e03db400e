"""An agreement's days in a calendar program: what is cancelled or moved there is told of, never left standing."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import httpx
from icalendar import Calendar

from schemas.base import Party
from schemas.followup import CancelMeeting, CancelOccurrence, MoveDueDay, PlanMeeting, ReportActivity
from schemas.portal import AccountLines, AccountRole, EndAccount, ListAccounts
from services.portal.pages.door import Door
from services.portal.pages.guard import Guard
from services.portal.pages.routes import pages
from services.runtime.links import make_calendar_token
from tests.builders import a_commitment, agreement_id
from tests.portal.conftest import browser_of, sign
from tests.portal.html import read
from tests.portal.visitors import signed_in
from tests.system import KEY, System

FEED = "/overenskommelser/arjeplog-2026-ml/kalender.ics"


async def events(browser: httpx.AsyncClient) -> dict[str, tuple[str, date, int]]:
    """By summary: status, day and sequence."""
    answer = await browser.get(FEED)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len({str(one["uid"]) for one in found}) == len(found)
    return {str(one["summary"]): (str(one["status"]), one.decoded("dtstart"), one.get("sequence", 0)) for one in found}


async def two(system: System) -> None:
    walk = a_commitment("klar", due="2026-05-31", text="Trygghetsvandring")
    await sign(system, commitments=(a_commitment("sen", due="2026-06-30", text="Föräldramöte"), walk))


async def test_what_is_cancelled_is_told_as_cancelled_and_does_not_vanish(system: System, browser: httpx.AsyncClient):
    await two(system)
    assert set(await events(browser)) == {"Senast: Föräldramöte", "Senast: Trygghetsvandring"}

    await system.tell(CancelOccurrence(occurrence="sen/once", reason="Skolan är stängd", forum="Styrgruppen"))

    assert (await events(browser))["Utgår: Föräldramöte"] == ("CANCELLED", date(2026, 6, 30), 1)


async def test_what_is_moved_keeps_its_uid_and_counts_its_moves(system: System, browser: httpx.AsyncClient):
    await two(system)
    before = await events(browser)
    moved = MoveDueDay(occurrence="sen/once", due=date(2026, 7, 31), by=Party.POLICE, reason="Sommarlov")
    await system.tell(moved)

    after = await events(browser)
    assert after["Senast: Föräldramöte"] == ("CONFIRMED", date(2026, 7, 31), before["Senast: Föräldramöte"][2] + 1)


async def test_what_is_done_is_said_to_be(system: System, browser: httpx.AsyncClient):
    await two(system)
    await system.tell(ReportActivity(occurrence="klar/once", party=Party.POLICE, count=1, on=date(2026, 3, 1)))

    assert "Genomfört: Trygghetsvandring" in await events(browser)


async def test_meetings_are_in_it_and_cancelled_ones_say_so(system: System, browser: httpx.AsyncClient):
    await two(system)
    await system.tell(PlanMeeting(agreement="arjeplog-2026-ml", on=date(2026, 9, 15)))
    await system.tell(PlanMeeting(agreement="arjeplog-2026-ml", on=date(2026, 12, 1)))
    await system.tell(CancelMeeting(meeting="arjeplog-2026-ml/meeting-2", reason="Hålls i januari i stället"))

    found = await events(browser)
    assert found["Uppföljningsmöte, Medborgarlöften Arjeplog"][:2] == ("CONFIRMED", date(2026, 9, 15))
    assert found["Inställt: uppföljningsmöte, Medborgarlöften Arjeplog"][:2] == ("CANCELLED", date(2026, 12, 1))


async def test_each_day_leads_to_its_own_page(system: System, browser: httpx.AsyncClient):
    await two(system)
    await system.tell(PlanMeeting(agreement="arjeplog-2026-ml", on=date(2026, 9, 15)))

    found = Calendar.from_ical((await browser.get(FEED)).content).walk("VEVENT")

    told = {urlsplit(str(one["url"])).path for one in found}
    assert told == {"/tillfalle/sen/once", "/tillfalle/klar/once", "/moten/arjeplog-2026-ml/meeting-1"}
    async with signed_in(system.services["portal"], AccountRole.STEERING_GROUP) as reader:
        page = read((await reader.get("/prenumerera/arjeplog-2026-ml")).text)
        subscribed = urlsplit(page.one("input", id="adress").attributes["value"]).path
        for feed in (FEED, subscribed):
            found = Calendar.from_ical((await reader.get(feed)).content).walk("VEVENT")
            ways = {urlsplit(str(one["url"])).path for one in found}
            assert len(ways) == 3
            assert {(await reader.get(way)).status_code for way in ways} == {200}, ways


async def test_where_tls_ends_before_the_portal_what_programs_read_leads_to_its_public_address(system: System):
    await two(system)
    guard = system.services["portal"].pages["/"]
    assert isinstance(guard, Guard)
    assert isinstance(guard.app, Door)
    public = pages(replace(guard.app.site, public_url="https://loften.example.se"))
    async with signed_in(system.services["portal"], AccountRole.COORDINATOR), browser_of(public) as program:
        account = (await system.ask(ListAccounts(), AccountLines)).accounts
        token = make_calendar_token(KEY, account[0].id, agreement_id("arjeplog-2026-ml"), 0)
        for address in (f"/kalender/{token}.ics", "/loften/2506.rss"):
            told = (await program.get(address, headers={"Host": "loften.example.se"})).text
            assert "https://loften.example.se/" in told, address
            assert "http://loften" not in told


async def test_who_asks_for_the_calendar_of_nothing_is_told(browser: httpx.AsyncClient):
    assert (await browser.get("/overenskommelser/finns-inte/kalender.ics")).status_code == 404


async def test_a_calendar_program_reads_at_a_secret_address_until_it_is_made_anew_or_the_account_ends(system: System):
    await two(system)
    await sign(system, slug="mala-2026", municipalities=("2418",), commitments=())
    portal = system.services["portal"]
    async with signed_in(portal, AccountRole.COORDINATOR) as browser, browser_of(portal.pages["/"]) as program:
        page = await browser.get("/prenumerera/arjeplog-2026-ml")
        address = urlsplit(read(page.text).one("input", id="adress").attributes["value"]).path
        assert "content-encoding" not in page.headers  # what is packed tells of itself by its length

        answer = await program.get(address)
        assert (answer.status_code, answer.headers["referrer-policy"]) == (200, "no-referrer")
        found = Calendar.from_ical(answer.content).walk("VEVENT")
        assert {str(one["summary"]) for one in found} == {"Senast: Föräldramöte", "Senast: Trygghetsvandring"}
        assert not [one for one in found if "description" in one]

        other = "B" if address[-5] != "B" else "C"
        for wrong in (f"{address[:-5]}{other}.ics", "/kalender/x.ics", "/kalender/å.ics", address[:-5] + ".ics"):
            assert (await program.get(wrong)).status_code == 404, wrong
        assert (await browser.get("/prenumerera/mala-2026")).status_code == 404
        account = (await system.ask(ListAccounts(), AccountLines)).accounts[0]
        elsewhere = make_calendar_token(KEY, account.id, agreement_id("mala-2026"), 0)
        assert (await program.get(f"/kalender/{elsewhere}.ics")).status_code == 404  # not the account's to read

        anew = await browser.post("/konto/kalendrar")
        assert "fungerar inte längre" in read((await browser.get(anew.headers["location"])).text).words
        assert (await program.get(address)).status_code == 404
        again = read((await browser.get("/prenumerera/arjeplog-2026-ml")).text).one("input", id="adress")
        address = urlsplit(again.attributes["value"]).path
        assert (await program.get(address)).status_code == 200
        await system.tell(EndAccount(mailbox=account.mailbox))
        assert (await program.get(address)).status_code == 404
