"""What falls due when is seen at a glance, and read in a table that says the same."""

from datetime import date

import httpx

from schemas.agreements import Count, Window
from schemas.base import Party
from schemas.followup import ReportActivity
from tests.builders import a_commitment, commitment_id
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.system import System

YEAR = "/overenskommelser/arjeplog-2026-ml/ar"


async def test_each_month_tells_how_it_stands_with_what_is_due_in_it(system: System, browser: httpx.AsyncClient):
    promised = (a_commitment("sen", due="2026-02-27"), a_commitment("gjord", due="2026-03-12"))
    await sign(system, commitments=promised)
    await system.tell(ReportActivity(occurrence="gjord/once", party=Party.POLICE, count=1, on=date(2026, 3, 1)))
    await system.settle()

    page = read((await browser.get(YEAR)).text)

    told = {cell.attributes["data-label"]: cell.text for cell in page.all("td") if cell.text}
    assert set(told) == {"februari", "mars"}
    assert "Försenat" in told["februari"]
    assert "Genomfört" in told["mars"]
    marks = [mark.attributes["class"] for mark in page.all("text") if "mark" in mark.attributes["class"]]
    assert marks == ["mark red", "mark green"]
    assert len(page.all("line", **{"class": "today"})) == 1
    assert [one.attributes["href"] for one in page.all("a") if "/atagande/" in one.attributes["href"]] == [
        f"/atagande/{commitment_id(slug)}" for slug in ("sen", "gjord")
    ]


async def test_another_year_a_past_day_and_what_is_no_year_are_answered(system: System, browser: httpx.AsyncClient):
    await sign(system, commitments=(a_commitment("sen", due="2026-02-27"),))

    assert "Inget har sista dag under 2031" in (await browser.get(f"{YEAR}?ar=2031")).text
    assert (await browser.get(f"{YEAR}?per=2026-03-02")).status_code == 200
    for wrong in ("i-år", "9999", "0", "²"):
        answer = await browser.get(f"{YEAR}?ar={wrong}")
        assert (answer.status_code, "fyra siffror" in answer.text) == (400, True), wrong


async def test_what_is_late_in_a_month_is_one_mark_with_a_number(system: System, browser: httpx.AsyncClient):
    await sign(system, commitments=(a_commitment("varje-vecka", Count(min=1, window=Window.WEEK)),))

    page = read((await browser.get(YEAR)).text)

    told = {cell.attributes["data-label"]: cell.text for cell in page.all("td") if cell.text}
    assert told["februari"].split() == ["▲", "Försenat", "4"]
