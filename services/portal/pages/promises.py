"""What has been promised to residents, and what came of it? For anybody: a municipality's promises, functions only.

What somebody wrote about a promise stays inside: comments and reasons are no part of these pages.
"""

import asyncio
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from schemas.agreements import AgreementState
from schemas.followup import (
    CommitmentRow,
    FeedbackLine,
    FeedbackLines,
    FeedbackPart,
    Light,
    ListPublicFeedback,
    SummariseAgreement,
    Summary,
    SummaryHead,
)
from services.portal.pages import words
from services.portal.pages.news import News, as_rss
from services.portal.pages.promises_json import SCHEMA, PromisesV1, PromiseV1, WhoAnswers, schema
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, municipality_in, site_of

SIGNED = frozenset(AgreementState) - {AgreementState.DRAFT, AgreementState.SHARED, AgreementState.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Promises:
    """The promises of one agreement, and when residents were told what came of them, latest first."""

    head: SummaryHead
    rows: tuple[CommitmentRow, ...]
    told: tuple[FeedbackPart, ...]
    as_of: date


async def list_all(request: Request) -> Response:
    """The municipalities in which something has been promised, by name."""
    codes = {code for line in await _signed(site_of(request), None) for code in line.municipalities}
    named = sorted(codes, key=lambda code: words.swedish(words.municipality(code)))
    return render(request, "promises_places.html", codes=named)


async def show(request: Request) -> Response:
    code = municipality_in(request)
    found = await _promises(site_of(request), code)
    return render(request, "promises.html", code=code, agreements=found, today=site_of(request).today)


async def show_json(request: Request) -> Response:
    """In a shape of its own, that stays (promises_json)."""
    code = municipality_in(request)
    found = await _promises(site_of(request), code)
    told = tuple(_as_promise(one, row) for one in found for row in one.rows)
    whole = PromisesV1(version=1, municipality=code, name=words.municipality(code), promises=told)
    described = {"Link": f'<{SCHEMA}>; rel="describedby"'}
    return JSONResponse(whole.model_dump(mode="json"), headers=described)


def show_schema(_request: Request) -> Response:
    """Of the same, for who writes the program."""
    return JSONResponse(schema(), media_type="application/schema+json")


async def show_rss(request: Request) -> Response:
    """Each time residents were told; the page says how it stands."""
    code = municipality_in(request)
    page = str(request.url.replace(path=f"/loften/{code}", query=""))
    news = [
        News(f"{one.head.title}: återkoppling till invånarna", part.channel, part.on, part.url or page)
        for one in await _promises(site_of(request), code)
        for part in one.told
    ]
    return as_rss(f"Löften i {words.municipality(code)}", page, news)


async def _promises(site: Site, code: str) -> list[Promises]:
    lines = await _signed(site, code)
    questions = (site.ask(SummariseAgreement(agreement=str(line.agreement_id)), Summary) for line in lines)
    summaries = await asyncio.gather(*questions)
    found = [_of_agreement(line, summary, site.today) for line, summary in zip(lines, summaries, strict=True)]
    return sorted((one for one in found if one.rows), key=lambda one: (one.head.since, one.head.title), reverse=True)


async def _signed(site: Site, code: str | None) -> list[FeedbackLine]:
    return list((await site.ask(ListPublicFeedback(municipality=code), FeedbackLines)).agreements)


def _of_agreement(line: FeedbackLine, summary: Summary, today: date) -> Promises:
    head = summary.head
    assert head is not None  # noqa: S101  a summary that was not refused has one
    signed = head.state in SIGNED
    rows = (row for area in summary.focus_areas for row in area.commitments if row.public and signed)
    return Promises(head, tuple(rows), tuple(reversed(line.told)), summary.as_of or today)


def _as_promise(one: Promises, row: CommitmentRow) -> PromiseV1:
    status = words.status_of_commitment(row)
    return PromiseV1(
        id=row.commitment_id,
        agreement=one.head.title,
        since=one.head.since,
        until=one.head.until,
        text=row.text,
        rule=row.rule,
        due=row.due,
        done=row.done,
        target=row.target,
        status=status.words,
        light=Light(status.tone),
        responsible=tuple(WhoAnswers(party=of.party, role=words.role(of.role)) for of in row.responsible),
        told_on=one.told[0].on if one.told else None,
        as_of=one.as_of,
    )
