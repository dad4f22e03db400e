"""A large municipality promises a thousand things in one agreement: each page of it opens, and tells what it cut."""

from datetime import date

import httpx
import pytest

from schemas.agreements import Count, FocusArea, Once, Window
from schemas.base import Party
from schemas.followup import ListOccurrences, OccurrenceLines, PlanMeeting, ReportActivity, SummariseAgreement, Summary
from tests.builders import AGREEMENT, a_commitment
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.system import System

MANY = 1000
TEXT = "Trygghetsvandring tillsammans med boende, föreningar och näringsliv i kvarteren kring stationen, nummer {}"
PAGE = f"/overenskommelser/{AGREEMENT}"
AREAS = tuple(FocusArea(id=name.lower(), name=name) for name in ("Trygghet", "Skolan", "Tomt"))


@pytest.fixture
async def large(system: System) -> None:
    """Of four, one is due each month and three on a day of their own."""
    rules = (Count(min=1, window=Window.MONTH), *[Once(due=date(2026, 3, 20))] * 3)
    promised = tuple(
        a_commitment(f"nr-{nr}", rules[nr % 4], text=TEXT.format(nr), focus_area=AREAS[nr % 5 == 0].id)
        for nr in range(MANY)
    )
    await sign(system, commitments=promised, focus_areas=AREAS)
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 5, 4)))
    await system.tell(ReportActivity(occurrence="nr-1/once", party=Party.POLICE, count=1, on=date(2026, 3, 1)))
    await system.settle()


async def test_every_page_of_it_opens_and_what_is_cut_is_told(large: None, system: System, browser: httpx.AsyncClient):
    summary = await system.ask(SummariseAgreement(agreement=AGREEMENT), Summary)
    assert sum(len(area.commitments) for area in summary.focus_areas) == MANY
    assert len(summary.model_dump_json()) > 1_000_000, "more than the bus takes"
    year = ListOccurrences(agreement=AGREEMENT, since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert (await system.ask(year, OccurrenceLines)).more

    said = {path: (await browser.get(path)).raise_for_status().text for path in PATHS}

    assert "4. Ej redovisat" in said[MEETING], "the summary is there"
    assert "De 30 första av fler än 30 visas." in read(said[PAGE]).words
    assert len(said[PAGE]) < 200_000, "it is light"
    assert slugs(said[f"{PAGE}?lage=green"]) == ["nr-1"]
    assert "1 till 100 av 200 visas." in read(said[f"{PAGE}?omrade=skolan"]).words
    assert "Inget stämmer med det du valde." in said[f"{PAGE}?lage=cancelled"]
    pages = [slugs((await browser.get(f"{PAGE}?sida={number}")).text) for number in range(1, 11)]
    assert [len(one) for one in pages] == [100] * 10
    assert len({slug for one in pages for slug in one}) == MANY, "each stands on one page"
    assert all(int(slug[3:]) % 5 == 0 for one in pages[8:] for slug in one), "area by area"
    assert said[f"{PAGE}/ar"].count('<text class="mark') == 250 * 12 + 750
    assert "rad 976–1000 av 1000" in said[f"{PAGE}/ar"]
    assert "Året har fler tillfällen" not in said[f"{PAGE}/ar"]
    assert "Mer än 1000 tillfällen" in said["/"]
    assert "första av fler än" in said["/"]
    assert TEXT.format(1) in said["/"], "what somebody waits for comes first"
    assert said["/loften/2506"].count("Ansvar:") == MANY


def slugs(html: str) -> list[str]:
    """Of the commitments whose state is told."""
    rows = [
        one for one in read(html).all("a") if "th" in one.inside and one.attributes["href"].startswith("/atagande/")
    ]
    return [one.attributes["href"].removeprefix("/atagande/") for one in rows]


MEETING = f"/moten/{AGREEMENT}/meeting-1"
NARROWED = tuple(f"{PAGE}?{asked}" for asked in ("omrade=skolan", "lage=green", "lage=cancelled"))
PATHS = ("/", PAGE, *NARROWED, f"{PAGE}/moten", f"{PAGE}/parter", f"{PAGE}/ar", MEETING, "/loften/2506")
