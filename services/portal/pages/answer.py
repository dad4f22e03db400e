"""How does somebody answer what became of an occurrence? A form to read, a post that records, a page that thanks.

Mail systems open every link, so opening changes nothing; only the form's own post does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4, uuid5

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.base import Party
from schemas.followup import OccurrenceCard, ReportActivity, SetTarget, ShowOccurrence
from services.portal.pages.answer_form import Answer, Mistakes, Outcome, read_answer
from services.portal.pages.back import back
from services.portal.pages.language import said_in, word
from services.portal.pages.posted import fields_in, waiting
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, guest_of, let_in_by_link, name_in, site_of
from services.portal.pages.wishes.offered import Offered, of_occurrence
from services.runtime.errors import Refused, Unavailable
from services.runtime.links import Link, read_link_token

MOST_FIELDS = 20
SILENCE = word("Uppföljningen svarar inte just nu, försök igen om en stund.")
FIRST_WORDS = {Outcome.DONE: "", Outcome.PARTLY: "Delvis gjort. ", Outcome.NOT_DONE: "Inte gjort. "}
"""A report is a count and a comment; what was chosen and the count does not tell begins the comment.

It is no assessment: that is a party's judgement of the whole commitment, made at a follow-up.
"""
WHY_TARGET = "Angivet i svaret: mindre än halva perioden var kvar när löftet började gälla."
FIELDS = {"Ditt": "party", "Målet": "target", "Antalet": "count", "Dagen": "on", "Kommentaren": "comment"}
"""The field a refusal speaks of, by its first word; any other stands at the first question."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who answers about what. Without a mailed link the party is chosen in the form."""

    occurrence: str
    thanks: str
    party: Party | None = None
    function_id: UUID | None = None
    municipality: str | None = None


async def show(request: Request) -> Response:
    return await _form_page(request, _visit(request), {}, {})


async def record(request: Request) -> Response:
    visit, fields = _visit(request), await fields_in(request, MOST_FIELDS)
    try:
        answer = read_answer(fields, visit.party)
        if answer.target:
            await site_of(request).bus.tell(_target(visit, answer, answer.target))
        await site_of(request).bus.tell(_report(visit, answer))
    except Mistakes as mistakes:
        return await _form_page(request, visit, fields, mistakes.sentences)
    except Refused as refusal:
        return await _form_page(request, visit, fields, {_field_of(str(refusal)): said_in(refusal)})
    except Unavailable:
        return waiting(request, fields, word("Svaret är inte sparat än"), SILENCE)
    return RedirectResponse(back(request, "rapportera") or visit.thanks, 303)


async def thank(request: Request) -> Response:
    visit = _visit(request)
    card = await site_of(request).ask(ShowOccurrence(occurrence=visit.occurrence), OccurrenceCard)
    by_link = visit.party is not None
    return render(request, "answer_thanks.html", card=card, line=card.occurrence, by_link=by_link)


def _visit(request: Request) -> Visit:
    if "token" not in request.path_params:
        slug = name_in(request, "slug")
        return Visit(slug, f"/tack/{slug}")
    token = request.path_params["token"]
    link = _open(site_of(request), token)
    let_in_by_link(request, link.occurrence_id)
    return Visit(str(link.occurrence_id), f"/svar/{token}/tack", link.party, link.function_id, link.municipality)


def _open(site: Site, token: str) -> Link:
    """404 for a link we did not make, 410 for one whose last day has passed."""
    key = site.link_key.get_secret_value()
    try:
        return read_link_token(key, token, site.today)
    except Refused as refusal:
        raise HTTPException(410 if _was_ours(key, token) else 404, said_in(refusal)) from None


def _was_ours(key: str, token: str) -> bool:
    try:
        read_link_token(key, token, date.min)
    except Refused:
        return False
    return True


def _report(visit: Visit, answer: Answer) -> ReportActivity:
    """The same form posted twice is one command; filled in anew after Back it is another."""
    return ReportActivity(
        command_id=uuid5(answer.form, answer.model_dump_json()),
        occurrence=visit.occurrence,
        party=answer.party,
        count=answer.count,
        requests=answer.requests,
        on=answer.on,
        comment=(FIRST_WORDS[answer.outcome] + answer.comment).strip(),
        function_id=visit.function_id,
        municipality=visit.municipality,
    )


def _target(visit: Visit, answer: Answer, target: int) -> SetTarget:
    return SetTarget(
        command_id=uuid5(answer.form, f"target/{target}"),
        occurrence=visit.occurrence,
        target=target,
        by=answer.party,
        reason=WHY_TARGET,
    )


def _field_of(sentence: str) -> str:
    return FIELDS.get(sentence.partition(" ")[0], "outcome")


async def _form_page(
    request: Request, visit: Visit, fields: Mapping[str, str], mistakes: Mapping[str, str]
) -> Response:
    site = site_of(request)
    card = await site.ask(ShowOccurrence(occurrence=visit.occurrence), OccurrenceCard)
    today = card.today or site.today
    empty = {
        "outcome": "",
        "party": guest_of(request).visitor.party or "",
        "count": "",
        "requests": "",
        "target": "",
        "on": today.isoformat(),
        "comment": "",
    }
    return render(
        request,
        "answer.html",
        status=422 if mistakes else 200,
        card=card,
        line=card.occurrence,
        today=today,
        visit=visit,
        offered=of_occurrence(card.occurrence) if card.occurrence else Offered([], []),
        fields={**empty, **fields, "form": str(uuid4())},
        mistakes=mistakes,
    )
