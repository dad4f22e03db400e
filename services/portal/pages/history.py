"""What has happened to an agreement itself: when, by whom, and what did it say before and since?"""

import asyncio
from collections.abc import Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import History, HistoryLine, ShowHistory
from services.portal.pages import words_history
from services.portal.pages.agreement_tabs import around_of, show_tab
from services.portal.pages.site import day_in, name_in, page_in, site_of


async def show(request: Request) -> Response:
    """`?sida=2`: what is older than the first hundred. `?per=2026-03-31`: as it looked when that day was over."""
    name, per, page = name_in(request, "slug"), day_in(request, "per"), page_in(request)
    site = site_of(request)
    around, told = await asyncio.gather(
        around_of(request), site.as_of(per).ask(ShowHistory(agreement=name, page=page), History)
    )
    return show_tab(
        request,
        "agreement_history.html",
        "historik",
        around,
        lines=told.lines,
        evenings=evenings(told.lines, site.today),
        others={one.id: one for one in told.others},
        page=page,
        more=told.more,
        of_history=words_history,
    )


def evenings(lines: Sequence[HistoryLine], today: date) -> list[date | None]:
    """For each, the day at whose end it can be seen how it was; None for what is seen now, or was its writer's."""
    return [one.told_on if not one.what.is_of_a_draft and one.told_on < today else None for one in lines]
