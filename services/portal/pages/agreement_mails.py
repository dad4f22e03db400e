"""What has been mailed about an agreement, to which function, and what became of it?"""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, CommitmentCard, Document, ShowAgreement
from schemas.followup import DeadlineLine, OccurrenceLine
from schemas.notifier import LedgerLines, ShowLedger
from services.portal.pages.language import said_in
from services.portal.pages.mails import subjects_of
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, asked_name, day_in, name_in, number_in, site_of
from services.runtime.errors import Refused, Unavailable

LAST_PAGE = 500
Subjects = Mapping[UUID, OccurrenceLine | DeadlineLine]


async def show(request: Request) -> Response:
    """`?atagande=arjeplog-1`: of one commitment. `?sida=2`: older ones. `?per=2026-03-31`: as it looked then."""
    name, per, page = name_in(request, "slug"), day_in(request, "per"), number_in(request, "sida", 1, LAST_PAGE) or 1
    site = site_of(request).as_of(per)
    card = await site.ask(ShowAgreement(agreement=name), AgreementCard)
    commitment = _named(card, asked_name(request, "atagande"))
    mails, subjects, notice = await mails_of(site, card, commitment, page)
    return render(
        request,
        "agreement_mails.html",
        per=per,
        card=card,
        document=card.document,
        commitment=commitment,
        lines=mails.lines,
        subjects=subjects,
        page=page,
        more=mails.more,
        notice=notice,
    )


async def mails_of(
    site: Site, card: AgreementCard, commitment: CommitmentCard | None, page: int = 1
) -> tuple[LedgerLines, Subjects, str]:
    """With what each is about; empty, with a sentence that says why, when nobody tells."""
    agreement = str(cast("Document", card.document).id)
    question = ShowLedger(agreement=agreement, commitment=str(commitment.id) if commitment else None, page=page)
    try:
        mails = await site.ask(question, LedgerLines)
        return mails, await subjects_of(site, mails.lines), ""
    except (Refused, Unavailable) as silence:
        return LedgerLines(), {}, said_in(silence)


def _named(card: AgreementCard, commitment: str | None) -> CommitmentCard | None:
    """Raises HTTPException 404 for one that is not there."""
    if commitment is None:
        return None
    for one in card.commitments:
        if commitment in {one.slug, str(one.id)}:
            return one
    raise HTTPException(404)
