"""A municipality's page tells what concerns it; a county's shows each municipality's own counts, and ranks nobody."""

import csv
from datetime import date

import httpx
import pytest

from schemas.agreements import AgreementType, DraftAgreement, Once
from schemas.base import Party
from schemas.followup import (
    ActivityCount,
    ClockKind,
    CommunityReadiness,
    MeasuredValue,
    MeasureSeries,
    MonthCount,
    MonthCounts,
    OwnIndicator,
    PreventionCategory,
    PreventionIndex,
    ReadinessDimension,
    RecordMeasure,
    RecordPublicFeedback,
    RecordStatutoryStep,
    ReportActivity,
)
from schemas.geography import municipalities
from schemas.portal import AccountRole
from services.portal.pages.chart import HEIGHT, WIDTH, chart
from services.portal.pages.multiples import multiples
from tests.builders import AGREEMENT, a_commitment, a_document, agreement_id
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.portal.visitors import signed_in
from tests.system import System

ARJEPLOG = "2506"
READINESS = CommunityReadiness(dimension=ReadinessDimension.LEADERSHIP)
POLICY = PreventionIndex(category=PreventionCategory.POLICY)
WALKS = ActivityCount(name="Nattvandringar")


async def see(browser: httpx.AsyncClient, address: str) -> Page:
    answer = await browser.get(address)
    assert answer.status_code == 200, address
    return read(answer.text)


async def measure(system: System, measured: object, **values: str) -> None:
    for on, value in values.items():
        day = date.fromisoformat(on.strip("_").replace("_", "-"))
        await system.tell(
            RecordMeasure(municipality=ARJEPLOG, measured=measured, on=day, value=value, source="Kommunen")
        )


async def test_a_municipality_has_its_clocks_what_was_told_and_what_was_measured(
    system: System, browser: httpx.AsyncClient
):
    await sign(system)
    step = {"municipality": ARJEPLOG, "clock": ClockKind.ACTION_PLAN, "registration_number": "TEST KS 2024/7"}
    await system.tell(RecordStatutoryStep(on=date(2024, 2, 1), **step))
    await system.tell(RecordPublicFeedback(agreement=AGREEMENT, on=date(2026, 3, 1), channel="Kommunens webb"))
    await measure(system, READINESS, _2024_05_02="3.5", _2025_05_02="4.25")
    await measure(system, WALKS, _2026_01_31="2", _2026_02_28="5")
    await measure(system, POLICY, _2026_03_01="12")

    page = await see(browser, f"/kommuner/{ARJEPLOG}")

    for said in (
        "Kommun i Norrbottens län Arjeplog",
        "Medborgarlöften Arjeplog Medborgarlöfte 2026-01-01 till 2026-12-31 1 Gäller",
        "Åtgärdsplanen följs upp 2024-02-01 TEST KS 2024/7 2026-02-01 ▲ Försenat 29 dagar",
        "Lägesbilden uppdateras – – – ○ Okänt när det senast gjordes",
        "2026-03-01 Kommunens webb ✓ Berättat",
        "Community Readiness: ledarskap skala 1–9 3,5 (2024-05-02) 4,25 (2025-05-02) +0,75 2",
        "Aktivitet: Nattvandringar gånger 2 (2026-01-31) 5 (2026-02-28) – 2",  # more done is no change for the better
        "inte vad det ledde till",
    ):
        assert said in page.words, said
    policy, readiness, walks = (one for one in page.all("svg") if one.attributes.get("role") == "img")
    assert policy.attributes["aria-label"] == "Ett värde: 12 (2026-03-01)"
    assert "2024-05-02 Från början 3,5 Kommunen" in page.words
    through = [one.attributes["d"] for one in page.all("path", **{"class": "baseline"})]
    assert through == ["M0 40.0H300", "M0 68.8H300", "M0 60.0H300"]
    assert len(page.all("circle", **{"class": "begun"})) == 3
    assert readiness.attributes["aria-label"] == "Linje från 3,5 (2024-05-02) till 4,25 (2025-05-02)"
    assert [one.attributes["points"] for one in page.all("polyline")] == ["150,40", "0,68.8 300,59.4", "0,60 300,0"]
    assert walks.text.split() == ["5", "0", "2026-01-31", "2026-02-28"]
    known = [one.attributes["href"].partition("?")[2] for one in page.all("a") if "/gor/" in one.attributes["href"]]
    assert known == [f"municipality={ARJEPLOG}", f"agreement={AGREEMENT}", f"municipality={ARJEPLOG}"]
    before = await see(browser, f"/kommuner/{ARJEPLOG}?per=2026-03-01")
    assert "Ingen överenskommelse rör kommunen än." in before.words
    assert "/gor/" not in (await browser.get(f"/kommuner/{ARJEPLOG}?per=2026-03-01")).text
    assert "Inget är uppmätt." in (await see(browser, "/kommuner/1315")).words
    for address in ("/kommuner/0000", "/kommuner/x", "/kommuner/0000/arsrapport"):
        assert (await browser.get(address)).status_code == 404, address


async def test_the_report_to_the_assembly_is_a_page_and_files_with_the_same_rows(
    system: System, browser: httpx.AsyncClient
):
    """And a text that a spreadsheet would carry out is only a text in it."""
    text = '=HYPERLINK("https://example.se";"Klicka")'
    await sign(system, commitments=(a_commitment(due="2026-02-27", text=text), a_commitment("b", due="2026-01-31")))
    await system.tell(ReportActivity(occurrence="b/once", party=Party.POLICE, count=1, on=date(2026, 2, 3)))
    await measure(system, POLICY, _2026_03_01="12")
    address = f"/kommuner/{ARJEPLOG}/arsrapport"

    page = await see(browser, address)
    answer = await browser.get(f"{address}/loften.csv?ar=2026")

    assert "Rapport till kommunfullmäktige 2026" in page.words
    assert "Läget den 2026-03-02." in page.words
    assert "Kommunen Medborgarlöften Arjeplog Ej redovisad" in page.words
    assert "Preventionsindex: policy poäng av 20 12 (2026-03-01)" in page.words
    assert answer.headers["content-disposition"] == ('attachment; filename="kommunfullmaktige-2506-2026-loften.csv"')
    head, late, done = csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";")
    assert late[:2] == ["Medborgarlöften Arjeplog", f"'{text}"]
    assert dict(zip(head, done, strict=True))["Därav för sent"] == "1"
    assert " ".join(done[1:]) in page.words
    for table in ("klockor", "aterkoppling", "matningar"):
        assert (await browser.get(f"{address}/{table}.csv")).status_code == 200
    earlier = await see(browser, f"{address}?ar=2024")
    assert "Ingen överenskommelse gällde under året." in earlier.words
    then = await see(browser, f"{address}?per=2025-12-31")
    assert "Rapport till kommunfullmäktige 2025" in then.words, "the year of the day that is looked back at"
    assert "2026" not in [one.text.strip() for one in then.all("option")]
    for wrong, status in (("?ar=2027", 404), ("?ar=x", 400), ("?ar=1066", 400), ("/hej.csv", 404)):
        assert (await browser.get(address + wrong)).status_code == status, wrong


def rows_below_heads(page: Page) -> list[list[list[str]]]:
    """The words of each table's rows, but for its first."""
    tables: list[list[list[str]]] = []
    for row in page.all("tr"):
        if "thead" in row.inside:
            tables.append([])
        else:
            tables[-1].append(row.text.split())
    return tables


async def test_a_county_shows_each_municipality_s_own_counts_by_name(system: System, browser: httpx.AsyncClient):
    both = (
        a_commitment("var", Once(due=date(2026, 2, 27), per_municipality=True)),
        a_commitment("en", due="2026-02-27"),
    )
    await sign(system, municipalities=("2418", "2506"), commitments=both, title="Gränslöften")
    waiting = {"until": "2025-12-31", "since": "2025-01-01", "municipalities": ("2505",), "title": "Fjolårets löfte"}
    await sign(system, slug="arvidsjaur-2025", commitments=(a_commitment("g", agreement="arvidsjaur-2025"),), **waiting)
    hidden = a_document("utkast", type=AgreementType.COLLABORATION_AGREEMENT, municipalities=("2514",), commitments=())
    await system.tell(DraftAgreement(document=hidden))

    async with signed_in(system.services["portal"], AccountRole.COUNTY_BOARD) as board:
        page = await see(board, "/lan/25")
        assert (await board.get("/lan/24")).status_code == 404
        assert (await browser.get("/lan/25")).status_code == 403
    async with signed_in(
        system.services["portal"], AccountRole.COUNTY_BOARD, places=("24",), mailbox="ac@example.se"
    ) as ac:
        other = await see(ac, "/lan/24")

    lines, months = rows_below_heads(page)
    assert [line[0] for line in lines][:3] == ["Arjeplog", "Arvidsjaur", "Boden"]
    assert [line[0] for line in lines][-2:] == ["Överkalix", "Övertorneå"]
    counts = {line[0]: [word for word in line if word.isdigit()] for line in lines}
    assert counts["Arjeplog"] == ["1", "2", "2", "0"]
    assert counts["Arvidsjaur"] == ["0", "0", "1", "1"]  # its promise has ended, one thing was never done
    assert counts["Kalix"] == ["0", "0", "0", "0"]
    assert [line[0] for line in months] == [line[0] for line in lines]
    assert {line[0]: " ".join(line[1:]) for line in months if line[1:] != ["–"]} == {
        "Arjeplog": "0 av 2 0 av 2",
        "Arvidsjaur": "0 av 1 0 av 1",
    }
    charts = [one.attributes["aria-label"] for one in page.all("svg") if one.attributes.get("role") == "img"]
    told = "0 av {} genomför{}; tabellen nedanför har varje månad"
    assert charts == [f"Arjeplog: {told.format(2, 'da')}", f"Arvidsjaur: {told.format(1, 't')}"], "by name"
    others = ", ".join(line[0] for line in lines[2:])
    assert f"Inget tillfälle hade sista dag under de månaderna i {others}." in page.words
    assert "från 2025-04 till och med 2026-03-01" in page.words
    assert "den översta linjen är 2 tillfällen" in page.words
    assert [one.attributes["d"] for one in page.all("path", **{"class": "due"})][:2] == [
        "M203 60v-60h14v60z",
        "M163 60v-30h14v30z",
    ]
    assert "Gränslöften" not in page.words
    assert "Trygghetsvandring" not in page.words
    assert [line[1:4] for line in rows_below_heads(other)[0] if line[0] == "Malå"] == [["1", "2", "2"]]
    listed = (await see(browser, "/kommuner")).words
    assert "Norrbottens län Arjeplog 1 överenskommelse Arvidsjaur 1 överenskommelse" in listed
    assert "Västerbottens län Malå" in listed


def series(measured: object, *values: tuple[str, str]) -> MeasureSeries:
    told = tuple(MeasuredValue(on=date.fromisoformat(on), value=value, source="CAN") for on, value in values)
    return MeasureSeries(series_id=agreement_id(), municipality=ARJEPLOG, measured=measured, values=told)


@pytest.mark.parametrize(
    ("measured", "low", "high"),
    [
        (READINESS, "1", "9"),
        (POLICY, "0", "20"),
        (OwnIndicator(name="Trygga", unit="procent"), "0", "62"),
    ],
)
def test_a_line_keeps_to_the_whole_scale_and_to_the_days(measured: object, low: str, high: str):
    drawn = chart(series(measured, ("2025-01-01", "4"), ("2025-01-11", "6"), ("2025-04-11", high)))
    assert (drawn.bottom, drawn.top) == (low, high)
    assert [x for x, _ in drawn.points] == [0, WIDTH / 10, WIDTH]
    assert drawn.points[-1][1] == 0
    assert all(0 <= y <= HEIGHT for _, y in drawn.points)


def test_a_single_value_is_a_point_and_equal_values_make_a_level_line():
    assert chart(series(WALKS, ("2025-01-01", "4"))).points == ((WIDTH / 2, 0),)
    assert {y for _, y in chart(series(WALKS, ("2025-01-01", "0"), ("2025-02-01", "0"))).points} == {HEIGHT}


def test_months_have_one_scale_that_is_a_round_number_and_nothing_has_no_bar():
    here = [municipalities()[code] for code in ("2506", "2505")]
    told = [("2506", date(2025, 11, 1), 7, 4), ("2505", date(2026, 1, 1), 12, 12)]
    counts = tuple(MonthCount(municipality=m, month=on, occurrences=due, completed=done) for m, on, due, done in told)

    drawn = multiples(here, MonthCounts(since=date(2025, 2, 1), until=date(2026, 1, 30), counts=counts))

    assert drawn
    assert (drawn.months[0], drawn.months[-1], len(drawn.months)) == (date(2025, 2, 1), date(2026, 1, 1), 12)
    assert drawn.top == 20
    first, second = drawn.charts
    assert (first.due, first.done) == ("M183 60v-21h14v21z", "M183 60v-12h14v12z")
    assert (second.due, second.occurrences, second.completed) == ("M223 60v-36h14v36z", 12, 12)
    empty = multiples(here, MonthCounts(since=date(2025, 2, 1), until=date(2026, 1, 30)))
    assert empty
    assert (empty.top, {one.due for one in empty.charts}) == (0, {""})
    assert multiples(here, MonthCounts()) is None
