"""What concerns a municipality: its agreements, the law's clocks, what residents were told, what was measured?"""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementLines, ListAgreements
from schemas.base import FIRST_DAY, LAST_DAY
from schemas.followup import (
    AssemblyReport,
    ClockLines,
    FeedbackLines,
    ListClocks,
    ListMeasures,
    ListPublicFeedback,
    MeasureLines,
    ReportToAssembly,
)
from schemas.geography import counties, municipalities
from services.front import assembly_tables as tables
from services.portal.pages.chart import chart
from services.portal.pages.rendering import render
from services.portal.pages.site import day_in, municipality_in, number_in, site_of
from services.portal.pages.spreadsheet import as_file
from services.portal.pages.words import swedish

YEARS_TO_CHOOSE = 10
FILES = {
    "loften": lambda report: tables.of_commitments(report.agreements),
    "klockor": lambda report: tables.of_clocks(report.clocks),
    "aterkoppling": lambda report: tables.of_feedback(one.feedback for one in report.agreements),
    "matningar": lambda report: tables.of_measures(report.measures),
}


async def list_all(request: Request) -> Response:
    """Those that some agreement concerns, by county and name: nobody is ranked."""
    per = day_in(request, "per")
    found = await site_of(request).as_of(per).ask(ListAgreements(), AgreementLines)
    counts = dict.fromkeys(municipalities(), 0)
    for code in (code for line in found.agreements for code in line.municipalities):
        counts[code] += 1
    concerned = [one for one in municipalities().values() if counts[one.code]]
    by_county = {
        county: sorted((one for one in concerned if one.county == county.code), key=lambda one: swedish(one.name))
        for county in sorted(counties().values(), key=lambda one: swedish(one.name))
    }
    found_in = {county: ones for county, ones in by_county.items() if ones}
    return render(request, "municipalities.html", per=per, counties=found_in, counts=counts)


async def show(request: Request) -> Response:
    code, per = municipality_in(request), day_in(request, "per")
    site = site_of(request).as_of(per)
    agreements, clocks, feedback, measures = await asyncio.gather(
        site.ask(ListAgreements(municipality=code), AgreementLines),
        site.ask(ListClocks(municipality=code), ClockLines),
        site.ask(ListPublicFeedback(municipality=code), FeedbackLines),
        site.ask(ListMeasures(municipality=code), MeasureLines),
    )
    return render(
        request,
        "municipality.html",
        per=per,
        municipality=municipalities()[code],
        agreements=sorted(agreements.agreements, key=lambda line: swedish(line.title)),
        clocks=clocks.clocks,
        feedback=feedback.agreements,
        measures=[(one, chart(one)) for one in measures.series],
    )


async def report(request: Request) -> Response:
    """`?ar=2026`: what the assembly (kommunfullmäktige) hears of a year; without it, of the latest. `?per=`."""
    told, latest = await report_in(request), _latest_year(request)
    return render(
        request,
        "assembly_report.html",
        per=day_in(request, "per"),
        municipality=municipalities()[municipality_in(request)],
        report=told,
        years=sorted({told.year, *range(latest - YEARS_TO_CHOOSE + 1, latest + 1)}, reverse=True),
        tables=tables,
    )


async def report_file(request: Request) -> Response:
    """The same as a file for a spreadsheet, one table in each."""
    table = request.path_params["table"]
    if table not in FILES:
        raise HTTPException(404)
    told = await report_in(request)
    return as_file(FILES[table](told), f"kommunfullmaktige-{told.municipality}-{told.year}-{table}.csv")


async def report_in(request: Request) -> AssemblyReport:
    """Of the municipality and the year that the address names."""
    site = site_of(request).as_of(day_in(request, "per"))
    year = number_in(request, "ar", FIRST_DAY.year, LAST_DAY.year) or _latest_year(request)
    return await site.ask(ReportToAssembly(municipality=municipality_in(request), year=year), AssemblyReport)


def _latest_year(request: Request) -> int:
    """That has begun, on the day that is looked back at."""
    return (day_in(request, "per") or site_of(request).today).year
