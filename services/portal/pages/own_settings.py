"""What is chosen for those whom somebody answers for: who is reminded when, when to meet, and what mails may say?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import (
    AgreementCard,
    AgreementLine,
    AgreementLines,
    Document,
    ListAgreements,
    ListQuietOrganisations,
    QuietOrganisations,
    ShowAgreement,
)
from schemas.followup import (
    LadderLevel,
    LadderLine,
    LadderLines,
    ListMeetings,
    MeetingLine,
    MeetingLines,
    ShowLadder,
)
from schemas.notifier import ListStoppedMailboxes
from services.portal.model.rights import may_wish
from services.portal.pages.climbing import SOON, month_end
from services.portal.pages.functions import whose
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, guest_of, site_of
from services.portal.pages.stopped import stopped_mail
from services.portal.pages.wishes.offered import FOLLOWED
from services.portal.pages.words import swedish

MOST_AGREEMENTS = 40
"""Of each it is asked how it stands; the others are found among the agreements."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen for one agreement. `ladders`: its own and its commitments' own, in place of the usual."""

    document: Document
    ladders: Sequence[LadderLine]
    meetings: Sequence[MeetingLine]
    """Those to come."""


async def show(request: Request) -> Response:
    """What somebody may not ask about is not on their page."""
    site, visitor = site_of(request), guest_of(request).visitor
    reads, mails = may_wish(visitor, ShowLadder), may_wish(visitor, ListStoppedMailboxes)
    chosen, usual, left_out = await _agreements(site) if reads else ([], [], 0)
    return render(
        request,
        "own_settings.html",
        reads=reads,
        chosen=chosen,
        usual=usual,
        left_out=left_out,
        due=month_end(site.today + SOON),
        stopped=await stopped_mail(request, site) if mails else None,
        mine=whose(request),
        quiet=await _quiet(site) if may_wish(visitor, ListQuietOrganisations) else None,
    )


async def _agreements(site: Site) -> tuple[list[Chosen], list[LadderLine], int]:
    """Those that are followed up, the usual ladders, and how many agreements more there are."""
    found, meetings = await asyncio.gather(
        site.ask(ListAgreements(), AgreementLines), site.ask(ListMeetings(coming=True), MeetingLines)
    )
    lines = sorted((one for one in found.agreements if one.state in FOLLOWED), key=lambda one: swedish(one.title))
    told = await asyncio.gather(*(_told(site, line) for line in lines[:MOST_AGREEMENTS]))
    chosen = [
        Chosen(
            document,
            [one for one in ladders if one.level is not LadderLevel.DEFAULT],
            [one for one in meetings.meetings if one.agreement_id == document.id],
        )
        for document, ladders in told
        if document
    ]
    first = told[0][1] if told else ()
    return chosen, [one for one in first if one.level is LadderLevel.DEFAULT], len(lines[MOST_AGREEMENTS:])


async def _told(site: Site, line: AgreementLine) -> tuple[Document | None, Sequence[LadderLine]]:
    card, ladders = await asyncio.gather(
        site.ask(ShowAgreement(agreement=line.slug), AgreementCard),
        site.ask(ShowLadder(agreement=line.slug), LadderLines),
    )
    return card.document, ladders.ladders


async def _quiet(site: Site) -> QuietOrganisations:
    return await site.ask(ListQuietOrganisations(), QuietOrganisations)
