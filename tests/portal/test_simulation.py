"""Every mail that would leave is read on a page and in a file, also if something were otherwise."""

import csv
from datetime import date

import httpx
import pytest
from starlette.datastructures import QueryParams

from schemas.followup import LadderKind
from schemas.notifier import LedgerLines, ShowLedger
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.simulation_form import filled_in, read_form
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_function
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.system import System

SCHOOL = a_function("skola")
PERIOD = "/simulera?fran=2026-03-03&till=2026-04-30"
TODAY = date(2026, 3, 2)


def days(page: Page) -> list[str]:
    return [one.attributes["datetime"] for one in page.all("time") if one.inside[-1] == "th"]


async def test_mails_to_come_are_shown_and_written_also_if_something_were_otherwise(
    system: System, browser: httpx.AsyncClient
) -> None:
    promised = (
        a_commitment("arjeplog-1", due="2026-03-31", by=(SAMORDNARE, KOMMUNPOLIS)),
        a_commitment("arjeplog-2", due="2026-03-31", by=(SAMORDNARE,)),
    )
    await sign(system, commitments=promised, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL))

    async def page(otherwise: str = "") -> Page:
        found = await browser.get(PERIOD + otherwise)
        assert found.status_code == 200
        return read(found.text)

    as_it_is = await page()
    assert set(days(as_it_is)) == {
        "2026-03-03", "2026-03-24", "2026-04-01", "2026-04-14", "2026-04-15", "2026-04-29",
    }  # fmt: skip
    assert "2026-03-03 Samordnare (kommunen) arjeplog-1/once, 28 dagar före" in as_it_is.words
    assert "✓ Ett samlat mejl" in as_it_is.words
    assert "@" not in as_it_is.words
    moved = "&tillfalle=arjeplog-1/once&ny-dag=2026-09-30&tillfalle=arjeplog-2/once&ny-dag=2026-09-30"
    assert "Inga mejl skulle gå." in (await page(moved)).words
    assert "2026-03-03" not in days(await page("&rod-dag=2026-03-03&rod-dag="))
    other = await page("&trappa=long_window&steg=t-10")
    assert set(days(other)) == {"2026-03-20"}  # the 21st is a Saturday
    stand_in = "&funktion=samordnare&ersattare=skola&ersattare-fran=2026-03-10&ersattare-till=2026-04-30"
    assert "Samordnare (kommunen) genom Skola (kommunen)" in (await page(stand_in)).words

    file = await browser.get(PERIOD.replace("/simulera", "/simulera.csv"))
    assert file.headers["content-disposition"] == 'attachment; filename="mejl-2026-03-03-2026-04-30.csv"'
    rows = list(csv.DictReader(file.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    first = [(row["Till"], row["Tillfälle"], row["Skickas"]) for row in rows if row["Dag"] == "2026-03-03"]
    assert first == [
        ("kommunpolis", "arjeplog-1/once", "ja"),
        ("samordnare", "arjeplog-1/once", "samlat"),
        ("samordnare", "arjeplog-2/once", "samlat"),
    ]
    assert (await system.ask(ShowLedger(), LedgerLines)).lines == ()

    for wrong, sentence in (
        ("/simulera?fran=2026-03-01&till=2026-04-30", "Det som har varit simuleras inte."),
        (f"{PERIOD}&tillfalle=ingen/once&ny-dag=2026-09-30", "Tillfället ingen/once finns inte."),
        (f"{PERIOD}&funktion=ingen&ersattare=skola", "Det finns ingen funktion som heter ingen."),
    ):
        refused = await browser.get(wrong)
        assert refused.status_code == 422
        assert sentence in read(refused.text).words
        assert (await browser.get(wrong.replace("simulera", "simulera.csv"))).status_code == 422
    assert not read((await browser.get("/simulera")).text).all("table")


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ("fran=igår", "fran", "Skriv datumet som år-månad-dag"),
        ("till=9999-01-01", "till", "Skriv datumet som år-månad-dag"),
        ("fran=2026-03-02&till=2027-03-03", "till", "Välj högst ett år i taget."),
        ("ny-dag=2026-03-03", "tillfalle-1", "Skriv tillfällets namn"),
        ("tillfalle=a&ny-dag=2026-03-03&tillfalle=b&ny-dag=", "ny-dag-2", "Skriv datumet som år-månad-dag"),
        ("rod-dag=midsommar", "rod-dag-1", "Skriv datumet som år-månad-dag"),
        ("steg=t-28", "trappa-1", "Välj vilken trappa det gäller."),
        ("trappa=meeting&steg=t28", "steg-1", "t28 är inget steg i en trappa."),
        (f"trappa=meeting&steg={'t-1,' * 100}t-1", "steg-1", "En trappa har högst 100 steg."),
        ("trappa=meeting&steg=t-1&trappa=meeting&steg=t-2", "trappa-1", "Samma trappa är angiven två gånger."),
        ("rod-dag=2026-03-03&" * 21, "fran", "Tänk om högst 20 saker av varje slag i taget."),
        ("ersattare=skola", "funktion-1", "Skriv en funktion."),
    ],
)
def test_what_cannot_be_understood_is_said_at_its_field(asked: str, field: str, sentence: str) -> None:
    with pytest.raises(Mistakes) as wrong:
        read_form(filled_in(QueryParams(asked), TODAY), ())
    assert wrong.value.sentences[field].startswith(sentence)


def test_rows_that_are_left_empty_ask_nothing_and_a_ladder_may_remind_nobody() -> None:
    asked = QueryParams("fran=&till=&tillfalle=&ny-dag=&rod-dag=&trappa=meeting&steg=inga&funktion=&ersattare=")
    found = read_form(filled_in(asked, TODAY), ())
    assert (found.since, found.until, found.if_due, found.if_holidays, found.if_substitutes) == (
        TODAY, date(2026, 3, 29), (), (), (),
    )  # fmt: skip
    (ladder,) = found.if_ladders
    assert (ladder.ladder, ladder.steps) == (LadderKind.MEETING, ())
