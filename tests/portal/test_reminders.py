"""Why a day is the day, by which ladder it is reminded of, and what became of every mail, is read on pages."""

from datetime import date

import httpx

from schemas.base import Party
from schemas.followup import Audience, ChangeLadder, LadderKind, LadderStep, PlanMeeting, ReportActivity, Rung
from schemas.notifier import LedgerLines, RecordBounce, ShowLedger, StopMail
from tests.builders import AGREEMENT, KOMMUNPOLIS, SAMORDNARE, a_commitment
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.system import System

WHY = "/tillfalle/rad/once/varfor"
DAYS, LADDERS = f"/overenskommelser/{AGREEMENT}/dagar", f"/overenskommelser/{AGREEMENT}/trappor"


async def page(browser: httpx.AsyncClient, path: str) -> Page:
    found = await browser.get(path)
    assert found.status_code == 200, path
    return read(found.text)


async def test_why_it_is_due_then_who_was_mailed_and_what_became_of_it_is_told(
    system: System, browser: httpx.AsyncClient
) -> None:
    advice = a_commitment("rad", due="2026-03-31", text="Föräldramöte om ANDTS", by=(KOMMUNPOLIS, SAMORDNARE))
    await sign(system, commitments=(advice, a_commitment("senare", due="2026-09-30")))
    await system.forward(2)
    (sent, _) = (await system.ask(ShowLedger(), LedgerLines)).lines
    day = date(2026, 3, 4)
    await system.tell(RecordBounce(message_id=sent.message_id or "", code="5.1.1", on=day))
    await system.tell(StopMail(mailbox=SAMORDNARE.mailbox, reason="Har slutat."))
    await system.tell(ReportActivity(occurrence="rad/once", party=Party.POLICE, count=1, on=day, comment="Klart."))
    await system.settle()

    told = (await page(browser, WHY)).words
    assert "Sista dag är 2026-03-31" in told
    assert "Trappa: den vanliga. 28 dagar före; 7 dagar före;" in told
    assert "28 dagar före 2026-03-03 ✓ Har gått" in told
    assert "7 dagar före 2026-03-24 ○ Väntar Redan genomfört." in told
    assert "▲ Kom tillbaka" in told
    assert "2026-03-04 Polisen 1 Klart." in told
    before = (await page(browser, f"{WHY}?per=2026-03-03")).words
    assert "Så här såg det ut 2026-03-03" in before
    assert "28 dagar före 2026-03-03 ✓ Har gått" in before
    assert "Kom tillbaka" not in before
    assert "Klart." not in before

    mails = await page(browser, "/mejl")
    assert len(mails.all("a", href=WHY)) == 2
    assert "▲ Kom tillbaka" in mails.words
    assert "Har slutat." in mails.words
    assert mails.words.count("@") == 1, "the ledger names no mailbox, the list of stopped ones those that are one's own"
    assert "2 mejl om Föräldramöte om ANDTS" in (await page(browser, "/mejl?tillfalle=rad/once")).words
    assert "Inga mejl om det här." in (await page(browser, "/mejl?tillfalle=senare/once")).words
    earlier = (await page(browser, "/mejl?per=2026-03-02")).words
    assert "Inga mejl." in earlier
    assert "Mejl är inte stoppat till någon." in earlier

    for path in ("/tillfalle/ingen/once/varfor", "/mejl?tillfalle=ingen/once"):
        missing = await browser.get(path)
        assert missing.status_code == 404
        assert "Det finns inte, eller hör till andra parter" in read(missing.text).words
    assert (await browser.get("/mejl?dag=x")).status_code == 404


async def test_the_days_of_an_agreement_and_its_ladders_are_told_with_who_chose_them(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system)
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 3, 31)))
    steps = (
        LadderStep(rung=Rung("t-10"), to=Audience.COORDINATORS),
        LadderStep(rung=Rung("t-2"), to=Audience.COORDINATORS),
    )
    others = {"steps": steps, "by": Party.POLICE, "reason": "Vi ses sällan."}
    await system.forward(9)
    await system.tell(ChangeLadder(agreement=AGREEMENT, ladder=LadderKind.MEETING, **others))
    one = {"agreement": AGREEMENT, "commitment": "arjeplog-1", "ladder": LadderKind.LONG_WINDOW, "steps": ()}
    await system.tell(ChangeLadder(**one, by=Party.MUNICIPALITY, reason="Ingen behöver påminnas."))
    await system.settle()

    days = await page(browser, DAYS)
    assert "Uppföljningsmöte 2026-03-31 om 20 dagar 2026-03-10, 21 dagar före ✓ Har gått" in days.words
    assert "2026-03-20, 10 dagar före ○ Väntar" in days.words
    assert "Överenskommelsen upphör 2026-12-31" in days.words
    assert days.all("a", href=f"/moten/{AGREEMENT}/meeting-1")
    before = (await page(browser, f"{DAYS}?per=2026-03-10")).words
    assert "2026-03-24, 7 dagar före ○ Väntar" in before

    ladders = (await page(browser, LADDERS)).words
    assert "Möten Den vanliga 21 dagar före; 7 dagar före; 1 dag före – – Ersatt av en annan" in ladders
    chosen = "10 dagar före; 2 dagar före 2026-03-11 av polisen: Vi ses sällan. ✓ Gäller"
    assert f"Möten Överenskommelsens egen {chosen}" in ladders
    assert "Åtagandets egen arjeplog-1 Ingen påminns 2026-03-11 av kommunen: Ingen behöver påminnas." in ladders
    assert "Vi ses sällan" not in (await page(browser, f"{LADDERS}?per=2026-03-10")).words

    agreement = await page(browser, f"/overenskommelser/{AGREEMENT}")
    assert agreement.all("a", href=DAYS)
    assert agreement.all("a", href=LADDERS)
    for path in ("dagar", "trappor"):
        assert (await browser.get(f"/overenskommelser/finns-inte/{path}")).status_code == 404
