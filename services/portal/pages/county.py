"""How does it stand in a county? Each municipality's own counts, by name: nobody is ranked, and no text is told."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementLine, AgreementLines, AgreementState, ListAgreements
from schemas.followup import (
    ClockKind,
    ClockLine,
    ClockLines,
    FeedbackLines,
    FeedbackState,
    ListClocks,
    ListDue,
    ListPublicFeedback,
    OccurrenceLine,
    OccurrenceLines,
)
from schemas.geography import County as Area
from schemas.geography import Municipality, counties, municipalities
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, day_in, site_of
from services.portal.pages.words import swedish

FALLS_DUE = {AgreementState.ACTIVE, AgreementState.EXPIRED}


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
    """What the services answered about it."""

    agreements: AgreementLines
    clocks: ClockLines
    due: tuple[OccurrenceLine, ...]
    feedback: FeedbackLines


async def show(request: Request) -> Response:
    found, lines = await county_in(request)
    return render(request, "county.html", per=day_in(request, "per"), county=found, lines=lines)


async def county_in(request: Request) -> tuple[Area, list[Counts]]:
    """The one that the address names, with its municipalities by name."""
    code, per = request.path_params["code"], day_in(request, "per")
    if code not in counties():
        raise HTTPException(404)
    site = site_of(request).as_of(per)
    found, clocks, feedback = await asyncio.gather(
        site.ask(ListAgreements(county=code), AgreementLines),
        site.ask(ListClocks(county=code), ClockLines),
        site.ask(ListPublicFeedback(county=code, due_only=True), FeedbackLines),
    )
    due = await _due(site, [line for line in found.agreements if line.state in FALLS_DUE], per or site.today)
    here = [one for one in municipalities().values() if one.county == code]
    known = County(found, clocks, due, feedback)
    return counties()[code], counted(sorted(here, key=lambda one: swedish(one.name)), known)


async def _due(site: Site, agreements: Iterable[AgreementLine], until: date) -> tuple[OccurrenceLine, ...]:
    """Asked of each agreement: the list of what is due everywhere is cut when it is long, and a count may not be."""
    answers = await asyncio.gather(
        *(site.ask(ListDue(agreement=str(one.id), until=until), OccurrenceLines) for one in agreements)
    )
    return tuple(line for answer in answers for line in answer.occurrences)


def counted(here: Iterable[Municipality], known: County) -> list[Counts]:
    """A line per municipality, in the order they were given."""
    applying = [line for line in known.agreements.agreements if line.state is AgreementState.ACTIVE]
    places = {line.id: line.municipalities for line in known.agreements.agreements}
    late = [one for one in known.due if one.overdue_days]
    overdue = Counter(
        code for one in late for code in ([one.municipality] if one.municipality else places.get(one.agreement_id, ()))
    )
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
