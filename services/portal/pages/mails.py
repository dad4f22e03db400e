"""What has been mailed to whom, what became of it, and to which mailboxes is nothing sent?"""

import asyncio
from collections.abc import Iterable, Mapping
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.followup import (
    DeadlineLine,
    DeadlineLines,
    ListDeadlines,
    ListOccurrences,
    OccurrenceCard,
    OccurrenceLine,
    OccurrenceLines,
    ShowOccurrence,
)
from schemas.notifier import LedgerLine, LedgerLines, ShowLedger
from services.front.batches import batches
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, day_in, site_of, text_in
from services.portal.pages.stopped import stopped_mail

ASKED_AT_ONCE = 100
"""Deadlines; there are at most 200 mails."""


async def show(request: Request) -> Response:
    """`?tillfalle=mala-5/2026` shows the mails about one occurrence, `?dag=<id>` those about another day; `?per=`."""
    occurrence, per = text_in(request.query_params, "tillfalle"), day_in(request, "per")
    site = site_of(request).as_of(per)
    about = await _named(site, occurrence) if occurrence else None
    question = ShowLedger(occurrence=str(about.id) if about else None, deadline=_id_in(request, "dag"))
    ledger, stopped = await asyncio.gather(site.ask(question, LedgerLines), stopped_mail(request, site))
    return render(
        request,
        "mails.html",
        per=per,
        lines=ledger.lines,
        subjects=await subjects_of(site, ledger.lines),
        about=about,
        only_one=about is not None or question.deadline is not None,
        stopped=stopped.mailboxes,
    )


async def _named(site: Site, occurrence: str) -> OccurrenceLine | None:
    return (await site.ask(ShowOccurrence(occurrence=occurrence), OccurrenceCard)).occurrence


def _id_in(request: Request, parameter: str) -> UUID | None:
    text = request.query_params.get(parameter, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise HTTPException(404) from None


async def subjects_of(site: Site, mails: Iterable[LedgerLine]) -> Mapping[UUID, OccurrenceLine | DeadlineLine]:
    """What the mails are about, by its id."""
    occurrences = list(dict.fromkeys(one.occurrence_id for one in mails if one.occurrence_id))
    days = list(dict.fromkeys(one.deadline_id for one in mails if one.deadline_id))
    found: dict[UUID, OccurrenceLine | DeadlineLine] = {}
    if occurrences:
        told = await site.ask(ListOccurrences(ids=tuple(occurrences)), OccurrenceLines)
        found |= {one.id: one for one in told.occurrences}
    for page in batches(days, ASKED_AT_ONCE):
        found |= {one.id: one for one in (await site.ask(ListDeadlines(ids=page), DeadlineLines)).deadlines}
    return found
