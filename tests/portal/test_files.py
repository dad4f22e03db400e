"""What stands on a page is in its workbook and its Word file too, as whoever opens them finds it."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import httpx
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from schemas.agreements import AgreementType, CancelCommitment, Continuous, DraftAgreement, Signatory
from schemas.base import Party
from schemas.followup import (
    AssessCommitment,
    CloseMeeting,
    FreezeSummaryAnew,
    Fulfilment,
    PlanMeeting,
    PreventionCategory,
    PreventionIndex,
    RecordMeasure,
    ReportActivity,
)
from schemas.portal import AccountRole
from services.front.spreadsheet import Rows
from services.front.workbook import Sheet, as_workbook
from services.portal.pages.files.word import Cover, Looks, Paper
from tests.builders import AGREEMENT, a_commitment, a_document, a_function
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.portal.visitors import signed_in
from tests.system import System

HOSTILE = '=HYPERLINK("https://example.se";"Klicka")'
MADE = datetime(2026, 3, 2, 9, tzinfo=UTC)
ONE = f"/overenskommelser/{AGREEMENT}"
MEETING = f"{AGREEMENT}/meeting-1"


def opened(content: bytes) -> Workbook:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets), "something is carried out in it"
    return load_workbook(io.BytesIO(content))


def rows_of(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    """A row by its heads; a day as a day."""
    head, *rows = book[sheet].iter_rows(values_only=True)
    plain = [[one.date() if isinstance(one, datetime) else one for one in row] for row in rows]
    return [dict(zip(map(str, head), row, strict=True)) for row in plain]


async def book(browser: httpx.AsyncClient, address: str) -> Workbook:
    answer = await browser.get(address)
    assert (answer.status_code, "content-encoding" in answer.headers) == (200, False), answer.text
    return opened(answer.content)


async def paper(browser: httpx.AsyncClient, address: str) -> Any:
    answer = await browser.get(address)
    assert answer.status_code == 200, answer.text
    return Document(io.BytesIO(answer.content))


def words_of(word: Any) -> str:
    """All that is written in it, in order, with single spaces."""
    told = {qn("w:noBreakHyphen"): "-", qn("w:p"): " ", qn("w:br"): " "}
    nodes = word.element.body.iter(qn("w:t"), *told)
    return " ".join("".join(told.get(node.tag) or node.text or "" for node in nodes).split())


def test_nobody_s_text_is_carried_out_in_a_workbook_and_days_and_numbers_are_what_they_are():
    texts = (HOSTILE, "+1", "-1", "@a", "{=1}", "https://example.se", "0136", "mailto:a@example.se", "\ufffeå")
    found = Rows(("Text", "Dag", "Antal", "Värde"), tuple((text, date(2026, 3, 31), 2, 4.5) for text in texts))

    whole = opened(
        as_workbook("Löften [2026]", MADE, [Sheet("Löften / åtaganden", found), Sheet("Tom", Rows(("Vad",), ()))])
    )

    sheet = whole["Löften   åtaganden"]
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:]] == [(text.strip("\ufffe"), "s") for text in texts]
    assert {cell.data_type for cell in sheet["B"][1:]} == {"d"}
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert [sheet["C2"].value, sheet["D2"].value] == [2, 4.5]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D10")
    known = whole.properties
    assert (known.title, known.creator or "", known.lastModifiedBy or "") == ("Löften [2026]", "", "")
    assert known.created == datetime(2026, 3, 2, 9)  # noqa: DTZ001  a workbook's moments are in UTC, and do not say so


def test_a_word_file_is_a4_in_swedish_with_headings_and_heads_that_a_screen_reader_finds():
    made = Paper(Cover("Överenskommelse <&>", MADE, MADE.date(), "Utkast"))
    made.heading(2, "Åtaganden")
    made.table(Rows(("Vad", "Vem"), (("a & <b>\n\ufffec", "den 2026-03-31 eller"),)), Looks("Det som ”lovas”", (3, 1)))
    made.table(Rows(("Vad",), ()), Looks("Inget"), "Inget är lovat.")

    word = Document(io.BytesIO(made.content()))

    assert [one.text for one in word.paragraphs if one.style.name.startswith("Heading")] == [
        "Överenskommelse <&>",
        "Åtaganden",
    ]
    page = word.sections[0]
    assert [round(Length(side).mm) for side in (page.page_width, page.page_height)] == [210, 297]
    assert word.sections[0].header.paragraphs[0].text == "Utkast · Överenskommelse <&>"
    assert {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))} == {"sv-SE"}
    known = word.core_properties
    assert (known.title, known.language, known.author, known.comments) == ("Överenskommelse <&>", "sv-SE", "", "")
    [table] = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Vad", "Vem"],
        ["a & <b>\nc", "den 2026-03-31 eller"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "Det som ”lovas”" in words_of(word)
    assert "Inget är lovat." in words_of(word)


async def test_the_list_of_agreements_leaves_as_it_is_narrowed_and_an_agreement_with_all_that_was_said_of_it(
    system: System, browser: httpx.AsyncClient
):
    late = a_commitment("sen", due="2026-02-27", text=HOSTILE)
    await sign(system, commitments=(late, a_commitment("alltid", Continuous())), title="@Löften 2025–2026 & <b>")
    await sign(
        system, slug="mala", title="Malå", municipalities=("2418",), commitments=(a_commitment(agreement="mala"),)
    )
    told = {"party": Party.POLICE, "on": date(2026, 3, 1)}
    await system.tell(ReportActivity(occurrence="sen/once", count=0, comment="+46 räcker", **told))
    await system.tell(AssessCommitment(commitment="sen", fulfilment=Fulfilment.PARTLY_FULFILLED, **told))

    listed = await book(browser, "/overenskommelser.xlsx?kommun=2506&ordning=till")
    page = await browser.get(ONE)
    answer = await browser.get(f"{ONE}.xlsx")
    whole = opened(answer.content)

    assert [(one["Namn"], one["Gäller till"]) for one in rows_of(listed, "Överenskommelser")] == [
        ("@Löften 2025–2026 & <b>", date(2026, 12, 31))
    ]
    assert rows_of(listed, "Om filen")[1] == {"Uppgift": "Urval", "Värde": "Arjeplog"}
    assert rows_of(await book(browser, "/overenskommelser.xlsx?per=2025-12-31"), "Överenskommelser") == []
    assert answer.headers["content-disposition"] == (
        'attachment; filename="loften-2025-2026-b-2026-03-02.xlsx"; '
        "filename*=UTF-8''%40L%C3%B6ften%202025%E2%80%932026%20%26%20%3Cb%3E%202026-03-02.xlsx"
    )
    promised, always = rows_of(whole, "Löften")
    assert (promised["Löfte eller åtagande"], promised["Sista dag"]) == (HOSTILE, date(2026, 2, 27))
    assert (promised["Gjort"], promised["Mål"], always["Mål"], always["Sista dag"]) == (0, 1, "–", "–")
    assert str(promised["Läge"]) in read(page.text).words
    [lasting] = rows_of(whole, "Tillfällen")
    assert (lasting["Sista dag"], lasting["Läge"], lasting["Dagar försenat"]) == (
        date(2026, 2, 27),
        "▲ Försenat 3 dagar",
        3,
    )
    said = {(one["Löfte eller åtagande"], one["Part"]): one for one in rows_of(whole, "Parterna")}
    assert said[HOSTILE, "Polisen"]["Uppfyllt"] == "Delvis uppfyllt"
    assert said[HOSTILE, "Polisen"]["Senaste kommentar"] == "+46 räcker"
    assert said[HOSTILE, "Kommunen"]["Uppfyllt"] == "Ej redovisad"


async def test_a_meeting_has_its_papers_before_it_and_after_it_what_was_frozen(
    system: System, browser: httpx.AsyncClient
):
    await sign(system, commitments=(a_commitment(due="2026-01-20", text="Föräldramöte"),))
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 3, 2)))

    before = await paper(browser, f"/moten/{MEETING}.docx")
    await system.tell(CloseMeeting(meeting=MEETING, on=date(2026, 3, 2)))
    done = ReportActivity(occurrence="arjeplog-1/once", party=Party.POLICE, count=1, on=date(2026, 3, 1))
    await system.tell(done)
    await system.tell(FreezeSummaryAnew(meeting=MEETING, reason="Polisens siffror kom sent"))
    latest, first = [await paper(browser, f"/moten/{MEETING}.docx{which}") for which in ("", "?version=1")]

    assert words_of(before).startswith("Underlag: mötet är inte avslutat Underlag till uppföljningsmöte 2026-03-02")
    assert "Nr Fråga Varför Beslut 1 Försenat sedan 2026-01-20, 0 av 1 gjort: Föräldramöte" in words_of(before)
    numbered = [one.text[:2] for one in before.paragraphs if one.style.name == "Heading 2" and one.text[0].isdigit()]
    assert numbered == [f"{number}." for number in range(1, 10)]
    assert words_of(latest).startswith("Protokoll från uppföljningsmöte 2026-03-02, Medborgarlöften Arjeplog Sammanf")
    assert "version 2 av 2. Skäl till den nya versionen: Polisens siffror kom sent" in words_of(latest)
    assert "Kommunen: ej redovisad" in words_of(latest)
    assert ("0 av 1" in words_of(first), "1 av 1" in words_of(latest), "1 av 1" in words_of(first)) == (
        True,
        True,
        False,
    )
    assert latest.sections[0].header.paragraphs[0].text.startswith("Protokoll")
    assert words_of(latest).endswith("Underskrift och namnförtydligande Kommunen Polisen")
    assert (await browser.get(f"/moten/{MEETING}.docx?version=9")).status_code == 404


async def test_the_year_the_county_and_a_draft_to_sign_say_what_their_pages_say(
    system: System, browser: httpx.AsyncClient
):
    await sign(system, commitments=(a_commitment(due="2026-02-27", text=HOSTILE),))
    for on, value in ((date(2026, 2, 1), "12"), (date(2026, 3, 1), "12.5")):
        policy = PreventionIndex(category=PreventionCategory.POLICY)
        await system.tell(RecordMeasure(municipality="2506", measured=policy, on=on, value=value, source="Kommunen"))
    chair = Signatory(party=Party.MUNICIPALITY, role="ordförande")
    signatories = (chair, chair, Signatory(party=Party.POLICE, role="chef"))
    draft = a_document(
        "utkast",
        type=AgreementType.COLLABORATION_AGREEMENT,
        title="Samverkan Arjeplog",
        purposes=("Färre brott",),
        signatories=signatories,
        commitments=(
            a_commitment("u", agreement="utkast", by=(a_function("skola"),)),
            a_commitment("struket", agreement="utkast", by=(a_function("skola"),), text="Det här ströks"),
        ),
        functions=(a_function("skola"),),
    )
    await system.tell(DraftAgreement(document=draft, drafted_by="2506"))
    await system.tell(CancelCommitment(commitment="struket", reason="Struket ur utkastet.", forum="Medan det skrevs"))
    year = "/kommuner/2506/arsrapport"

    whole, report = await book(browser, f"{year}.xlsx?ar=2026"), await paper(browser, f"{year}.docx?ar=2026")
    to_sign = await paper(browser, "/overenskommelser/utkast.docx")
    drafted = await book(browser, "/overenskommelser/utkast.xlsx")
    async with signed_in(system.services["portal"], AccountRole.COUNTY_BOARD) as board:
        county = await book(board, "/lan/25.xlsx")
        assert (await board.get(f"{year}.xlsx")).status_code == 403
    mails = await book(browser, "/simulera.xlsx?fran=2026-03-03&till=2026-04-30")

    [promised] = rows_of(whole, "Löften och åtaganden")
    assert (promised["Löfte eller åtagande"], promised["Ej klart"], promised["Klart"]) == (HOSTILE, 1, 0)
    assert [(one["Dag"], one["Värde"]) for one in rows_of(whole, "Mätvärden")] == [
        (date(2026, 2, 1), 12),
        (date(2026, 3, 1), 12.5),
    ]
    for said in ("Utkast: året pågår, läget den 2026-03-02", HOSTILE, "Preventionsindex: policy", "12,5 (2026-03-01)"):
        assert said in words_of(report), said
    assert {one["Kommun"]: one["Försenade tillfällen"] for one in rows_of(county, "Norrbottens län")}["Arjeplog"] == 1
    months = [one for one in rows_of(county, "Per månad") if one["Kommun"] == "Arjeplog"]
    assert len(months) == 12
    assert sum(one["Tillfällen med sista dag i månaden"] for one in months) == 1
    assert HOSTILE not in [cell for sheet in county for row in sheet.iter_rows(values_only=True) for cell in row]
    assert words_of(to_sign).startswith("Utkast, inte undertecknat Samverkan Arjeplog Samverkansöverenskommelse")
    for said in (
        "Färre brott",
        "Minst 1 gång per år Skola (kommunen) Ja",
        "Kommunen Ordförande Kommunen Ordförande Polisen Chef",
    ):
        assert said in words_of(to_sign), said
    assert "Det här ströks" not in words_of(to_sign)
    assert rows_of(drafted, "Åtaganden")[0]["Hur ofta eller när"] == "Minst 1 gång per år"
    assert {one["Tillfälle"] for one in rows_of(mails, "Mejl")} >= {"arjeplog-1/once"}
    assert rows_of(mails, "Mejl")[0]["Dag"] > date(2026, 3, 2)
    assert (await browser.get("/simulera.xlsx?fran=x")).status_code == 422
