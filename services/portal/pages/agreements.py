"""What has been promised in an agreement, and how does it stand? Its document with its summary."""

import asyncio
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import (
    AgreementCard,
    Document,
    ShowAgreement,
    SupersedeAgreement,
)
from schemas.followup import SummariseAgreement, Summary
from schemas.geography import counties_of
from services.portal.pages.language import said_in
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, day_in, name_in, site_of
from services.portal.pages.todo import MOST_IN_PLACE, in_place
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.offered import FOLLOWED, of_agreement
from services.runtime.errors import Refused, Unavailable

MOST_FATES = 50
"""An address holds so many without being too long for a browser."""


async def show(request: Request) -> Response:
    """`?sedan=2026-01-01` is the last meeting: section 2 tells what happened after it. `?per=`: as it looked then."""
    name, since, per = name_in(request, "slug"), day_in(request, "sedan"), day_in(request, "per")
    site = site_of(request).as_of(per)
    card, (summary, notice) = await asyncio.gather(
        site.ask(ShowAgreement(agreement=name), AgreementCard),
        summary_of(site, SummariseAgreement(agreement=name, since=since)),
    )
    document = cast("Document", card.document)
    codes = counties_of(document.municipalities)
    return render(
        request,
        "agreement.html",
        per=per,
        card=card,
        document=document,
        counties=codes,
        summary=summary,
        in_place=in_place(summary.due_before_next_meeting) if summary and not per else frozenset(),
        assessed=_assessed(summary) if summary and not per else [],
        notice=notice,
        offered=of_agreement(card),
        filled=_filled(card, document.slug),
    )


def _assessed(summary: Summary) -> list[str]:
    """The commitments that are judged where they stand."""
    rows = [row.slug for area in summary.focus_areas for row in area.commitments if not row.cancelled]
    return rows[:MOST_IN_PLACE] if summary.head and summary.head.state in FOLLOWED else []


def _filled(card: AgreementCard, slug: str) -> dict[str, dict[str, str]]:
    """What a form begins with, by the wish's name: who replaces an agreement tells of each open commitment."""
    named = {"agreement": slug}
    fates = [{"commitment": one.slug} for one in card.commitments if not one.cancelled]
    return {"": named, "supersede-agreement": texts_of(SupersedeAgreement, {"fates": fates[:MOST_FATES]}) | named}


async def summary_of(site: Site, question: SummariseAgreement) -> tuple[Summary | None, str]:
    """What was promised can be read also when the follow-up says nothing; then with a sentence that tells so."""
    try:
        return await site.ask(question, Summary), ""
    except (Refused, Unavailable) as silence:
        return None, said_in(silence)
