"""What is filled in at each step of a draft, and how does it read when it is looked through?"""

from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import AmendAgreement
from schemas.rule_words import rule_in_words
from services.front.same_again import same_again
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.door import MOST_FIELDS
from services.portal.pages.drafts.beginnings import suggested
from services.portal.pages.drafts.draft import (
    NOT_SAVED,
    SILENCE,
    WAS,
    Draft,
    Sheet,
    draft_in,
    parents_of,
    said_in,
    show_form,
    without_cleared,
)
from services.portal.pages.drafts.forms import FOLLOW_UP, PARTIES, PICTURE, Step
from services.portal.pages.drafts.progress import COMMITMENTS, hints, is_open, living
from services.portal.pages.drafts.refusals import in_words_of
from services.portal.pages.drafts.standing import changes_of, mark, stands_of
from services.portal.pages.language import _
from services.portal.pages.posted import fields_in, form_of, waiting
from services.portal.pages.rendering import render
from services.portal.pages.site import site_of
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.reading import read_form
from services.runtime.errors import Refused, Unavailable

STEPS: dict[str, Step[BaseModel]] = {one.address: one for one in (PARTIES, PICTURE, FOLLOW_UP)}
NEXT = {PARTIES.address: PICTURE.address, PICTURE.address: COMMITMENTS, FOLLOW_UP.address: ""}
STAY = "stanna"


async def look_through(request: Request) -> Response:
    """As it will read, what it lacks, and how it is shared and signed."""
    draft = await draft_in(request, to_read=True)
    return render(
        request,
        "draft.html",
        draft=draft,
        document=draft.document,
        card=draft.card,
        open=is_open(draft.card),
        stages=draft.stages,
        step="",
        commitments=living(draft.card),
        rule_in_words=rule_in_words,
        hints=hints(draft.card),
        done=said_in(request),
    )


async def show(request: Request) -> Response:
    draft = await draft_in(request)
    if request.path_params["step"] == COMMITMENTS:
        return _commitments(request, draft)
    step = _step(request)
    stands = _stands(step, draft)
    return await _form(request, draft, Sheet(step, stands, {}, mark(stands)))


async def save(request: Request) -> Response:
    """What was saved by somebody else meanwhile is not written over without being seen."""
    step, draft, texts = _step(request), await draft_in(request), await fields_in(request, MOST_FIELDS)
    stands = _stands(step, draft)
    try:
        changes = changes_of(read_form(step, without_cleared(texts), Known()), draft.document)
        if changes and texts.get(WAS) != mark(stands):
            return await _form(request, draft, Sheet(step, texts, {}, mark(stands), stands))
        if changes:
            why = f"Ändrat i steget {step.title} medan utkastet skrivs."
            wish = AmendAgreement(agreement=draft.document.slug, changes=changes, reason=why)
            await site_of(request).bus.tell(same_again(wish, form_of(texts)))
    except Mistakes as mistakes:
        return await _form(request, draft, Sheet(step, texts, mistakes.sentences, texts.get(WAS, "")))
    except Refused as refusal:
        return await _form(request, draft, Sheet(step, texts, in_words_of(step, str(refusal)), texts.get(WAS, "")))
    except Unavailable:
        return waiting(request, texts, _(NOT_SAVED), _(SILENCE), above=step.title)
    place = step.address if texts.get(STAY) else NEXT[step.address]
    return RedirectResponse(f"{draft.page}/{place}".rstrip("/") + "?klart=sparat", 303)


def _commitments(request: Request, draft: Draft) -> Response:
    promised = living(draft.card)
    areas = {one.id for one in draft.document.focus_areas}
    return render(
        request,
        "draft_commitments.html",
        draft=draft,
        stages=draft.stages,
        step=COMMITMENTS,
        commitments=promised,
        areas={one.id: one.name for one in draft.document.focus_areas},
        rule_in_words=rule_in_words,
        suggested=suggested(areas, {one.text for one in promised}),
        done=said_in(request),
    )


async def _form(request: Request, draft: Draft, sheet: Sheet) -> Response:
    parents = await parents_of(site_of(request), draft.document.id) if sheet.step is PARTIES else []
    return show_form(request, draft, sheet, suggested={"parent": parents})


def _step(request: Request) -> Step[BaseModel]:
    step = STEPS.get(request.path_params["step"])
    if step is None:
        raise HTTPException(404)
    return step


def _stands(step: Step[BaseModel], draft: Draft) -> dict[str, str]:
    return texts_of(step.command, stands_of(step.command, draft.document))
