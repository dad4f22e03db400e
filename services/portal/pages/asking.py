"""How does somebody ask for something to be done? A form for each command, and a page that lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.front.same_again import same_again
from services.portal.model.naming import speaks
from services.portal.model.rights import may_wish
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.back import back
from services.portal.pages.climbing import SEE, Climbed, climbed
from services.portal.pages.door import MOST_FIELDS
from services.portal.pages.language import _
from services.portal.pages.own_bus import MAY_NOT
from services.portal.pages.posted import FORM, SILENCE, fields_in, form_of, waiting
from services.portal.pages.rendering import render
from services.portal.pages.site import guest_of, site_of
from services.portal.pages.wishes.controls import controls_of, every
from services.portal.pages.wishes.mistakes import field_of, in_our_words
from services.portal.pages.wishes.place import PAGES, back_from, first_carried_out, next_place, page_of
from services.portal.pages.wishes.reading import read_wish
from services.portal.pages.wishes.subject import Subject, subject_of
from services.portal.pages.wishes.table import BY_ADDRESS, NOUNS
from services.portal.pages.wishes.wish import Wish
from services.runtime.errors import Refused, Unavailable


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a form: texts by control, and a sentence for what is wrong; that of none in particular is ``."""

    texts: Mapping[str, str]
    wrong: Mapping[str, str]


async def list_all(request: Request) -> Response:
    """What who has come may wish for."""
    visitor = guest_of(request).visitor
    mine = {noun: [wish for wish in wishes if may_wish(visitor, wish.command)] for noun, wishes in NOUNS.items()}
    return render(request, "wishes.html", nouns={noun: wishes for noun, wishes in mine.items() if wishes})


async def show(request: Request) -> Response:
    """What the address says after its question mark stands in the form already."""
    wish = _wish(request)
    today = {name: site_of(request).today.isoformat() for name in wish.today}
    texts = today | _asked(request)
    subject = await subject_of(site_of(request), wish, texts)
    party = guest_of(request).visitor.party
    names = [name for name in wish.command.model_fields if name == "by" or (name == "party" and speaks(wish.command))]
    own = dict.fromkeys(names, party.value) if party else {}
    return _page(request, wish, Filled({**own, **subject.begins, **texts}, {}), subject)


async def carry_out(request: Request) -> Response:
    wish, texts = _wish(request), await fields_in(request, MOST_FIELDS)
    subject = await subject_of(site_of(request), wish, _asked(request) | texts)
    try:
        told = same_again(read_wish(wish, texts, subject.known), form_of(texts))
        if SEE in texts and (looked := await climbed(site_of(request), told)):
            return _page(request, wish, Filled(texts, {}), subject, looked)
        await site_of(request).bus.tell(told)
    except Mistakes as mistakes:
        return _page(request, wish, Filled(texts, mistakes.sentences), subject)
    except Refused as refusal:
        said = in_our_words(wish, str(refusal))
        return _page(request, wish, Filled(texts, {field_of(wish, str(refusal)): said}), subject)
    except Unavailable:
        return waiting(request, texts, _("Det är inte gjort än"), _(SILENCE), above=wish.title)
    return RedirectResponse(back(request, wish.address) or next_place(told, _asked(request)), 303)


def _wish(request: Request) -> Wish:
    wish = BY_ADDRESS.get(request.path_params["address"])
    if wish is None:
        raise HTTPException(404)
    if not may_wish(guest_of(request).visitor, wish.command):
        raise HTTPException(403, MAY_NOT)
    return wish


def _asked(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.query_params.items() if name != FORM}


def _page(request: Request, wish: Wish, filled: Filled, subject: Subject, looked: Climbed | None = None) -> Response:
    return render(
        request,
        "wish.html",
        status=422 if filled.wrong else 200,
        headers=None,
        **for_form(wish, filled, subject),
        back=back_from(wish.command, _asked(request)),
        looked=looked,
        action=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    )


def for_form(wish: Wish, filled: Filled, subject: Subject) -> dict[str, object]:
    """All that the template needs to show a form."""
    controls = controls_of(wish.command)
    names = {one.name for one in every(controls)}
    settled = {name for name in subject.told if name not in filled.wrong and name in names and filled.texts.get(name)}
    functions = sorted(subject.known.functions.values(), key=lambda one: (one.party, one.role))
    return {
        "wish": wish,
        "controls": controls,
        "fields": {**filled.texts, FORM: str(uuid4())},
        "mistakes": filled.wrong,
        "told": {name: said for name, said in subject.told.items() if name in settled},
        "functions": functions,
        "suggested": subject.suggested,
        "continued": subject.continued,
        "first": first_carried_out(wish, filled.texts, subject.agreement),
        "pages": {name: page_of(name, filled.texts[name]) for name in settled & PAGES.keys()},
    }
