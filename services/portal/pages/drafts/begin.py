"""How does somebody begin a new agreement? By choosing what it is made of, and filling in the first step."""

from collections.abc import Iterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import (
    AgreementCard,
    AgreementLines,
    AgreementState,
    Document,
    DraftAgreement,
    ListAgreements,
    ShowAgreement,
)
from services.front.same_again import same_again
from services.portal.pages import words
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.door import MOST_FIELDS
from services.portal.pages.drafts.beginnings import (
    MOST_OF_A_NAME,
    OFFERED,
    Beginning,
    document_of,
    empty,
    of_older,
    of_template,
    of_year_under,
)
from services.portal.pages.drafts.draft import (
    NOT_SAVED,
    Sheet,
    may_have_under,
    parents_of,
    show_form,
)
from services.portal.pages.drafts.forms import NEW, PICTURE, Parties, Step, fixed_kind
from services.portal.pages.drafts.progress import OPEN, is_open
from services.portal.pages.drafts.refusals import TAKEN, in_words_of, is_taken
from services.portal.pages.language import _, word
from services.portal.pages.posted import SILENCE, fields_in, form_of, waiting
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, asked_name, guest_of, site_of
from services.portal.pages.wishes.again import MODEL
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.reading import read_form
from services.runtime.errors import Refused, Unavailable

TEMPLATE = "mall-"
"""So begins what is asked for after `forlaga` when it is a template; anything else is an agreement's name."""
ABOVE = "under"
"""What a form's address says that a yearly action plan stands under."""
STANDS_UNDER = word("Välj den samverkansöverenskommelse som åtgärdsplanen står under.")
AFTERWARDS = {*OPEN, AgreementState.WITHDRAWN}
"""Nothing new follows on these."""


async def choose(request: Request) -> Response:
    found = (await site_of(request).ask(ListAgreements(), AgreementLines)).agreements
    named = sorted(found, key=lambda one: words.swedish(one.title))
    return render(
        request,
        "draft_begin.html",
        templates={f"{TEMPLATE}{name}": said for name, said in OFFERED.items()},
        drafts=[one for one in named if one.state in OPEN],
        older=[one for one in named if one.state not in AFTERWARDS],
        above=[one for one in named if may_have_under(one)],
    )


async def begin(request: Request) -> Response:
    beginning = await _beginning(request)
    return await _form(request, beginning, Sheet(_step(beginning), texts_of(NEW.command, beginning.values), {}))


async def save(request: Request) -> Response:
    """The draft is there from now on."""
    beginning, texts = await _beginning(request), await fields_in(request, MOST_FIELDS)
    step = _step(beginning)
    try:
        begun, form = read_form(step, texts, Known()), form_of(texts)
        for document in _of_its_name(begun, beginning):
            try:
                await site_of(request).bus.tell(same_again(DraftAgreement(document=document), form))
            except Refused as refusal:
                await _refuse_standing(site_of(request), document.slug, refusal)
            else:
                return RedirectResponse(f"/utkast/{document.slug}/{PICTURE.address}?klart=utkast", 303)
    except Mistakes as mistakes:
        return await _form(request, beginning, Sheet(step, texts, mistakes.sentences))
    except Taken as taken:
        return await _form(request, beginning, Sheet(step, texts, {"title": _(TAKEN)}), there=taken.card)
    except Refused as refusal:
        wrong = in_words_of(step, str(refusal), guest_of(request).visitor.organisation)
        return await _form(request, beginning, Sheet(step, texts, wrong))
    except Unavailable:
        return waiting(request, texts, _(NOT_SAVED), _(SILENCE), above=step.title)
    return await _form(request, beginning, Sheet(step, texts, {"title": _(TAKEN)}))


class Taken(Exception):
    """There is one of that name that holds, or is being written."""

    def __init__(self, card: AgreementCard) -> None:
        super().__init__(card)
        self.card = card


def _of_its_name(begun: Parties, beginning: Beginning) -> Iterator[Document]:
    """It, and it by its next names in addresses: one that is given up may have the first, or one that others write
    unseen. Raises Mistakes.
    """
    if beginning.rest.get("plan_year") and begun.parent is None:
        raise Mistakes({"parent": _(STANDS_UNDER)})
    for number in range(1, MOST_OF_A_NAME + 1):
        yield document_of(begun, beginning, number)


async def _refuse_standing(site: Site, slug: str, refusal: Refused) -> None:
    """Raises Taken where the name is had by one that is seen and not given up, and the refusal where it is not that."""
    if not is_taken(str(refusal)):
        raise refusal
    try:
        card = await site.ask(ShowAgreement(agreement=slug), AgreementCard)
    except Refused:
        return
    if card.state is not AgreementState.WITHDRAWN:
        raise Taken(card)


async def _form(request: Request, beginning: Beginning, sheet: Sheet, there: AgreementCard | None = None) -> Response:
    parents = await parents_of(site_of(request))
    return show_form(
        request,
        None,
        sheet,
        suggested={"parent": parents},
        continued=beginning.continued,
        plan_under=beginning.above,
        there=there,
        still_open=there is not None and is_open(there),
    )


def _step(beginning: Beginning) -> Step[Parties]:
    return fixed_kind(NEW) if beginning.rest.get("plan_year") else NEW


async def _beginning(request: Request) -> Beginning:
    site, model, above = site_of(request), asked_name(request, MODEL), asked_name(request, ABOVE)
    if above is not None:
        return of_year_under(await site.ask(ShowAgreement(agreement=above), AgreementCard), site.today)
    if model is None:
        return empty(site.today, site.place)
    if model.startswith(TEMPLATE):
        name = model.removeprefix(TEMPLATE)
        if name not in OFFERED:
            raise HTTPException(404)
        return of_template(name, site.today, site.place)
    return of_older(await site.ask(ShowAgreement(agreement=model), AgreementCard), site.today)
