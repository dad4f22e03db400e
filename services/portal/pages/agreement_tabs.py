"""What stands around every tab of an agreement? Its name, its tabs, and a column with what matters most."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, AgreementState, Document, ShowAgreement
from schemas.followup import ListMeetings, MeetingLine, MeetingLines, MeetingState
from schemas.geography import counties_of
from services.portal.pages.language import Words
from services.portal.pages.rendering import render
from services.portal.pages.site import day_in, name_in, site_of
from services.portal.pages.wishes.offered import of_agreement

TABS = Words({"moten": "Möten", "historik": "Historik", "parter": "Parter", "mejl": "Mejl"})
"""By the end of their addresses, after the agreement's own, which is the first tab: what is promised."""
GOES_ON = {AgreementState.SIGNED, AgreementState.ACTIVE}


@dataclass(frozen=True, slots=True)
class Around:
    """`?per=2026-03-31`: as it looked when that day was over."""

    card: AgreementCard
    document: Document
    meetings: MeetingLines
    """None at all where the follow-up says nothing."""
    notice: str
    per: date | None
    today: date

    @property
    def next_meeting(self) -> MeetingLine | None:
        coming = (one for one in self.meetings.meetings if one.state is MeetingState.PLANNED and one.on >= self.today)
        return next(coming, None)

    @property
    def days_left(self) -> int | None:
        """Of what applies, or will; None: it has no last day, or is over."""
        until = self.document.validity.until
        return (until - self.today).days if until and self.card.state in GOES_ON else None


async def around_of(request: Request) -> Around:
    """Raises Refused where who asks sees no such agreement. The card has none of its commitments."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    site = site_of(request).as_of(per)
    card, (told, notice) = await asyncio.gather(
        site.ask(ShowAgreement(agreement=name, commitments=False), AgreementCard),
        site.answered(ListMeetings(agreement=name), MeetingLines),
    )
    meetings = told or MeetingLines()
    return Around(card, cast("Document", card.document), meetings, notice, per, meetings.today or per or site.today)


def show_tab(request: Request, template: str, tab: str, around: Around, **values: object) -> Response:
    """`tab`: the end of its address; `` is the first."""
    document = around.document
    known = {
        "notice": around.notice,
        "per": around.per,
        "today": around.today,
        "card": around.card,
        "document": document,
        "counties": counties_of(document.municipalities),
        "own": f"/overenskommelser/{document.slug}",
        "offered": of_agreement(around.card),
        "filled": {"": {"agreement": document.slug}},
    }
    return render(request, template, tab=tab, tabs=TABS, around=around, **{**known, **values})  # type: ignore[arg-type]
