"""Which pages leave as a workbook? Lists and counts, with the same rights and the same day to look back at."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, AgreementLine, Document, ShowAgreement
from schemas.followup import SummariseAgreement, Summary
from services.front import assembly_tables as tables
from services.front import measured, simulated_rows
from services.front.spreadsheet import Cell, Rows
from services.front.workbook import Sheet, as_workbook
from services.portal.pages import words
from services.portal.pages.agreement_list import Asked, looked_up
from services.portal.pages.county import Counts, county_in
from services.portal.pages.files.handing_over import Ending, hand_over
from services.portal.pages.files.occurrences import every_occurrence
from services.portal.pages.files.promised_rows import of_promised
from services.portal.pages.files.summary_rows import (
    of_changes,
    of_commitments,
    of_occurrences,
    of_parties,
    of_silences,
)
from services.portal.pages.multiples import Multiples
from services.portal.pages.municipalities import report_in
from services.portal.pages.simulation import mails_in
from services.portal.pages.site import Site, day_in, name_in, site_of

METHOD = "Antal visar aktivitet, inte effekt."


async def agreements(request: Request) -> Response:
    """Narrowed and sorted as the list is."""
    asked, hits, _ = await looked_up(request)
    sheets = [
        Sheet("Överenskommelser", Rows(AGREEMENTS, tuple(map(_agreement, hits)))),
        _about(request, {"Urval": _chosen(asked), "Antal": len(hits)}),
    ]
    return await _book(request, "Överenskommelser", sheets)


async def agreement(request: Request) -> Response:
    """What is promised, what became of it, and what each party says; of a draft only what is promised."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    site = site_of(request).as_of(per)
    card, (summary, notice) = await asyncio.gather(
        site.ask(ShowAgreement(agreement=name), AgreementCard),
        site.answered(SummariseAgreement(agreement=name, since=day_in(request, "sedan")), Summary),
    )
    document = cast("Document", card.document)
    if summary:
        sheets, said = await _followed(site, document, summary)
    else:
        sheets, said = [Sheet(words.PROMISED[document.type], of_promised(card, document))], notice
    return await _book(request, document.title, [*sheets, _about(request, {"Att tänka på": said})])


async def report(request: Request) -> Response:
    """What the assembly hears of a year: the tables of its page, and each value that was measured."""
    told = await report_in(request)
    title = f"Årsrapport {told.year} {words.municipality(told.municipality or '')}"
    sheets = [
        Sheet("Löften och åtaganden", tables.of_commitments(told.agreements)),
        Sheet("Ej redovisat", tables.of_silences(told)),
        Sheet("Lägesbild och åtgärdsplan", tables.of_clocks(told.clocks)),
        Sheet("Återkoppling", tables.of_feedback(one.feedback for one in told.agreements)),
        Sheet("Mätningar", tables.of_measures(told.measures)),
        Sheet("Mätvärden", tables.of_values(told.measures)),
        _about(request, {"Läget den": told.as_of or "", "Att tänka på": measured.NOTE}),
    ]
    return await _book(request, title, sheets)


async def county(request: Request) -> Response:
    """Each municipality's own counts, by name: nothing that somebody wrote, and nobody is ranked."""
    found = await county_in(request)
    sheets = [
        Sheet(found.area.name, Rows(COUNTS, tuple(map(_counts, found.lines)))),
        Sheet("Per månad", Rows(BY_MONTH, tuple(_by_month(found.months)))),
        _about(request, {"Att tänka på": f"Det som gäller flera kommuner räknas i var och en. {METHOD}"}),
    ]
    return await _book(request, found.area.name, sheets)


async def simulation(request: Request) -> Response:
    """What cannot be simulated is said in a sentence."""
    form, mails = await mails_in(request)
    sheets = [
        Sheet("Mejl", simulated_rows.rows(mails)),
        _about(request, {"Att tänka på": "Simulerat: inget är skickat, och inget är sparat."}),
    ]
    return await _book(request, f"Mejl {form.since} till {form.until}", sheets)


async def _followed(site: Site, document: Document, summary: Summary) -> tuple[list[Sheet], str]:
    lines, cut = await every_occurrence(site, document.slug, document.validity)
    feedback = [summary.told_to_residents] if summary.told_to_residents else []
    sheets = [
        Sheet(words.PROMISED[document.type], of_commitments(summary)),
        Sheet("Parterna", of_parties(summary)),
        Sheet("Tillfällen", of_occurrences(lines)),
        Sheet("Sedan sist", of_changes(summary.changes)),
        Sheet("Ej redovisat", of_silences(summary)),
        Sheet("Lagens klockor", tables.of_clocks(summary.statutory_clocks)),
        Sheet("Återkoppling", tables.of_feedback(feedback)),
        Sheet("Mätvärden", tables.of_values(summary.measures)),
    ]
    said = f"Alla tillfällen ryms inte. Här är {len(lines)} av dem, de senaste; tidigare år visas på sidan för året."
    return sheets, f"{said} {METHOD}" if cut else METHOD


AGREEMENTS = ("Namn", "Typ", "Kommuner", "Län", "Gäller från", "Gäller till", "Löften och åtaganden", "Skede")


def _agreement(line: AgreementLine) -> tuple[Cell, ...]:
    return (
        line.title,
        words.AGREEMENT_TYPES[line.type],
        ", ".join(map(words.municipality, line.municipalities)),
        ", ".join(map(words.county, line.counties)),
        line.since,
        line.until or "tills vidare",
        line.commitments,
        words.AGREEMENT_STATES[line.state],
    )


def _chosen(asked: Asked) -> str:
    told = (
        f"”{asked.sought}”" if asked.sought else "",
        words.county(asked.county),
        words.municipality(asked.municipality),
        next((said for state, said in words.AGREEMENT_STATES.items() if state == asked.state), ""),
        next((said for type_, said in words.AGREEMENT_TYPES.items() if type_ == asked.type), ""),
    )
    return ", ".join(filter(None, told)) or "Alla"


COUNTS = (
    "Kommun",
    "Kommunkod",
    "Överenskommelser som gäller",
    "Löften och åtaganden",
    "Försenade tillfällen",
    "Lägesbild",
    "Lägesbild senast den",
    "Åtgärdsplan",
    "Åtgärdsplan senast den",
    "Invånare väntar på svar",
)


def _counts(line: Counts) -> tuple[Cell, ...]:
    return (
        line.municipality.name,
        line.municipality.code,
        line.agreements,
        line.commitments,
        line.overdue,
        str(words.status_of_clock(line.situation_picture)),
        line.situation_picture.due or tables.NONE,
        str(words.status_of_clock(line.action_plan)),
        line.action_plan.due or tables.NONE,
        line.awaited,
    )


BY_MONTH = ("Kommun", "Kommunkod", "Månad", "Tillfällen med sista dag i månaden", "Av dem genomförda")


def _by_month(found: Multiples | None) -> Iterator[tuple[Cell, ...]]:
    """By municipality and month, also where nothing was due."""
    for chart in found.charts if found else ():
        for one in chart.months:
            yield (
                chart.municipality.name,
                chart.municipality.code,
                f"{one.month:%Y-%m}",
                one.occurrences,
                one.completed,
            )


def _about(request: Request, told: Mapping[str, Cell]) -> Sheet:
    """What the file is of; last in it."""
    made: dict[str, Cell] = {"Läget den": day_in(request, "per") or site_of(request).today}
    return Sheet(
        "Om filen", Rows(("Uppgift", "Värde"), tuple((made | {name: one for name, one in told.items() if one}).items()))
    )


async def _book(request: Request, title: str, sheets: Sequence[Sheet]) -> Response:
    site = site_of(request)
    day = day_in(request, "per") or site.today
    return await hand_over(f"{title} {day}", Ending.WORKBOOK, lambda: as_workbook(title, site.clock.now(), sheets))
