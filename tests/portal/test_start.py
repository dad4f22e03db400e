"""The start page tells what is late, what is due and what somebody waits for, and how to act."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from schemas.agreements import Continuous, Count, Once, Season, Window
from schemas.base import Party
from schemas.followup import OccurrenceCard, PlanMeeting, ReportActivity, ShowOccurrence
from services.portal.pages import start, words
from services.portal.pages.rendering import ENVIRONMENT
from tests.builders import AGREEMENT, KOMMUNPOLIS, SAMORDNARE, a_commitment
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.system import System

HEAVIEST = 120_000
"""Bytes of a page with its style."""


def sections(page: Page) -> dict[str, str]:
    """What stands below each heading."""
    told = [one for one in page.all("section") if "aria-labelledby" in one.attributes]
    return {one.attributes["aria-labelledby"]: " ".join(one.text.split()) for one in told}


async def test_a_system_without_promises_says_so_with_a_way_on_from_each_section(browser: httpx.AsyncClient) -> None:
    page = read((await browser.get("/")).text)
    told = sections(page)
    assert list(told) == ["forsenat", "veckan", "vantar", "motet", "senare"]
    assert "ingen överenskommelse följs upp än. Skriv en ny" in told["forsenat"]
    assert "Inget har sista dag den här veckan." in told["veckan"]
    assert "Inget möte är planerat. Planera ett möte" in told["motet"]
    assert [len([one for one in page.all("a") if one.attributes.get("class") == "button small screen"])] == [5]
    assert page.all("table") == []


async def test_each_thing_stands_once_in_the_order_of_haste_and_leads_to_its_report(
    system: System, browser: httpx.AsyncClient
) -> None:
    """It is Monday 2 March 2026."""
    late = a_commitment("sen", due="2026-02-27", text="Föräldramöte om ANDTS")
    sunday = a_commitment("soffa", due="2026-03-08", text="Grannsamverkan")
    soon = a_commitment("snart", due="2026-03-12", text="Tillsyn av tobak")
    meeting = a_commitment("mote", due="2026-04-20", text="Krogar mot knark")
    later = a_commitment("senare", due="2026-09-01", text="Nattvandring")
    await sign(system, commitments=(late, sunday, soon, meeting, later))
    planless = sections(read((await browser.get("/")).text))
    assert "Tillsyn av tobak" in planless["senare"]
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 5, 4)))

    page = read((await browser.get("/")).text)
    told = sections(page)

    assert "Föräldramöte om ANDTS" in told["forsenat"]
    assert "▲ Försenat 3 dagar" in told["forsenat"]
    assert "Grannsamverkan" in told["veckan"]
    assert "2026-03-12 om 10 dagar 0 av 1" in told["motet"]
    assert "Krogar mot knark" in told["motet"]
    assert "Inget mer har sista dag inom 28 dagar." in told["senare"]
    for once in ("Föräldramöte om ANDTS", "Grannsamverkan", "Tillsyn av tobak", "Krogar mot knark"):
        assert sum(once in section for section in told.values()) == 1
    form = page.one("form", action="/tillfalle/snart/once?tillbaka=%2F")
    assert "details" in form.inside
    assert page.all("a", href="/tillfalle/snart/once")
    assert page.all("a", href="/overenskommelser/arjeplog-2026-ml")


async def test_who_has_reported_sees_what_the_other_party_has_not(system: System, browser: httpx.AsyncClient) -> None:
    told = a_commitment("gemensam", due="2026-06-01", text="Tillsyn av tobak")
    alone = a_commitment("ensam", due="2026-06-01", by=(KOMMUNPOLIS,), text="Trafikkontroller")
    always = a_commitment("alltid", Continuous(), text="Närvaro på torget")
    await sign(system, commitments=(told, alone, always))
    for number in range(5):
        other = f"annan-{number}"
        await sign(system, slug=other, title=other, commitments=(a_commitment(f"{other}-1", agreement=other),))
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 5, 4)))
    for slug in ("gemensam", "ensam"):
        done = ReportActivity(occurrence=f"{slug}/once", party=Party.POLICE, count=1, on=date(2026, 3, 1))
        await system.tell(done)

    async def shown(asked: str) -> tuple[str, str]:
        found = sections(read((await browser.get(f"/?{asked}")).text))
        return found["vantar"], found["motet"]

    for asked in ("", "vem=police", f"vem={KOMMUNPOLIS.id}"):
        waiting, meeting = await shown(asked)
        assert "Tillsyn av tobak Medborgarlöften Arjeplog Kommunen Samordnare redovisade 2026-03-01" in waiting, asked
        assert "Trafikkontroller" not in waiting
        assert "Närvaro på torget" in meeting, asked
        assert "Tillsyn av tobak" not in meeting
    waiting, meeting = await shown("vem=municipality")
    assert "Ingen part väntar" in waiting
    assert "Tillsyn av tobak" in meeting
    assert (await browser.get("/?overenskommelse=finns-inte")).status_code == 404


async def weight(browser: httpx.AsyncClient, path: str) -> int:
    """Bytes, as sent."""
    return int((await browser.get(path)).headers["content-length"])


async def test_the_page_is_narrowed_by_its_address_and_light_when_there_is_much(
    system: System, browser: httpx.AsyncClient
) -> None:
    for slug, count in ((AGREEMENT, 24), ("annan", 40)):
        many = [
            a_commitment(f"{slug}-{number}", due="2026-02-27", text=f"Åtagande {slug} {number}", agreement=slug)
            for number in range(count)
        ]
        mine = a_commitment(f"{slug}-min", due="2026-02-20", by=(SAMORDNARE,), text="Skolbesök", agreement=slug)
        await sign(system, slug=slug, title=f"Löften {slug}", commitments=(mine, *many))
    style = await weight(browser, "/static/style.css")

    for path in ("/", f"/?overenskommelse={AGREEMENT}", "/?overenskommelse=annan", f"/overenskommelser/{AGREEMENT}"):
        assert await weight(browser, path) + style < HEAVIEST, path
    assert "De 30 första av 66 visas. Välj överenskommelse" in read((await browser.get("/")).text).words
    only = read((await browser.get(f"/?overenskommelse={AGREEMENT}&vem=police")).text)
    assert f"Åtagande {AGREEMENT} 7" in only.words
    assert "Åtagande annan" not in only.words
    assert "Skolbesök" not in only.words
    assert only.one("option", value="police").attributes.keys() >= {"selected"}
    assert only.all("input", type="radio", value="municipality", checked="")
    assert not only.all("input", type="radio", value="police"), "nobody speaks for the other party"


async def test_what_is_reported_on_the_page_is_told_there_and_leads_back_to_our_own_pages_only(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system, commitments=(a_commitment("sen", due="2026-02-27"),))
    page = read((await browser.get("/?vem=police")).text)
    form = next(one for one in page.all("form") if one.attributes["action"].startswith("/tillfalle/"))
    action = form.attributes["action"]
    assert parse_qs(urlsplit(action).query) == {"tillbaka": ["/?vem=police"]}

    sent = {"form": page.all("input", name="form")[0].attributes["value"], "party": "municipality", "on": "2026-03-02"}
    refused = await browser.post(action, data={**sent, "outcome": "delvis"})
    assert (refused.status_code, "Skriv hur många gånger" in refused.text) == (422, True)
    done = await browser.post(action, data={**sent, "outcome": "gjort"})
    assert (done.status_code, done.headers["location"]) == (303, "/?vem=police&klart=rapportera")
    assert "✓ Det är rapporterat." in read((await browser.get(done.headers["location"])).text).words
    card = await system.ask(ShowOccurrence(occurrence="sen/once"), OccurrenceCard)
    assert [report.count for report in card.reports] == [1]

    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "/status", "/?a=\r\nX: y"):
        again = await browser.post(
            "/tillfalle/sen/once", params={"tillbaka": elsewhere}, data={**sent, "outcome": "gjort"}
        )
        assert again.headers["location"] == "/tack/sen/once", elsewhere


async def test_a_promise_that_is_late_many_times_is_one_row(system: System, browser: httpx.AsyncClient) -> None:
    weekly = a_commitment("varje-vecka", Count(min=1, window=Window.WEEK))
    await sign(system, commitments=(weekly,))

    page = read((await browser.get("/")).text)

    assert len(page.all("a", href="/overenskommelser/arjeplog-2026-ml")) == 3  # once late, once this week, once to come
    assert "tillfällen till" in page.all("table")[0].text
    assert page.all("a", href="/tillfalle/varje-vecka/2026-W05")


async def test_each_municipality_has_its_own_row(system: System, browser: httpx.AsyncClient) -> None:
    each = a_commitment("varje-kommun", Once(season=Season.WINTER, per_municipality=True))
    await sign(system, municipalities=("2505", "2506"), commitments=(each,))
    page = read((await browser.get("/")).text)
    assert "Arvidsjaur" in page.words
    assert "Arjeplog" in page.words


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-03-01", "i går"), ("2026-03-02", "i dag"), ("2026-03-03", "i morgon"), ("2026-03-04", "om 2 dagar")],
)
def test_a_day_is_said_as_people_say_it(day: str, said: str) -> None:
    assert words.distance(date.fromisoformat(day), date(2026, 3, 2)) == said


async def test_a_choice_that_is_cut_says_so_and_keeps_what_was_chosen(
    system: System, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    await sign(system, commitments=(a_commitment("sen", due="2026-02-27"),))
    await sign(
        system, slug="boden-2026", title="Löften Boden", commitments=(a_commitment("b", agreement="boden-2026"),)
    )
    whole = read((await browser.get("/")).text).words
    monkeypatch.setitem(ENVIRONMENT.globals, "MOST_ROWS", 1)
    monkeypatch.setattr(start, "MOST_FUNCTIONS", 1)

    chosen = f"/?overenskommelse={AGREEMENT}&vem={SAMORDNARE.id}"
    pages = [read((await browser.get(address)).text) for address in ("/", chosen)]

    offered = [[one.attributes["value"] for one in page.all("option")] for page in pages]
    assert offered == [
        ["", "boden-2026", "", "municipality", "police", str(KOMMUNPOLIS.id)],
        ["", "boden-2026", AGREEMENT, "", "municipality", "police", str(KOMMUNPOLIS.id), str(SAMORDNARE.id)],
    ]
    for said in ("Listan visar de 1 första av 2 överenskommelser.", "Listan visar de 1 första av 2 funktioner."):
        assert (said in pages[0].words, said in whole) == (True, False)
