"""Why is an occurrence due when it is, who has been reminded of it, and what has been told?"""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.followup import ExplainOccurrence, Explanation, OccurrenceCard, ShowOccurrence
from schemas.notifier import LedgerLine, LedgerLines, ShowLedger
from services.portal.pages.language import said_in
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, day_in, name_in, site_of
from services.runtime.errors import Unavailable


async def show(request: Request) -> Response:
    """`?per=2026-03-31`: as it looked when that day was over."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    site = site_of(request).as_of(per)
    told, card = await asyncio.gather(
        site.ask(ExplainOccurrence(occurrence=name), Explanation),
        site.ask(ShowOccurrence(occurrence=name), OccurrenceCard),
    )
    if told.occurrence is None:
        raise HTTPException(404)
    mails, notice = await _mails(site, str(told.occurrence.id))
    return render(
        request,
        "explanation.html",
        per=per,
        line=told.occurrence,
        today=card.today or site.today,
        told=told,
        card=card,
        mails=mails,
        notice=notice,
    )


async def _mails(site: Site, occurrence: str) -> tuple[tuple[LedgerLine, ...], str]:
    """The reasons can be read also when nobody tells of the mails; then with a sentence that says so."""
    try:
        return (await site.ask(ShowLedger(occurrence=occurrence), LedgerLines)).lines, ""
    except Unavailable as silence:
        return (), said_in(silence)
