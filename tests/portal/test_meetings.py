"""A follow-up meeting is prepared, held and told of from its own page."""

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import httpx

from schemas.agreements import AgreementType
from schemas.base import Party
from schemas.followup import (
    AddAgendaItem,
    CancelMeeting,
    CloseMeeting,
    DecisionKind,
    FreezeSummaryAnew,
    InformSteeringGroup,
    MeetingLine,
    MeetingState,
    MoveMeeting,
    PlanMeeting,
    RecordDecision,
    ReportActivity,
)
from services.portal.pages.meetings import Meetings
from services.portal.pages.rendering import ENVIRONMENT
from tests.builders import AGREEMENT, a_commitment
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.system import System

FIRST = f"{AGREEMENT}/meeting-1"
OF_THIS = f"/overenskommelser/{AGREEMENT}/moten"
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


async def see(browser: httpx.AsyncClient, address: str) -> Page:
    answer = await browser.get(address)
    assert answer.status_code == 200, address
    return read(answer.text)


def offered(page: Page) -> list[dict[str, str]]:
    """What is already known in each form that the page leads to."""
    links = (urlsplit(one.attributes["href"]) for one in page.all("a"))
    return [dict(parse_qsl(link.query)) for link in links if link.path.startswith("/gor/")]


def facts(page: Page) -> dict[str, str]:
    names, values = page.all("dt"), page.all("dd")
    return {name.text: " ".join(value.text.split()) for name, value in zip(names, values, strict=True)}


async def test_coming_meetings_stand_first_and_then_those_that_are_over(system: System, browser: httpx.AsyncClient):
    assert "Inget möte är planerat." in (await see(browser, "/moten")).words
    await sign(system)
    for day in ("2026-09-15", "2026-06-01", "2026-03-02", "2026-03-01"):
        await system.tell(PlanMeeting(agreement=AGREEMENT, on=date.fromisoformat(day)))
    await system.tell(CancelMeeting(meeting=f"{AGREEMENT}/meeting-1", reason="Valvaka"))
    await system.tell(CloseMeeting(meeting=f"{AGREEMENT}/meeting-3", on=date(2026, 3, 2)))

    page = await see(browser, OF_THIS)

    assert "▲ Dagen har passerat, inte avslutat" in page.words
    days = [one.text for one in page.all("time") if "th" in one.inside]
    assert days == ["2026-03-01", "2026-06-01", "2026-09-15", "2026-03-02"]
    assert facts(page)["Nästa möte"] == "2026-06-01 om 91 dagar", "not the one that has passed"
    assert "– Inställt" in page.words
    assert "✓ Hållet" in page.words
    assert [said.text for said in page.all("a") if said.text == "Planera ett möte"]
    assert offered(await see(browser, "/moten")) == []
    chosen = await browser.get(f"/moten?overenskommelse={AGREEMENT}&per=2026-03-01")
    assert chosen.headers["location"] == f"{OF_THIS}?per=2026-03-01"
    assert (await browser.get("/overenskommelser/finns-inte/moten")).status_code == 404
    assert (await browser.get("/moten?overenskommelse=" + "a" * 300)).status_code == 404


async def test_a_meeting_is_run_from_its_page(system: System, browser: httpx.AsyncClient):
    await sign(system, commitments=(a_commitment(due="2026-01-20", text="Föräldramöte"),))
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 3, 10)))
    await system.tell(MoveMeeting(meeting=FIRST, to=date(2026, 3, 12), reason="Sjukdom"))
    await system.tell(AddAgendaItem(meeting=FIRST, text=HOSTILE))
    await system.tell(ReportActivity(occurrence="arjeplog-1/once", party=Party.POLICE, count=0, on=date(2026, 3, 1)))
    decided = RecordDecision(meeting=FIRST, decision=DecisionKind.KEEP, item="overdue:arjeplog-1/once", text="Till maj")

    page = await see(browser, f"/moten/{FIRST}")
    assert (
        facts(page).items()
        >= {
            "Läge": "○ Planerat om 10 dagar",
            "Därför flyttades det": "Sjukdom",
            "Polisen": "✓ Har redovisat, senast 2026-03-02",
            "Kommunen": "○ Har inte redovisat sedan förra mötet",
            "Båda parter ombeds redovisa": "2026-02-19",
        }.items()
    )
    for said in (
        "Uppföljningsmöte 2026-03-12 Medborgarlöften Arjeplog",
        "0 av 1 gjort: Föräldramöte Försenat 28 dagar eller mer, uppe sedan 2026-02-17 · Till löftet",
        f"{HOSTILE} Anmält till mötet, uppe sedan 2026-03-02",
        "Inget är beslutat.",
        "2. Sedan 2026-01-01 ▲ Nyss försenat",
    ):
        assert said in page.words, said
    assert page.all("script") == []
    numbered = [one.text[:2] for one in page.all("h2") if one.text[0].isdigit()]
    assert numbered == [f"{number}." for number in range(1, 10)]
    about_late = {"meeting": FIRST, "item": "overdue:arjeplog-1/once", "commitment": "arjeplog-1"}
    assert offered(page) == [{"meeting": FIRST}] * 5 + [about_late, {"meeting": FIRST, "item": "item:1"}]

    await system.tell(decided)
    after = await see(browser, f"/moten/{FIRST}")
    assert "Kvarstår som det är: Till maj 2026-03-02" in after.words
    assert "Försenat 28 dagar eller mer" not in after.words


async def test_a_meeting_that_was_held_tells_what_was_frozen_then(system: System, browser: httpx.AsyncClient):
    await sign(system, commitments=(a_commitment(due="2026-06-30", text="Föräldramöte"),))
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 3, 2)))
    await system.tell(CloseMeeting(meeting=FIRST, on=date(2026, 3, 2)))
    told = ReportActivity(occurrence="arjeplog-1/once", party=Party.POLICE, count=1, on=date(2026, 3, 1))
    await system.tell(told)
    await system.tell(FreezeSummaryAnew(meeting=FIRST, reason="Polisens siffror kom sent"))
    await system.tell(InformSteeringGroup(meeting=FIRST, on=date(2026, 3, 2)))

    latest, first = [await see(browser, f"/moten/{FIRST}{which}") for which in ("", "?version=1")]

    assert "version 2 av 2, när den frystes 2026-03-02. Skäl till den nya versionen: Polisens siffror" in latest.words
    assert "1 av 1" in latest.words
    assert facts(latest)["Styrgruppen informerad"] == "2026-03-02"
    assert facts(latest)["Kommunen"] == "○ Hade inte redovisat till mötet"
    assert offered(latest) == [{"meeting": FIRST}] * 2
    assert "version 1 av 2" in first.words
    assert "1 av 1" not in first.words
    assert [one.text for one in first.all("a", **{"aria-current": "page"})] == ["Version 1"]
    assert "Version 2 2026-03-02 Polisens siffror kom sent" in first.words
    for which, status in (("9", 404), ("0", 400), ("ett", 400), ("12345", 400)):
        assert (await browser.get(f"/moten/{FIRST}?version={which}")).status_code == status


async def test_nothing_is_offered_of_a_meeting_that_is_cancelled_or_looked_back_at(
    system: System, browser: httpx.AsyncClient
):
    await sign(system)
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 6, 1)))
    system.clock.set("2026-03-04T09:00")
    await system.tell(CancelMeeting(meeting=FIRST, reason="Valvaka"))

    now, then = [await see(browser, f"/moten/{FIRST}{per}") for per in ("", "?per=2026-03-03")]

    assert (facts(now)["Läge"], facts(now)["Därför ställdes det in"]) == ("– Inställt", "Valvaka")
    assert "○ Planerat" in facts(then)["Läge"]
    assert "Så här såg det ut 2026-03-03" in then.words
    assert offered(now) == offered(then) == []
    back = (await see(browser, f"{OF_THIS}?per=2026-03-03")).one("p", **{"class": "notice"})
    assert "Visa hur det ser ut nu" in back.text
    assert OF_THIS in (await browser.get(f"{OF_THIS}?per=2026-03-03")).text, "the choice is kept"
    assert (await browser.get("/moten/finns-inte/meeting-1")).status_code == 404


def test_a_long_list_is_cut_and_says_so():
    day = date(2026, 6, 1)
    many = [
        MeetingLine(
            id=uuid4(),
            slug=f"{AGREEMENT}/meeting-{number}",
            agreement_id=uuid4(),
            agreement="Medborgarlöften Arjeplog",
            agreement_slug=AGREEMENT,
            type=AgreementType.CITIZEN_PROMISE,
            on=day + timedelta(days=number),
            state=MeetingState.PLANNED,
        )
        for number in range(201)
    ]
    known = {
        "path": "/moten",
        "now": "/moten",
        "inbox": False,
        "done": "",
        "per": None,
        "agreements": [],
        "known": Meetings(many, later=False, over=[], earlier=False),
    }
    page = read(ENVIRONMENT.get_template("meetings.html").render(**known, today=day))
    assert len(page.all("th", scope="row")) == 200
    assert "De 200 första av 201 visas." in page.words
