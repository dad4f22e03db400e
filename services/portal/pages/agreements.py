"""What has been promised in an agreement, and how does it stand? The first of its tabs."""

import asyncio
import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, CommitmentCard, ShowAgreement
from schemas.followup import CommitmentLines, Light, ListCommitments, ListSilences, SilenceLines
from services.portal.pages.agreement_tabs import around_of, show_tab
from services.portal.pages.language import Words
from services.portal.pages.site import Site, day_in, name_in, page_in, site_of
from services.portal.pages.todo import MOST_IN_PLACE, in_place
from services.portal.pages.wishes.offered import FOLLOWED, NEVER_FOLLOWED

ROWS = 100
"""Of a page of commitments."""
MOST_BESIDE = 30
"""Rows of what is due and of what is not reported; the start page has all of it."""
FEW = 20
"""Commitments: nobody needs to look for one of so few."""
AREA = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
CANCELLED = "cancelled"
LOOKS = Words(
    {
        Light.RED.value: "Försenat eller ej uppfyllt",
        Light.YELLOW.value: "Ligger efter",
        Light.GREEN.value: "I fas",
        Light.GREY.value: "Inget rapporterat",
        CANCELLED: "Utgår",
    }
)
"""What can be chosen among, as the address has it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what it does not, or what can be no value of its kind, is empty."""

    own: str
    area: str = ""
    look: str = ""
    page: int = 1
    per: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.area or self.look)

    @property
    def is_first(self) -> bool:
        """Where also is told what is due and what is not reported."""
        return not self.narrows and self.page == 1

    def question(self, agreement: str) -> ListCommitments:
        return ListCommitments(
            agreement=agreement,
            focus_area=self.area or None,
            light=Light(self.look) if self.look in set(Light) else None,
            cancelled=self.look == CANCELLED,
            skip=(self.page - 1) * ROWS,
            most=ROWS,
            most_due=MOST_BESIDE if self.is_first else 0,
        )

    def at(self, page: int) -> str:
        """The address of another page of the same."""
        told = replace(self, page=page)
        asked = {"omrade": told.area, "lage": told.look, "sida": page if page > 1 else "", "per": told.per}
        query = urlencode({name: value for name, value in asked.items() if value})
        return self.own + (f"?{query}" if query else "")


async def show(request: Request) -> Response:
    """`?omrade=trygghet&lage=red&sida=2`, a page at a time; `?per=2026-03-31`: as it looked then."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    site, asked = site_of(request).as_of(per), _asked(request)
    around, (lines, notice) = await asyncio.gather(
        around_of(request), site.answered(asked.question(name), CommitmentLines)
    )
    silent = ListSilences(agreement=name, most=MOST_BESIDE)  # asked after: it knows at least what the lines knew
    silences, _ = await site.answered(silent, SilenceLines) if asked.is_first else (None, "")
    follows = around.card.state in FOLLOWED
    acts = bool(lines) and follows and not per
    return show_tab(
        request,
        "agreement_commitments.html",
        "",
        around,
        notice=notice,
        asked=asked,
        rows=ROWS,
        few=FEW,
        looks=LOOKS,
        stands=around.card.state not in NEVER_FOLLOWED,
        lines=lines,
        promised=() if lines else await _promised(site, name),
        follows=follows and asked.is_first,
        silences=silences,
        silent={party for one in silences.silences for party in one.parties} if silences else set(),
        in_place=in_place(lines.due_before_next_meeting) if lines and acts else frozenset(),
        assessed=_assessed(lines) if lines and acts else [],
    )


def _asked(request: Request) -> Asked:
    query = request.query_params
    area, look = query.get("omrade", ""), query.get("lage", "")
    return Asked(
        own=request.url.path,
        area=area if AREA.fullmatch(area) else "",
        look=look if look in LOOKS else "",
        page=page_in(request),
        per=query.get("per", ""),
    )


async def _promised(site: Site, name: str) -> tuple[CommitmentCard, ...]:
    """What is agreed, where nobody tells how it stands."""
    return (await site.ask(ShowAgreement(agreement=name), AgreementCard)).commitments


def _assessed(lines: CommitmentLines) -> list[str]:
    """The commitments that are judged where they stand."""
    return [row.slug for area in lines.focus_areas for row in area.commitments if not row.cancelled][:MOST_IN_PLACE]
