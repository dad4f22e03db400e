"""What is chosen stands on one page, by agreement; each change is one step away and leads back there."""

import re
from datetime import date

import httpx
import pytest

from schemas.base import Party
from schemas.followup import Audience, ChangeLadder, LadderKind, LadderStep, PlanMeeting, Rung
from schemas.notifier import StopMail
from schemas.portal import AccountRole
from services.front.ladders import days
from tests.builders import AGREEMENT, SAMORDNARE
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.portal.visitors import Browser, signed_in
from tests.system import System

SETTINGS = "/installningar"
OF_MALA = {"mailbox": "mala@example.se", "organisation": "2418", "places": ("2418",)}


async def test_how_it_stands_is_on_one_page_and_what_is_changed_leads_back_to_it(system: System, browser: Browser):
    await sign(system)
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 5, 4)))
    steps = (LadderStep(rung=Rung("t-14"), to=Audience.LEAD),)
    await system.tell(
        ChangeLadder(
            agreement=AGREEMENT, ladder=LadderKind.LONG_WINDOW, steps=steps, by=Party.POLICE, reason="Vi är få."
        )
    )
    await system.tell(StopMail(mailbox=SAMORDNARE.mailbox, reason="Har slutat."))
    await system.settle()

    page = read((await browser.get(SETTINGS)).text)
    for said in (
        "Medborgarlöften Arjeplog Varje halvår",
        "Ändra takten om ”Medborgarlöften Arjeplog” 2026-05-04 Planera ett möte",
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


def form_in(page: httpx.Response, address: str) -> tuple[str, dict[str, str]]:
    """Where the one form that is sent there goes, and what it sends as it stands."""
    (form,) = re.findall(rf'<form[^>]*action="{re.escape(address)}.*?</form>', page.text, re.DOTALL)
    return read(form).all("form")[0].attributes["action"], read(form).sent()


async def test_mails_that_say_less_are_chosen_on_the_page_and_it_stands_there_why_since_when_and_as_whom(
    system: System, browser: Browser
):
    await sign(system)
    portal = system.services["portal"]
    async with (
        signed_in(portal, AccountRole.ADMINISTRATOR) as own,
        signed_in(
            portal, AccountRole.COORDINATOR, mailbox="a@example.se", organisation="2418", places=("2418",)
        ) as far,
    ):
        action, form = form_in(await own.get(SETTINGS), "/gor/tysta-mejl")
        assert (form["party"], form["municipality"]) == ("municipality", "2506")
        refused = await own.post(action, data=form)
        page = read(refused.text)
        assert refused.status_code == 422
        assert "Skriv en kort mening" in page.one("p", id="reason-fel").text
        assert "Till inställningarna" in [one.text for one in page.all("a", href=SETTINGS)]

        sent = await own.post(action, data=form | {"reason": "Brevlådan läses av flera."})
        assert sent.headers["location"] == f"{SETTINGS}?klart=tysta-mejl"
        for one in (own, browser):
            told = read((await one.get(SETTINGS)).text).words
            assert "Arjeplog sedan 2026-03-02, av administratören i Arjeplog" in told
            assert "Brevlådan läses av flera." in told
        for seen in (SETTINGS, "/funktioner"):
            assert "Brevlådan" not in read((await far.get(seen)).text).words, "another county's"
        action, form = form_in(await own.get(SETTINGS), "/gor/tysta-mejl")
        assert (await own.post(action, data=form)).status_code == 303
        assert "Alla mejl säger vad de gäller." in read((await own.get(SETTINGS)).text).words


async def test_a_ladder_begins_with_the_steps_that_apply_and_its_mail_days_are_seen_before_it_is_saved(
    system: System, browser: Browser
):
    await sign(system)
    page = read((await browser.get(SETTINGS)).text)
    (link,) = (one for one in page.all("a") if "ladder=meeting" in one.attributes["href"])
    action, form = form_in(await browser.get(link.attributes["href"]), "/gor/valj-trappa")
    steps = [form[f"steps.{row}.rung"] for row in range(3)]
    assert (form["ladder"], steps) == ("meeting", ["t-21", "t-7", "t-1"])

    filled = form | {"steps.1.rung": "t-10", "steps.2.rung": "", "steps.2.to": "", "reason": "Vi ses sällan."}
    looked = await browser.post(action, data=filled | {"visa": "visa"})
    assert looked.status_code == 200, read(looked.text).words
    seen = read(looked.text)
    assert "2026-05-08 21 dagar före, kommunpolis och samordnare 2026-05-21 10 dagar före" in seen.words
    (way,) = (one for one in seen.all("a") if one.text == "simulera")
    assert "Mejl 2026-03-02 till" in read((await browser.get(way.attributes["href"])).text).words
    unfit = await browser.post(action, data=filled | {"visa": "visa", "steps.1.rung": "t+3"})
    assert "kommer för sent" in read(unfit.text).one("p", id="steps-fel").text
    ladders = f"/overenskommelser/{AGREEMENT}/trappor"
    assert "Vi ses sällan" not in read((await browser.get(ladders)).text).words

    saved = await browser.post(action, data=form_in(looked, "/gor/valj-trappa")[1])
    assert saved.headers["location"] == f"{SETTINGS}?klart=valj-trappa"
    assert "Möten: 21 dagar före; 10 dagar före" in read((await browser.get(SETTINGS)).text).words
    (restore,) = (one for one in read((await browser.get(SETTINGS)).text).all("a") if one.text.startswith("Återställ"))
    action, form = form_in(await browser.get(restore.attributes["href"]), "/gor/aterstall-trappa")
    await browser.post(action, data=form | {"reason": "Nu ses vi oftare."})
    assert "Möten: 21" not in read((await browser.get(SETTINGS)).text).words


async def test_how_often_the_parties_meet_is_amended_with_a_reason_and_the_meetings_follow(
    system: System, browser: Browser
):
    await sign(system)
    address = f"/overenskommelser/{AGREEMENT}/takt?tillbaka=/installningar"
    _, form = form_in(await browser.get(address), f"/overenskommelser/{AGREEMENT}/takt")
    assert (form["cadence"], form["plan"]) == ("half_year", "on")
    wanted = form | {"cadence": "quarter"}
    for wrong, field, sentence in (
        (wanted, "reason", "Skriv varför takten ändras."),
        ({**form, "plan": ""}, "cadence", "Inget är ändrat."),
        ({**form, "first": "2020-01-01"}, "first", "före överenskommelsens första dag"),
    ):
        refused = await browser.post(address, data=wrong)
        assert refused.status_code == 422
        assert sentence in read(refused.text).one("p", id=f"{field}-fel").text
    late = await browser.post(address, data=wanted | {"reason": "Mycket händer.", "first": "2020-01-01"})
    assert "Överenskommelsen är ändrad, men mötena är inte planerade om" in read(late.text).words
    await system.settle()

    _, form = form_in(late, f"/overenskommelser/{AGREEMENT}/takt")
    sent = await browser.post(address, data=form | {"first": ""})
    assert sent.headers["location"] == f"{SETTINGS}?klart=planera-moten"
    await system.settle()
    now = read((await browser.get(SETTINGS)).text).words
    assert "Medborgarlöften Arjeplog Varje kvartal" in now
    assert "2026-04-01, 2026-07-01, 2026-10-01" in now


async def test_a_stopped_mailbox_is_told_to_who_has_it_with_since_when_why_and_as_whom_and_allowed_again(
    system: System,
):
    await sign(system)
    portal = system.services["portal"]
    async with (
        signed_in(portal, AccountRole.ADMINISTRATOR) as own,
        signed_in(
            portal, AccountRole.ADMINISTRATOR, mailbox="a@example.se", organisation="2418", places=("2418",)
        ) as far,
        signed_in(portal, AccountRole.OPERATOR) as operator,
    ):
        action, form = form_in(await own.get("/gor/stoppa-mejl?tillbaka=/mejl"), "/gor/stoppa-mejl")
        data = form | {"mailbox": SAMORDNARE.mailbox.upper(), "reason": "Har slutat."}
        sent = await own.post(action, data=data)
        assert sent.headers["location"] == "/mejl?klart=stoppa-mejl", read(sent.text).words
        told = "– Stoppad sedan 2026-03-02 09:00 Har slutat. Administratören i Arjeplog"
        page = await own.get("/mejl")
        assert f"{SAMORDNARE.mailbox} Samordnare, Arjeplog {told} Tillåt igen" in read(page.text).words
        assert "Mejl är inte stoppat till någon." in read((await far.get("/mejl")).text).words
        seen = read((await operator.get("/mejl")).text).words
        assert told in seen
        assert "@" not in seen
        action, form = form_in(page, "/gor/tillat-mejl")
        assert "@" not in action
        done = await own.post(action, data=form)
        assert done.headers["location"] == "/mejl?klart=tillat-mejl"
        assert "Mejl är inte stoppat till någon." in read((await own.get("/mejl")).text).words


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
