"""A large municipality promises a thousand things in one agreement: each page of it opens, and tells what it cut."""

from datetime import date

import httpx
import pytest

from schemas.agreements import Count, Once, Window
from schemas.base import Party
from schemas.followup import ListOccurrences, OccurrenceLines, PlanMeeting, ReportActivity, SummariseAgreement, Summary
from tests.builders import AGREEMENT, a_commitment
from tests.portal.conftest import sign
from tests.system import System

MANY = 1000
TEXT = "Trygghetsvandring tillsammans med boende, föreningar och näringsliv i kvarteren kring stationen, nummer {}"
PAGE = f"/overenskommelser/{AGREEMENT}"


@pytest.fixture
async def large(system: System) -> None:
    """Of four, one is due each month and three on a day of their own."""
    rules = (Count(min=1, window=Window.MONTH), *[Once(due=date(2026, 3, 20))] * 3)
    promised = tuple(a_commitment(f"nr-{nr}", rules[nr % 4], text=TEXT.format(nr)) for nr in range(MANY))
    await sign(system, commitments=promised)
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

    assert "4. Ej redovisat" in said[PAGE], "the summary is there"
    assert "Året har fler tillfällen än de 1000 första" in said[f"{PAGE}/ar"]
    assert "Mer än 1000 tillfällen" in said["/"]
    assert "första av fler än" in said["/"]
    assert TEXT.format(1) in said["/"], "what somebody waits for comes first"
    assert said["/loften/2506"].count("Ansvar:") == MANY


PATHS = ("/", PAGE, f"{PAGE}/ar", f"/moten/{AGREEMENT}/meeting-1", "/loften/2506")
