"""Of which days is an agreement's pair reminded, and by which ladders is everybody? What became of each reminder?"""

import asyncio
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, Document, ShowAgreement
from schemas.followup import DeadlineLines, LadderLines, ListDeadlines, ShowLadder
from services.portal.pages.rendering import render
from services.portal.pages.site import day_in, name_in, site_of


async def deadlines(request: Request) -> Response:
    """`?per=2026-03-31`: as it looked when that day was over."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    site = site_of(request).as_of(per)
    card, found = await asyncio.gather(
        site.ask(ShowAgreement(agreement=name), AgreementCard),
        site.ask(ListDeadlines(agreement=name), DeadlineLines),
    )
    return render(
        request,
        "deadlines.html",
        per=per,
        document=cast("Document", card.document),
        lines=found.deadlines,
        today=found.today or site.today,
    )


async def ladders(request: Request) -> Response:
    """`?per=` as above."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    site = site_of(request).as_of(per)
    card, found = await asyncio.gather(
        site.ask(ShowAgreement(agreement=name), AgreementCard),
        site.ask(ShowLadder(agreement=name), LadderLines),
    )
    return render(request, "ladders.html", per=per, document=cast("Document", card.document), lines=found.ladders)
