"""How does it stand in a county? Each municipality's own counts, by name: nobody is ranked, and no text is told."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementLines, AgreementState, ListAgreements
from schemas.followup import (
    ClockKind,
    ClockLine,
    ClockLines,
    CountByMonth,
    CountOverdue,
    FeedbackLines,
    FeedbackState,
    ListClocks,
    ListPublicFeedback,
    MonthCounts,
    OverdueCounts,
)
from schemas.geography import County as Area
from schemas.geography import Municipality, counties, municipalities
from services.portal.pages.multiples import Multiples, multiples
from services.portal.pages.rendering import render
from services.portal.pages.site import day_in, site_of
from services.portal.pages.words import swedish


@dataclass(frozen=True, slots=True)
class Counts:
    """What concerns several municipalities is counted in each of them."""

    municipality: Municipality
    agreements: int
    commitments: int
    overdue: int
    situation_picture: ClockLine
    action_plan: ClockLine
    awaited: int
    """Promises whose residents wait for an answer."""


@dataclass(frozen=True, slots=True)
class County:
    area: Area
    lines: list[Counts]
    """By name."""
    months: Multiples | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the services answered about it."""

    agreements: AgreementLines
    clocks: ClockLines
    overdue: OverdueCounts
    feedback: FeedbackLines


async def show(request: Request) -> Response:
    return render(request, "county.html", per=day_in(request, "per"), county=await county_in(request))


async def county_in(request: Request) -> County:
    """The one that the address names."""
    code, per = request.path_params["code"], day_in(request, "per")
    if code not in counties():
        raise HTTPException(404)
    site = site_of(request).as_of(per)
    found, clocks, feedback, overdue, months = await asyncio.gather(
        site.ask(ListAgreements(county=code), AgreementLines),
        site.ask(ListClocks(county=code), ClockLines),
        site.ask(ListPublicFeedback(county=code, due_only=True), FeedbackLines),
        site.ask(CountOverdue(county=code), OverdueCounts),
        site.ask(CountByMonth(county=code), MonthCounts),
    )
    here = sorted((one for one in municipalities().values() if one.county == code), key=lambda one: swedish(one.name))
    known = Known(found, clocks, overdue, feedback)
    return County(counties()[code], counted(here, known), multiples(here, months))


def counted(here: Iterable[Municipality], known: Known) -> list[Counts]:
    """A line per municipality, in the order they were given."""
    applying = [line for line in known.agreements.agreements if line.state is AgreementState.ACTIVE]
    overdue = Counter({one.municipality: one.occurrences for one in known.overdue.counts})
    awaited = Counter(
        code for one in known.feedback.agreements if one.state is FeedbackState.DUE for code in one.municipalities
    )
    clocks = {(code, one.clock): one for one in known.clocks.clocks for code in one.municipalities}
    return [
        Counts(
            municipality=one,
            agreements=sum(one.code in line.municipalities for line in applying),
            commitments=sum(line.commitments for line in applying if one.code in line.municipalities),
            overdue=overdue[one.code],
            situation_picture=clocks[one.code, ClockKind.SITUATION_PICTURE],
            action_plan=clocks[one.code, ClockKind.ACTION_PLAN],
            awaited=awaited[one.code],
        )
        for one in here
    ]
