"""When do the parties meet, and what came of it? All meetings or an agreement's; and one, to be held from its page."""

import asyncio
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import AgreementLines, ListAgreements
from schemas.followup import (
    FrozenSummary,
    ListMeetings,
    MeetingCard,
    MeetingLine,
    MeetingLines,
    MeetingState,
    ShowFrozenSummary,
    ShowMeeting,
    SummariseAgreement,
    Summary,
)
from services.portal.pages.agreement_tabs import around_of, show_tab
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, asked_name, day_in, name_in, number_in, site_of
from services.portal.pages.wishes.offered import FOLLOWED, NEVER_FOLLOWED
from services.portal.pages.words import swedish

MOST_VERSIONS, VERSIONS_SHOWN = 1000, 20


@dataclass(frozen=True, slots=True)
class Told:
    """What a meeting is shown: how it stands now, or what was frozen when it was closed. Neither: it is cancelled."""

    summary: Summary | None = None
    frozen: FrozenSummary | None = None
    versions: tuple[FrozenSummary, ...] = ()
    """The latest first."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """Which meetings there are: to come, the nearest first, and over, the latest first. And whether that is cut."""

    coming: list[MeetingLine]
    later: bool
    over: list[MeetingLine]
    earlier: bool


async def list_all(request: Request) -> Response:
    """`?overenskommelse=arjeplog-2026-ml` leads to that one's own. `?per=2026-03-31`: as it looked that day."""
    chosen, per = asked_name(request, "overenskommelse"), day_in(request, "per")
    if chosen:
        own = f"/overenskommelser/{quote(chosen, safe='')}/moten"
        return RedirectResponse(own + (f"?{urlencode({'per': per})}" if per else ""), 303)
    site = site_of(request).as_of(per)
    known, found = await asyncio.gather(
        site.ask(ListMeetings(), MeetingLines),
        site.ask(ListAgreements(), AgreementLines),
    )
    agreements = [line for line in found.agreements if line.state not in NEVER_FOLLOWED]
    return render(
        request,
        "meetings.html",
        per=per,
        today=known.today or site.today,
        known=sorted_out(known),
        agreements=sorted(agreements, key=lambda line: swedish(line.title)),
    )


async def of_agreement(request: Request) -> Response:
    """`?sedan=2026-01-01` is the last meeting: what changed is told since then. `?per=` as in the list."""
    name, since, per = name_in(request, "slug"), day_in(request, "sedan"), day_in(request, "per")
    question = SummariseAgreement(agreement=name, since=since, commitments=False)
    around, (summary, notice) = await asyncio.gather(
        around_of(request), site_of(request).as_of(per).answered(question, Summary)
    )
    return show_tab(
        request,
        "agreement_meetings.html",
        "moten",
        around,
        notice=notice or around.notice,
        summary=summary,
        plans=around.card.state in FOLLOWED,
        known=sorted_out(around.meetings),
    )


def sorted_out(known: MeetingLines) -> Meetings:
    return Meetings(
        coming=[line for line in known.meetings if line.state is MeetingState.PLANNED],
        later=known.later,
        over=[line for line in reversed(known.meetings) if line.state is not MeetingState.PLANNED],
        earlier=known.earlier,
    )


async def show(request: Request) -> Response:
    """`?version=2`: what an earlier version of a closed meeting's summary said. `?per=` as in the list."""
    card, line, told = await meeting_in(request)
    per, today = day_in(request, "per"), card.today or site_of(request).today
    return render(request, "meeting.html", per=per, card=card, line=line, told=told, today=today)


async def meeting_in(request: Request) -> tuple[MeetingCard, MeetingLine, Told]:
    """The one that the address names, in the version that it asks for."""
    version = number_in(request, "version", 1, MOST_VERSIONS)
    site = site_of(request).as_of(day_in(request, "per"))
    card = await site.ask(ShowMeeting(meeting=name_in(request, "slug")), MeetingCard)
    if card.meeting is None:
        raise HTTPException(404)
    return card, card.meeting, await _told(site, card.meeting, version)


async def _told(site: Site, line: MeetingLine, version: int | None) -> Told:
    match line.state:
        case MeetingState.PLANNED:
            return Told(await site.ask(SummariseAgreement(agreement=str(line.agreement_id)), Summary))
        case MeetingState.CLOSED:
            return await _frozen(site, line, version or line.versions)
    return Told()


async def _frozen(site: Site, line: MeetingLine, version: int) -> Told:
    oldest = max(1, line.versions - VERSIONS_SHOWN + 1)
    numbers = sorted({version, *range(oldest, line.versions + 1)}, reverse=True)
    versions = await asyncio.gather(
        *(site.ask(ShowFrozenSummary(meeting=str(line.id), version=one), FrozenSummary) for one in numbers)
    )
    frozen = versions[numbers.index(version)]
    return Told(Summary.model_validate_json(frozen.content), frozen, tuple(versions))
