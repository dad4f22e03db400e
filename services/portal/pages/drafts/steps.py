"""What is filled in at each step of a draft, and how does it read when it is looked through?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import AmendAgreement
from schemas.base import Command, Party
from schemas.rule_words import rule_in_words
from services.front.same_again import same_again
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.door import MOST_FIELDS
from services.portal.pages.drafts.beginnings import suggested
from services.portal.pages.drafts.draft import (
    NOT_SAVED,
    WAS,
    Draft,
    Sheet,
    draft_in,
    parents_of,
    said_in,
    show_form,
    without_cleared,
)
from services.portal.pages.drafts.forms import FOLLOW_UP, PARTIES, PICTURE, FollowUp, Step, fixed_kind
from services.portal.pages.drafts.often import wish_for
from services.portal.pages.drafts.progress import COMMITMENTS, hints, is_open, living
from services.portal.pages.drafts.refusals import in_words_of
from services.portal.pages.drafts.reminders import Reminders, reminders_of
from services.portal.pages.drafts.standing import changes_of, mark, stands_of
from services.portal.pages.drafts.suggesting import own, ready
from services.portal.pages.language import _, word
from services.portal.pages.posted import SILENCE, fields_in, form_of, waiting
from services.portal.pages.rendering import render
from services.portal.pages.site import guest_of, site_of
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.reading import read_form
from services.portal.pages.wishes.subject import functions_near
from services.runtime.errors import Refused, Unavailable

STEPS: dict[str, Step[BaseModel]] = {one.address: one for one in (PARTIES, PICTURE, FOLLOW_UP)}
NEXT = {PARTIES.address: PICTURE.address, PICTURE.address: COMMITMENTS, FOLLOW_UP.address: ""}
STAY = "stanna"
BESIDE = "."
"""Between the two halves of a form's mark."""
HALF = word(
    "Resten av steget är sparat, men påminnelserna är som förut: uppföljningen tog inte emot det. Spara en gång till."
)


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
        return await _commitments(request, draft)
    at = await _at(request, draft)
    return await _form(request, at, Sheet(at.step, at.stands, {}, at.mark))


class At(NamedTuple):
    """`reminders`: where the step tells of them, and the follow-up answers."""

    draft: Draft
    step: Step[BaseModel]
    reminders: Reminders | None

    @property
    def own(self) -> dict[str, str]:
        """What the agreement itself says."""
        return texts_of(self.step.command, stands_of(self.step.command, self.draft.document))

    @property
    def stands(self) -> dict[str, str]:
        return self.own | ({"reminders": self.now} if self.now else {})

    @property
    def now(self) -> str:
        """How often people are reminded; empty where that is not known."""
        return self.reminders.now.value if self.reminders else ""

    @property
    def mark(self) -> str:
        """What the form began with; two services keep it, and the other may have been silent then."""
        return f"{mark(self.own)}{BESIDE}{self.now}"

    def is_overtaken(self, wish: Command, was: str) -> bool:
        mine, theirs = (one.partition(BESIDE) for one in (was, self.mark))
        return mine[0] != theirs[0] if isinstance(wish, AmendAgreement) else mine[2] != theirs[2]


async def save(request: Request) -> Response:
    """What was saved by somebody else meanwhile is not written over without being seen."""
    draft, texts = await draft_in(request), await fields_in(request, MOST_FIELDS)
    at, was = await _at(request, draft), texts.get(WAS, "")
    try:
        wishes = _wishes(request, at, read_form(at.step, without_cleared(texts), Known()), was)
        if any(at.is_overtaken(wish, was) for wish in wishes):
            asked = at.stands if "reminders" in texts else at.own  # the follow-up may have been silent
            return await _form(request, at, Sheet(at.step, texts, {}, at.mark, asked))
        for number, wish in enumerate(wishes):
            with _told_exactly(saved=number > 0):
                await site_of(request).bus.tell(same_again(wish, form_of(texts)))
    except Mistakes as mistakes:
        return await _form(request, at, Sheet(at.step, texts, mistakes.sentences, was))
    except Refused as refusal:
        wrong = in_words_of(at.step, str(refusal), guest_of(request).visitor.organisation)
        return await _form(request, at, Sheet(at.step, texts, wrong, was))
    except HalfSaved as half:
        now = await _at(request, await draft_in(request))
        return await _form(request, now, Sheet(now.step, texts, {"reminders": str(half)}, now.mark))
    except Unavailable:
        return waiting(request, texts, _(NOT_SAVED), _(SILENCE), above=at.step.title)
    place = at.step.address if texts.get(STAY) else NEXT[at.step.address]
    return RedirectResponse(f"{draft.page}/{place}".rstrip("/") + "?klart=sparat", 303)


class HalfSaved(Exception):
    """What the agreement says is saved; how often people are reminded of it, which another service keeps, is not."""


def _wishes(request: Request, at: At, said: BaseModel, was: str) -> list[Command]:
    """What is said otherwise than it stands, what is likeliest to be refused first. Raises Mistakes."""
    document = at.draft.document
    changes = changes_of(said, document)
    why = f"Ändrat i steget {at.step.title} medan utkastet skrivs."
    wishes: list[Command] = [AmendAgreement(agreement=document.slug, changes=changes, reason=why)] if changes else []
    if isinstance(said, FollowUp) and at.reminders and said.reminders != was.partition(BESIDE)[2]:
        by = guest_of(request).visitor.party or Party.MUNICIPALITY
        other = wish_for(document.slug, said.reminders, at.reminders.now, by)
        wishes += [other] if other else []
    return wishes


@contextmanager
def _told_exactly(*, saved: bool) -> Iterator[None]:
    """`saved`: a wish before this one is granted; then it is told exactly what is saved and what is not."""
    try:
        yield
    except (Refused, Unavailable) as silence:
        if not saved:
            raise
        raise HalfSaved(_(HALF)) from silence


async def _commitments(request: Request, draft: Draft) -> Response:
    promised, document = living(draft.card), draft.document
    like = suggested({one.id for one in document.focus_areas}, {one.text for one in promised})
    functions = (await functions_near(site_of(request), document.municipalities)).values() if like else ()
    return render(
        request,
        "draft_commitments.html",
        draft=draft,
        stages=draft.stages,
        step=COMMITMENTS,
        commitments=promised,
        areas={one.id: one.name for one in document.focus_areas},
        rule_in_words=rule_in_words,
        suggested=like,
        ready=ready(like, own(functions, document)),
        done=said_in(request),
    )


async def _form(request: Request, at: At, sheet: Sheet) -> Response:
    has_parent = "parent" in at.step.command.model_fields
    parents = await parents_of(site_of(request), at.draft.document.id) if has_parent else []
    return show_form(request, at.draft, sheet, suggested={"parent": parents}, reminders=at.reminders)


async def _at(request: Request, draft: Draft) -> At:
    step = STEPS.get(request.path_params["step"])
    if step is None:
        raise HTTPException(404)
    reminders = await reminders_of(site_of(request), draft) if step is FOLLOW_UP else None
    return At(draft, fixed_kind(step) if step is PARTIES and draft.document.plan_year else step, reminders)
