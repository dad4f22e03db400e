"""How often do the parties of an agreement meet? What it says of that is amended, and the meetings planned by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import uuid4

from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import (
    AgreementCard,
    AgreementChanges,
    AmendAgreement,
    Document,
    Review,
    ShowAgreement,
    Window,
)
from schemas.base import Command, Day, Part
from schemas.followup import ListMeetings, MeetingLine, MeetingLines, PlanMeetings
from services.front.same_again import same_again
from services.portal.pages import words
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.back import BACK, back
from services.portal.pages.door import MOST_FIELDS
from services.portal.pages.drafts.forms import Step
from services.portal.pages.language import _
from services.portal.pages.posted import FORM, SILENCE, fields_in, form_of, waiting
from services.portal.pages.rendering import render
from services.portal.pages.site import name_in, site_of
from services.portal.pages.wishes import place
from services.portal.pages.wishes.controls import TICKED, controls_of
from services.portal.pages.wishes.mistakes import field_of, in_our_words
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.reading import UNCHANGED, read_form
from services.portal.pages.wishes.table import BY_COMMAND
from services.portal.pages.wishes.wish import Label
from services.runtime.errors import Refused, Unavailable


class MeetingCadence(Part):
    cadence: Window
    forum: Annotated[str, Field(max_length=300)] = ""
    reason: Annotated[str, Field(max_length=300)] = ""
    plan: bool = False
    first: Day | None = None


FORM_OF_IT = Step(
    MeetingCadence,
    "takt",
    "Hur ofta träffas parterna?",
    "Takten står i överenskommelsen. Ändras den får överenskommelsen en ny version, som säger vad som ändrades "
    "och varför.",
    {
        "cadence": Label("Hur ofta", "En gång per …"),
        "forum": Label("Var det följs upp", "Till exempel i styrgruppen."),
        "reason": Label("Varför det ändras", "Behövs bara när något ändras i överenskommelsen."),
        "plan": Label("Planera om kommande möten i den takten"),
        "first": Label("Första mötet", "Takten räknas därifrån. Lämna tomt: från kalendern."),
    },
)


@dataclass(frozen=True, slots=True)
class At:
    document: Document
    meetings: tuple[MeetingLine, ...]
    """Those to come."""


async def show(request: Request) -> Response:
    at = await _at(request)
    now = at.document.review
    return _page(request, at, {"cadence": now.cadence.value, "forum": now.forum, "plan": TICKED}, {})


async def change(request: Request) -> Response:
    """Amends first; where the meetings are refused afterwards, it is said what is done and what is not."""
    at, texts = await _at(request), await fields_in(request, MOST_FIELDS)
    last: Command | None = None
    try:
        for wish in _wishes(at.document, read_form(FORM_OF_IT, texts, Known())):
            await site_of(request).bus.tell(same_again(wish, form_of(texts)))
            last = wish
    except Mistakes as mistakes:
        return _page(request, at, texts, mistakes.sentences)
    except Refused as refusal:
        return _page(request, at if last is None else await _at(request), texts, _mistakes(str(refusal), last))
    except Unavailable:
        return waiting(request, texts, _("Det är inte gjort än"), _(SILENCE), above=FORM_OF_IT.title)
    done = BY_COMMAND[type(last)].address if last else ""
    return RedirectResponse(back(request, done) or f"{_page_of(at.document)}?{urlencode({'klart': done})}", 303)


def _wishes(document: Document, said: MeetingCadence) -> Iterator[Command]:
    """Raises Mistakes."""
    review = Review(cadence=said.cadence, forum=said.forum)
    amended = review != document.review
    if amended and not said.reason:
        raise Mistakes({"reason": _("Skriv varför takten ändras. Det står i överenskommelsens nya version.")})
    if not amended and not said.plan:
        raise Mistakes({"cadence": _(UNCHANGED)})
    if amended:
        changes = AgreementChanges(review=review)
        yield AmendAgreement(agreement=document.slug, changes=changes, reason=said.reason)
    if said.plan:
        yield PlanMeetings(agreement=document.slug, cadence=said.cadence, first=said.first)


def _mistakes(refusal: str, done: Command | None) -> Mapping[str, str]:
    """By field. `done`: what was carried out before that."""
    field = field_of(FORM_OF_IT, refusal)
    said = in_our_words(FORM_OF_IT, refusal)
    if done is None:
        return {field: said}
    return {field: _("Överenskommelsen är ändrad, men mötena är inte planerade om: %(why)s", why=said)}


async def _at(request: Request) -> At:
    slug, site = name_in(request, "slug"), site_of(request)
    card = await site.ask(ShowAgreement(agreement=slug), AgreementCard)
    if card.document is None:
        raise HTTPException(404)
    meetings = await site.ask(ListMeetings(agreement=card.document.slug, coming=True), MeetingLines)
    return At(card.document, meetings.meetings)


def _page(request: Request, at: At, texts: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    led_from = request.query_params.get(BACK, "")
    return render(
        request,
        "cadence.html",
        status=422 if wrong else 200,
        wish=FORM_OF_IT,
        controls=controls_of(MeetingCadence),
        fields={**texts, FORM: str(uuid4())},
        mistakes=wrong,
        document=at.document,
        meetings=at.meetings,
        cadence_now=words.CADENCES[at.document.review.cadence],
        back=(led_from, place.LED_FROM[led_from])
        if led_from in place.LED_FROM
        else (_page_of(at.document), place.BACK["agreement"]),
        action=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        told={},
        suggested={},
        functions=(),
    )


def _page_of(document: Document) -> str:
    return f"/overenskommelser/{document.slug}"
