"""How is one thing promised in a draft: said in words, its first days looked at, and then saved?"""

from typing import NamedTuple
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import CancelCommitment, CommitmentCard, CommitmentEntry
from schemas.base import Command, Party
from schemas.followup import PreviewRule, RulePreview
from services.front.same_again import same_again
from services.portal.pages import words
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.door import MOST_FIELDS
from services.portal.pages.drafts.draft import (
    NOT_SAVED,
    WAS,
    Draft,
    Sheet,
    draft_in,
    functions_sorted,
    show_form,
)
from services.portal.pages.drafts.forms import PROMISE, RHYTHM, Promise
from services.portal.pages.drafts.progress import COMMITMENTS
from services.portal.pages.drafts.promising import add, added, answering, change, made_by, rule_said
from services.portal.pages.drafts.refusals import in_words_of
from services.portal.pages.drafts.standing import mark, promise_of
from services.portal.pages.drafts.suggesting import LIKELIEST, MODEL, begun, blank, of_model, own
from services.portal.pages.language import _
from services.portal.pages.posted import SILENCE, fields_in, form_of, waiting
from services.portal.pages.site import asked_name, guest_of, site_of
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.reading import read_form
from services.portal.pages.wishes.subject import functions_near
from services.runtime.errors import Refused, Unavailable

SEE = "visa"
"""The button that shows the first days and saves nothing."""


class At(NamedTuple):
    """`one`: what is changed; None: it is new. `model`: what a template suggests."""

    draft: Draft
    one: CommitmentCard | None
    known: Known
    model: CommitmentEntry | None

    @property
    def stands(self) -> dict[str, str]:
        return texts_of(Promise, promise_of(self.one)) if self.one else {}


async def show(request: Request) -> Response:
    at = await _at(request)
    texts, lacking = (at.stands, list[str]()) if at.one else (blank(at.draft.document), [])
    if at.model:
        texts, lacking = begun(at.model, own(at.known.functions.values(), at.draft.document))
    return _form(request, at, Sheet(PROMISE, LIKELIEST | texts, {}, mark(at.stands)), lacking=lacking)


async def record(request: Request) -> Response:
    """Shows the first days, or saves: by one command, so that all of it is kept or nothing."""
    at, texts = await _at(request), await fields_in(request, MOST_FIELDS)
    was = texts.get(WAS, "")
    try:
        if SEE in texts:
            return _form(request, at, Sheet(PROMISE, texts, {}, was), preview=await _preview(request, at, texts))
        at = _of_form(at, form_of(texts))
        wishes = _wishes(request, at, texts)
        if wishes and at.one and was != mark(at.stands):
            return _form(request, at, Sheet(PROMISE, texts, {}, mark(at.stands), at.stands))
        for wish in wishes:
            await site_of(request).bus.tell(same_again(wish, form_of(texts)))
    except Mistakes as mistakes:
        return _form(request, at, Sheet(PROMISE, texts, mistakes.sentences, was))
    except Refused as refusal:
        return _form(request, at, Sheet(PROMISE, texts, in_words_of(PROMISE, str(refusal)), was))
    except Unavailable:
        return waiting(request, texts, _(NOT_SAVED), _(SILENCE), above=PROMISE.title)
    return RedirectResponse(f"{at.draft.page}/{COMMITMENTS}?klart=tillagt", 303)


async def strike(request: Request) -> Response:
    """Once struck it stays so; who asks again is told the same."""
    at, texts = await _at(request), await fields_in(request, MOST_FIELDS)
    if at.one and not at.one.cancelled:
        wish = CancelCommitment(commitment=str(at.one.id), reason="Struket ur utkastet.", forum="Medan det skrevs")
        try:
            await site_of(request).bus.tell(same_again(wish, form_of(texts)))
        except (Mistakes, Refused) as no:
            return _form(request, at, Sheet(PROMISE, at.stands, {"": str(no)}, mark(at.stands)))
        except Unavailable:
            return waiting(request, texts, _(NOT_SAVED), _(SILENCE), above=PROMISE.title)
    return RedirectResponse(f"{at.draft.page}/{COMMITMENTS}?klart=struket", 303)


def _wishes(request: Request, at: At, texts: dict[str, str]) -> list[Command]:
    """Raises Mistakes."""
    promise = read_form(PROMISE, texts, at.known)
    rule = rule_said(promise, at.draft.card, at.one)
    entries = answering(promise, at.known, at.draft.card)
    if at.one is None:
        return add(at.draft.card, added(promise, entries, rule, form_of(texts), at.model), entries)
    by = guest_of(request).visitor.party or Party.MUNICIPALITY
    return change(at.one, promise, rule, entries, by)


async def _preview(request: Request, at: At, texts: dict[str, str]) -> RulePreview:
    """Of what is filled in so far. Raises Mistakes, Refused, Unavailable."""
    rule = rule_said(read_form(RHYTHM, texts, at.known), at.draft.card, at.one)
    document, own = at.draft.document, at.one.id if at.one else None
    question = PreviewRule(recurrence=rule, validity=document.validity, agreement=document.slug, commitment_id=own)
    return await site_of(request).ask(question, RulePreview)


async def _at(request: Request) -> At:
    draft = await draft_in(request)
    ref = request.path_params.get("commitment")
    one = next((one for one in draft.card.commitments if one.slug == ref), None)
    if ref and one is None:
        raise HTTPException(404)
    known = Known(await functions_near(site_of(request), draft.document.municipalities))
    return At(draft, one, known, None if one else of_model(asked_name(request, MODEL), draft.document))


def _of_form(at: At, form: UUID) -> At:
    """Who goes back to a form that has made a commitment, and sends it again, changes that one."""
    made = next((one for one in at.draft.card.commitments if one.id == made_by(form)), None)
    return at._replace(one=made) if made and at.one is None else at


def _form(request: Request, at: At, sheet: Sheet, **more: object) -> Response:
    """Who has one municipality alone is not asked whether each does it for itself."""
    own = {"action": f"{at.draft.page}/atagande/{at.one.slug}"} if at.one else {}
    together = len(at.draft.document.municipalities) > 1
    return show_form(
        request,
        at.draft,
        sheet,
        one=at.one,
        together=together,
        functions=functions_sorted(at.known.functions),
        suggested={
            "focus_area": [(area.id, area.name) for area in at.draft.document.focus_areas],
            "new_municipality": [(code, words.municipality(code)) for code in at.draft.document.municipalities],
        },
        **own,
        **more,
    )
