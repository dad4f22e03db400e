"""The start page tells what is overdue and what falls due, and how to act."""

import httpx
import pytest

from schemas.agreements import Count, Once, Season, Window
from services.portal.pages import words
from tests.builders import a_commitment
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.system import System


async def test_a_system_without_promises_says_so(browser: httpx.AsyncClient) -> None:
    page = read((await browser.get("/")).text)
    assert "Inget är försenat." in page.words
    assert "Inget har sista dag inom 28 dagar." in page.words
    assert page.all("table") == []


async def test_what_is_overdue_stands_before_what_falls_due(system: System, browser: httpx.AsyncClient) -> None:
    late = a_commitment("sen", due="2026-02-27", text="Föräldramöte om ANDTS")
    soon = a_commitment("snart", due="2026-03-12", text="Tillsyn av tobak")
    later = a_commitment("senare", due="2026-09-01", text="Nattvandring")
    await sign(system, commitments=(late, soon, later))

    page = read((await browser.get("/")).text)
    overdue, coming = page.all("table")

    assert "Föräldramöte om ANDTS" in overdue.text
    assert "▲ Försenat 3 dagar" in " ".join(overdue.text.split())
    assert "Tillsyn av tobak" in coming.text
    assert "2026-03-12 om 10 dagar" in " ".join(coming.text.split())
    assert "0 av 1" in coming.text
    assert "Kommunpolis" in coming.text
    assert "Nattvandring" not in page.words
    assert page.one("a", href="/tillfalle/snart/once").text.startswith("Rapportera")
    assert page.all("a", href="/overenskommelser/arjeplog-2026-ml")


async def test_a_promise_that_is_late_many_times_is_one_row(system: System, browser: httpx.AsyncClient) -> None:
    weekly = a_commitment("varje-vecka", Count(min=1, window=Window.WEEK))
    await sign(system, commitments=(weekly,))

    overdue = read((await browser.get("/")).text)

    assert len(overdue.all("a", href="/overenskommelser/arjeplog-2026-ml")) == 2  # once late, once to come
    assert "tillfällen till" in overdue.all("summary")[0].text
    assert overdue.all("a", href="/tillfalle/varje-vecka/2026-W05")


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
    from datetime import date  # noqa: PLC0415

    assert words.distance(date.fromisoformat(day), date(2026, 3, 2)) == said
