"""How does a calendar program, which cannot sign in, read an agreement's days? At a secret address of each account.

Whoever has the address reads days and titles, as the account may read them at that moment; it does nothing else.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import AgreementCard, ShowAgreement
from services.portal.handlers.calendars import look_at_calendar, make_calendars_anew, token_of
from services.portal.model.rights import may_open
from services.portal.model.visitor import visitor_of
from services.portal.pages.calendar import days_of
from services.portal.pages.language import _
from services.portal.pages.rendering import render
from services.portal.pages.site import guest_of, let_in_as, name_in, own_address, site_of

OF_READERS = "/prenumerera/{slug}"
ANEW = "kalendrar"
"""Said by the address of the account's page when its addresses have just been made anew."""


async def show(request: Request) -> Response:
    """The address of who is signed in, and what it is for."""
    site, account = site_of(request), guest_of(request).account
    card = await site.ask(ShowAgreement(agreement=name_in(request, "slug")), AgreementCard)
    if card.document is None or account is None:
        raise HTTPException(404)
    token = token_of(account, card.document.id, site.link_key.get_secret_value())
    address = own_address(request, f"/kalender/{token}.ics")
    return render(request, "subscribe.html", document=card.document, address=address)


async def feed(request: Request) -> Response:
    """As the account whose address it is; an account that has ended, or may no longer read, has no calendar."""
    site, token = site_of(request), request.path_params["token"]
    async with site.keeping() as work:
        found = await look_at_calendar(token, site.link_key.get_secret_value(), work)
    if found is None or not may_open(reader := visitor_of(found.account), OF_READERS):
        raise HTTPException(404)
    let_in_as(request, reader)
    return await days_of(request, str(found.agreement_id), reader, bare=True)


async def make_anew(request: Request) -> Response:
    account = guest_of(request).account
    async with site_of(request).keeping() as work:
        if account:
            await make_calendars_anew(account, work)
    return RedirectResponse(f"/konto?klart={ANEW}", 303)


def anew(request: Request) -> str:
    """What is true when that has just been done."""
    done = request.query_params.get("klart") == ANEW
    return _("De gamla kalenderadresserna fungerar inte längre. Prenumerera på nytt.") if done else ""
