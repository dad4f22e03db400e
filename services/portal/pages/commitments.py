"""What was promised in one commitment, how does it stand, and what can be done with it?"""

import asyncio
from collections.abc import Iterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import (
    AgreementCard,
    ChangeDueRule,
    CommitmentCard,
    ReassignCommitment,
    ShowAgreement,
)
from schemas.base import Command
from schemas.followup import (
    CommitmentFollowUp,
    CommitmentRow,
    ListOccurrences,
    OccurrenceLine,
    OccurrenceLines,
    ShowCommitment,
    SummariseAgreement,
    Summary,
)
from schemas.notifier import LedgerLines
from services.portal.pages.agreement_mails import mails_of
from services.portal.pages.language import word
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, day_in, name_in, site_of
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.offered import of_commitment

MOST = 200
MOST_MAILS = 10
"""The others are on the agreement's page of mails."""
NOT_KNOWN = word("Det finns inget åtagande som heter så, eller så är överenskommelsen bara ett utkast.")


async def show(request: Request) -> Response:
    """`?overenskommelse=` is needed only for what is not followed up yet. `?per=2026-03-31`: as it looked that day."""
    name, per = name_in(request, "slug"), day_in(request, "per")
    site = site_of(request).as_of(per)
    lines = await _occurrences(site, name)
    agreement = lines[0].agreement_slug if lines else request.query_params.get("overenskommelse", "")
    if not 1 <= len(agreement) <= MOST:
        raise HTTPException(404, NOT_KNOWN)
    card, row, (told, _) = await asyncio.gather(
        site.ask(ShowAgreement(agreement=agreement), AgreementCard),
        _row(site, agreement, name),
        site.answered(ShowCommitment(commitment=name), CommitmentFollowUp),
    )
    commitment = next((one for one in card.commitments if name in {one.slug, str(one.id)}), None)
    if commitment is None or card.document is None:
        raise HTTPException(404, NOT_KNOWN)
    mails, subjects, silence = await mails_of(site, card.document, commitment) if lines else (LedgerLines(), {}, "")
    return render(
        request,
        "commitment.html",
        per=per,
        card=card,
        commitment=commitment,
        row=row,
        area=next((one.name for one in card.document.focus_areas if one.id == commitment.focus_area), ""),
        lines=lines[:MOST],
        more=len(lines) - MOST,
        told=told,
        mails=mails.lines[:MOST_MAILS],
        more_mails=len(mails.lines) > MOST_MAILS,
        subjects=subjects,
        silence=silence,
        offered=of_commitment(card, cancelled=commitment.cancelled),
        filled=_filled(commitment, card.document.slug),
    )


def _filled(commitment: CommitmentCard, agreement: str) -> dict[str, dict[str, str]]:
    """What a form begins with, by the name of the wish: how it stands now, where that is what is changed."""
    named = {"commitment": commitment.slug, "agreement": agreement}
    now = commitment.model_dump(mode="json")
    forms: dict[type[Command], dict[str, object]] = {
        ChangeDueRule: {"recurrence": now["recurrence"]},
        ReassignCommitment: {"functions": now["responsible"]},
    }
    changed = {command.subject.split(".")[2]: texts_of(command, values) | named for command, values in forms.items()}
    return {"": named} | changed


async def _occurrences(site: Site, name: str) -> tuple[OccurrenceLine, ...]:
    """What is not followed up has none."""
    found, _ = await site.answered(ListOccurrences(commitment=name), OccurrenceLines)
    return found.occurrences if found else ()


async def _row(site: Site, agreement: str, name: str) -> CommitmentRow | None:
    """Its row in the summary; what was promised can be read also without it."""
    summary, _ = await site.answered(SummariseAgreement(agreement=agreement), Summary)
    rows = _rows(summary) if summary else ()
    return next((row for row in rows if name in {row.slug, str(row.commitment_id)}), None)


def _rows(summary: Summary) -> Iterator[CommitmentRow]:
    for area in summary.focus_areas:
        yield from area.commitments
