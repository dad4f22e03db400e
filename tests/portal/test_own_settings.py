"""What is chosen stands on one page, by agreement; each change is one step away and leads back there."""

from datetime import date

import pytest

from schemas.base import Party
from schemas.followup import Audience, ChangeLadder, LadderKind, LadderStep, PlanMeeting, Rung
from schemas.notifier import StopMail
from schemas.portal import AccountRole
from services.front.ladders import days
from tests.builders import AGREEMENT
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.portal.visitors import Browser, signed_in
from tests.system import System

SETTINGS = "/installningar"


async def test_how_it_stands_is_on_one_page_and_what_is_changed_leads_back_to_it(system: System, browser: Browser):
    await sign(system)
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 5, 4)))
    steps = (LadderStep(rung=Rung("t-14"), to=Audience.LEAD),)
    await system.tell(
        ChangeLadder(
            agreement=AGREEMENT, ladder=LadderKind.LONG_WINDOW, steps=steps, by=Party.POLICE, reason="Vi är få."
        )
    )
    await system.tell(StopMail(mailbox="nagon@example.se", reason="Har slutat."))
    await system.settle()

    page = read((await browser.get(SETTINGS)).text)
    for said in (
        "Medborgarlöften Arjeplog Varje halvår 2026-05-04 Planera en serie möten",
        "1 egen i Medborgarlöften Arjeplog",
        "Tillfällen på 31 dagar eller mer: 14 dagar före (bara den ansvariga)",
        "Till exempel, om dagen är 2026-05-31",
        "Möten 21 dagar före; 7 dagar före; 1 dag före 2026-05-08, 2026-05-22, 2026-05-29",
        "Stoppade brevlådor1",
        "3 mejl i veckan",
        "Alla mejl säger vad de gäller.",
    ):
        assert said in page.words, said

    (change,) = (one for one in page.all("a") if one.attributes["href"].startswith("/gor/planera-mote?"))
    form = read((await browser.get(change.attributes["href"])).text)
    assert form.one("p", **{"class": "crumb"}).text.strip() == "Till inställningarna"
    action = next(one.attributes["action"] for one in form.all("form") if one.attributes["action"].startswith("/gor"))
    sent = await browser.post(action, data=form.sent() | {"on": "2026-06-08"})
    assert sent.status_code == 303, read(sent.text).words
    assert sent.headers["location"] == f"{SETTINGS}?klart=planera-mote"
    after = read((await browser.get(sent.headers["location"])).text)
    assert "Mötet är planerat." in after.words
    assert "2026-05-04, 2026-06-08" in after.words


@pytest.mark.parametrize("role", [AccountRole.COUNTY_BOARD, AccountRole.OPERATOR, AccountRole.ADMINISTRATOR])
async def test_who_reads_no_agreement_sees_only_what_is_theirs(system: System, role: AccountRole):
    await sign(system)
    async with signed_in(system.services["portal"], role) as browser:
        page = read((await browser.get(SETTINGS)).text)
    assert "Logga ut överallt" in page.words
    assert "Medborgarlöften" not in page.words
    assert ("Stoppade brevlådor" in page.words) == (role is not AccountRole.COUNTY_BOARD)


def test_a_ladders_mails_leave_on_working_days():
    """Before midsummer's eve, a red day, and after a Saturday."""
    steps = tuple(LadderStep(rung=Rung(one), to=Audience.LEAD) for one in ("t-7", "t+1"))
    assert days(steps, date(2026, 6, 26)) == [date(2026, 6, 18), date(2026, 6, 29)]
