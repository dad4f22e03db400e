"""What has been promised in an agreement, and how does it stand? The first of its tabs."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from schemas.followup import SummariseAgreement, Summary
from services.portal.pages.agreement_tabs import around_of, show_tab
from services.portal.pages.language import said_in
from services.portal.pages.site import Site, day_in, name_in, site_of
from services.portal.pages.todo import MOST_IN_PLACE, in_place
from services.portal.pages.wishes.offered import FOLLOWED
from services.runtime.errors import Refused, Unavailable


async def show(request: Request) -> Response:
    """`?per=2026-03-31`: as it looked then."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    around, (summary, notice) = await asyncio.gather(
        around_of(request), summary_of(site_of(request).as_of(per), SummariseAgreement(agreement=name))
    )
    return show_tab(
        request,
        "agreement_commitments.html",
        "",
        around,
        summary=summary,
        notice=notice,
        in_place=in_place(summary.due_before_next_meeting) if summary and not per else frozenset(),
        assessed=_assessed(summary) if summary and not per else [],
    )


def _assessed(summary: Summary) -> list[str]:
    """The commitments that are judged where they stand."""
    rows = [row.slug for area in summary.focus_areas for row in area.commitments if not row.cancelled]
    return rows[:MOST_IN_PLACE] if summary.head and summary.head.state in FOLLOWED else []


async def summary_of(site: Site, question: SummariseAgreement) -> tuple[Summary | None, str]:
    """What was promised can be read also when the follow-up says nothing; then with a sentence that tells so."""
    try:
        return await site.ask(question, Summary), ""
    except (Refused, Unavailable) as silence:
        return None, said_in(silence)
