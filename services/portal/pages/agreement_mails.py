"""What has been mailed about an agreement, to which function, and what became of it?"""

from collections.abc import Mapping
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, CommitmentCard, Document, ShowAgreement
from schemas.followup import DeadlineLine, OccurrenceLine
from schemas.notifier import LedgerLines, ShowLedger
from services.portal.pages.agreement_tabs import around_of, show_tab
from services.portal.pages.language import said_in
from services.portal.pages.mails import subjects_of
from services.portal.pages.site import Site, asked_name, page_in, site_of
from services.runtime.errors import Refused, Unavailable

Subjects = Mapping[UUID, OccurrenceLine | DeadlineLine]


async def show(request: Request) -> Response:
    """`?atagande=arjeplog-1`: of one commitment. `?sida=2`: older ones. `?per=2026-03-31`: as it looked then."""
    around, page = await around_of(request), page_in(request)
    site, named = site_of(request).as_of(around.per), asked_name(request, "atagande")
    commitment = await _commitment(site, around.document.slug, named) if named else None
    mails, subjects, silence = await mails_of(site, around.document, commitment, page)
    return show_tab(
        request,
        "agreement_mails.html",
        "mejl",
        around,
        commitment=commitment,
        lines=mails.lines,
        subjects=subjects,
        page=page,
        more=mails.more,
        notice=silence or around.notice,
    )


async def mails_of(
    site: Site, document: Document, commitment: CommitmentCard | None, page: int = 1
) -> tuple[LedgerLines, Subjects, str]:
    """With what each is about; empty, with a sentence that says why, when nobody tells."""
    question = ShowLedger(agreement=str(document.id), commitment=str(commitment.id) if commitment else None, page=page)
    try:
        mails = await site.ask(question, LedgerLines)
        return mails, await subjects_of(site, mails.lines), ""
    except (Refused, Unavailable) as silence:
        return LedgerLines(), {}, said_in(silence)


async def _commitment(site: Site, agreement: str, named: str) -> CommitmentCard:
    """Raises HTTPException 404 for one that is not there."""
    card = await site.ask(ShowAgreement(agreement=agreement), AgreementCard)
    for one in card.commitments:
        if named in {one.slug, str(one.id)}:
            return one
    raise HTTPException(404)
