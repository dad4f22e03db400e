"""What is there to do? What is overdue, and what falls due within 28 days."""

from starlette.requests import Request
from starlette.responses import Response

from schemas.followup import ListDue, OccurrenceLines
from services.portal.pages.rendering import render
from services.portal.pages.site import day_in, site_of


async def show(request: Request) -> Response:
    """`?per=2026-03-31`: as it looked when that day was over."""
    per = day_in(request, "per")
    site = site_of(request).as_of(per)
    due = await site.ask(ListDue(), OccurrenceLines)
    return render(
        request,
        "start.html",
        per=per,
        today=due.today or site.today,
        overdue=[line for line in due.occurrences if line.overdue_days],
        coming=[line for line in due.occurrences if not line.overdue_days],
    )
