"""What has happened to an agreement itself: when, by whom, and what did it say before and since?"""

import asyncio
from datetime import date
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, Document, Happening, History, HistoryLine, ShowAgreement, ShowHistory
from services.portal.pages import words_history
from services.portal.pages.rendering import render
from services.portal.pages.site import day_in, name_in, number_in, site_of

LAST_PAGE = 500


async def show(request: Request) -> Response:
    """`?sida=2`: what is older than the first hundred. `?per=2026-03-31`: as it looked when that day was over."""
    name, per, page = name_in(request, "slug"), day_in(request, "per"), number_in(request, "sida", 1, LAST_PAGE) or 1
    site = site_of(request).as_of(per)
    card, told = await asyncio.gather(
        site.ask(ShowAgreement(agreement=name), AgreementCard),
        site.ask(ShowHistory(agreement=name, page=page), History),
    )
    return render(
        request,
        "history.html",
        per=per,
        card=card,
        document=cast("Document", card.document),
        lines=told.lines,
        others={one.id: one for one in told.others},
        page=page,
        more=told.more,
        of_history=words_history,
        evenings=evenings(told.lines, site.today),
    )


def evenings(lines: tuple[HistoryLine, ...], today: date) -> dict[int, date]:
    """By which of the lines: the day at whose end it can be seen how it was. A draft was its writer's own to see."""
    shown = (Happening.DRAFTED, Happening.RENEWED, Happening.WITHDRAWN)
    return {nr: one.told_on for nr, one in enumerate(lines) if one.what not in shown and one.told_on < today}
