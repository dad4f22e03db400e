"""How does somebody begin a new agreement? By choosing what it is made of, and filling in the first step."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import (
    AgreementCard,
    AgreementLines,
    AgreementState,
    DraftAgreement,
    ListAgreements,
    ShowAgreement,
)
from services.front.same_again import same_again
from services.portal.pages import words
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.door import MOST_FIELDS
from services.portal.pages.drafts.beginnings import OFFERED, Beginning, document_of, empty, of_older, of_template
from services.portal.pages.drafts.draft import (
    NOT_SAVED,
    SILENCE,
    Sheet,
    parents_of,
    show_form,
)
from services.portal.pages.drafts.forms import NEW, PICTURE
from services.portal.pages.drafts.progress import OPEN
from services.portal.pages.drafts.refusals import in_words_of
from services.portal.pages.language import _
from services.portal.pages.posted import fields_in, form_of, waiting
from services.portal.pages.rendering import render
from services.portal.pages.site import asked_name, guest_of, site_of
from services.portal.pages.wishes.again import MODEL
from services.portal.pages.wishes.filling import texts_of
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.reading import read_form
from services.runtime.errors import Refused, Unavailable

TEMPLATE = "mall-"
"""So begins what is asked for after `forlaga` when it is a template; anything else is an agreement's name."""
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
    )


async def begin(request: Request) -> Response:
    beginning = await _beginning(request)
    return await _form(request, beginning, Sheet(NEW, texts_of(NEW.command, beginning.values), {}))


async def save(request: Request) -> Response:
    """The draft is there from now on."""
    beginning, texts = await _beginning(request), await fields_in(request, MOST_FIELDS)
    try:
        document = document_of(read_form(NEW, texts, Known()), beginning)
        await site_of(request).bus.tell(same_again(DraftAgreement(document=document), form_of(texts)))
    except Mistakes as mistakes:
        return await _form(request, beginning, Sheet(NEW, texts, mistakes.sentences))
    except Refused as refusal:
        wrong = in_words_of(NEW, str(refusal), guest_of(request).visitor.organisation)
        return await _form(request, beginning, Sheet(NEW, texts, wrong))
    except Unavailable:
        return waiting(request, texts, _(NOT_SAVED), _(SILENCE), above=NEW.title)
    return RedirectResponse(f"/utkast/{document.slug}/{PICTURE.address}?klart=utkast", 303)


async def _form(request: Request, beginning: Beginning, sheet: Sheet) -> Response:
    parents = await parents_of(site_of(request))
    return show_form(request, None, sheet, suggested={"parent": parents}, continued=beginning.continued)


async def _beginning(request: Request) -> Beginning:
    site, model = site_of(request), asked_name(request, MODEL)
    if model is None:
        return empty(site.today, site.place)
    if model.startswith(TEMPLATE):
        name = model.removeprefix(TEMPLATE)
        if name not in OFFERED:
            raise HTTPException(404)
        return of_template(name, site.today, site.place)
    return of_older(await site.ask(ShowAgreement(agreement=model), AgreementCard), site.today)
