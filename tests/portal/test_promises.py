"""A resident reads what was promised and what came of it, without signing in and without what is none of theirs."""

import asyncio
from datetime import date
from uuid import UUID
from xml.etree import ElementTree as ET

import httpx
import pytest

from schemas.agreements import DraftAgreement
from schemas.base import Party
from schemas.followup import ListPublicPromises, OverrideLight, PublicPromise, RecordPublicFeedback, ReportActivity
from schemas.followup.parts import Light
from services.portal.pages.copies import Copies
from services.portal.pages.promises import standing, times
from services.portal.pages.promises_json import PromisesV1, schema
from services.runtime.errors import Unavailable
from tests.builders import a_commitment, a_document
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.system import System

WRITTEN = "Hemlig anmärkning om genomförandet."
BETWEEN_THE_PARTIES = "Gemensam lägesbild varje vecka"


@pytest.fixture
async def told(system: System) -> None:
    promised = a_commitment("oppet", due="2026-03-31", public=True)
    between = a_commitment("internt", due="2026-03-31", public=False, text=BETWEEN_THE_PARTIES)
    await sign(system, commitments=(promised, between))
    await system.tell(
        ReportActivity(occurrence="oppet/once", party=Party.POLICE, count=1, on=date(2026, 3, 1), comment=WRITTEN)
    )
    await system.tell(OverrideLight(commitment="oppet", light=Light.YELLOW, by=Party.POLICE, reason=WRITTEN))
    await system.tell(
        RecordPublicFeedback(
            agreement="arjeplog-2026-ml",
            on=date(2026, 3, 2),
            channel="Kommunens webbplats",
            url="https://example.se/svar",
        )
    )
    await system.settle()


async def test_a_resident_finds_what_was_promised_in_the_municipality_and_what_came_of_it(
    told: None, browser: httpx.AsyncClient
):
    places = read((await browser.get("/loften")).text)
    [place] = [link for link in places.all("a") if link.attributes["href"].startswith("/loften/")]
    page = read((await browser.get(place.attributes["href"])).text)

    promises = [one.text for one in page.all("h3")]
    assert len(promises) == 1
    text = page.one("main").text
    assert "Kommunens webbplats" in text
    assert "1 av 1" in text
    assert page.all("nav") == []


async def test_what_somebody_wrote_and_what_is_not_public_is_in_none_of_its_forms(
    told: None, system: System, browser: httpx.AsyncClient
):
    draft = a_document(slug="utkast-2026", title="Ett utkast", commitments=(a_commitment("vilande", public=True),))
    await system.tell(DraftAgreement(document=draft, drafted_by=Party.POLICE))
    await system.settle()

    for form in ("", ".json", ".rss"):
        answer = await browser.get(f"/loften/2506{form}")
        assert answer.status_code == 200
        assert all(word not in answer.text for word in (WRITTEN, BETWEEN_THE_PARTIES, "Ett utkast")), form


async def test_a_program_and_a_feed_reader_are_told_the_same(told: None, browser: httpx.AsyncClient):
    [promise] = (await browser.get("/loften/2506.json")).json()["promises"]
    feed = ET.fromstring((await browser.get("/loften/2506.rss")).content)  # noqa: S314  our own
    [item] = feed.iter("item")

    assert (promise["done"], promise["target"], promise["status"], promise["told_on"]) == (
        1,
        1,
        "Ligger efter",
        "2026-03-02",
    )
    assert (item.findtext("link"), item.findtext("description")) == ("https://example.se/svar", "Kommunens webbplats")


def test_a_resident_reads_plain_words_for_what_is_done_and_what_goes_well():
    def told(done: int, target: int | None, *, light: Light = Light.GREEN, asked: bool = False) -> str:
        row = PublicPromise(
            commitment_id=UUID(int=1),
            text="Trygghetsvandring",
            rule="minst 2 gånger per år",
            due=date(2026, 12, 31),
            responsible=(),
            done=done,
            target=target,
            target_asked=asked,
            light=light,
            not_fulfilled=False,
            cancelled=False,
        )
        return f"{standing(row)}, {times(row)}"

    assert told(2, 2) == "✓ Gjort hittills, 2 av 2 gånger"
    assert told(1, 1) == "✓ Gjort hittills, 1 av 1 gång"
    assert told(1, 2) == "✓ Går som planerat, 1 av 2 gånger"
    assert told(3, None) == "✓ Går som planerat, 3 gånger"
    assert told(0, 2, light=Light.YELLOW, asked=True) == "● Ligger efter, 0 gånger"


async def test_a_flood_of_residents_costs_one_question_and_a_silence_is_not_kept(
    told: None, system: System, browser: httpx.AsyncClient
):
    def asked() -> float:
        counted = system.services["followup"].measures.commands
        return counted.labels(ListPublicPromises.subject, "done")._value.get()

    paths = ("/loften/2506", "/loften/2506.json", "/loften/2506.rss") * 10
    answers = await asyncio.gather(*(browser.get(path) for path in paths))

    assert {one.status_code for one in answers} == {200}
    assert asked() == 1
    copies, tried = Copies(), []

    async def ask() -> str:
        tried.append(1)
        if len(tried) == 1:
            raise Unavailable("Uppföljningen svarar inte just nu.")
        return "svar"

    with pytest.raises(Unavailable):
        await copies.of("2506", ask)
    await asyncio.sleep(0)
    assert [await copies.of("2506", ask) for _ in range(3)] == ["svar"] * 3
    assert len(tried) == 2


async def test_a_place_that_is_no_municipality_or_has_no_promise_says_so(told: None, browser: httpx.AsyncClient):
    assert (await browser.get("/loften/9999")).status_code == 404
    assert "är undertecknat än" in (await browser.get("/loften/0180")).text


async def test_a_program_reads_a_shape_that_is_described_and_is_told_in_json_what_is_wrong(
    told: None, browser: httpx.AsyncClient
):
    answer = await browser.get("/loften/2506.json")
    assert answer.links["describedby"]["url"] == "/loften.schema.json"
    described = await browser.get("/loften.schema.json")
    assert described.json() == schema()
    assert PromisesV1.model_validate(answer.json()).promises[0].light is Light.YELLOW
    assert answer.json().keys() == set(described.json()["required"])

    for asked, accept, status, title in (
        ("/loften/9999.json", "*/*", 404, "Sidan finns inte"),
        ("/loften/9999", "application/json", 404, "Sidan finns inte"),
        ("/finns-inte", "application/problem+json, */*;q=0.1", 404, "Sidan finns inte"),
        ("/loften/2506.json?x=", "text/html", 200, ""),
    ):
        wrong = await browser.get(asked, headers={"Accept": accept})
        assert wrong.status_code == status, asked
        if title:
            assert wrong.headers["content-type"] == "application/problem+json"
            assert {name: wrong.json()[name] for name in ("type", "title", "status")} == {
                "type": "about:blank",
                "title": title,
                "status": status,
            }
            assert wrong.json()["detail"].endswith(".")
    browser.cookies.clear()
    shut = await browser.get("/", headers={"Accept": "application/json"})
    assert (shut.status_code, shut.json()["title"]) == (401, "Logga in först")
    foreign = await browser.get("/", headers={"Accept": "application/json", "Host": "example.com"})
    assert (foreign.status_code, foreign.json()["status"]) == (421, 421)
    for accept in ("text/html,application/xhtml+xml,application/json;q=0.9", "*/*"):  # a person's browser, and curl
        page = await browser.get("/loften/9999", headers={"Accept": accept})
        assert page.headers["content-type"].startswith("text/html")
