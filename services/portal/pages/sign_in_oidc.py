"""How does somebody come in by their organisation's own sign-in? There and back, to the account with their mailbox."""

from typing import TYPE_CHECKING

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.portal.handlers.signing_in import enter_as, leave
from services.portal.model.provider import fault_named
from services.portal.pages import begun
from services.portal.pages.language import _, word
from services.portal.pages.sign_in import page, with_cookie
from services.portal.pages.site import guest_of, own_address, whole_site_of
from services.portal.settings import Settings
from services.runtime.errors import Refused, Unavailable

if TYPE_CHECKING:
    from services.portal.pages.provider import Provider

log = structlog.get_logger()
BACK = "/logga-in/oidc/svar"
BEGIN_AGAIN = word("Inloggningen påbörjades i en annan webbläsare, eller för länge sedan. Börja om här.")
STOPPED = word("Inloggningen avbröts, och du är inte inloggad.")
NO_ACCOUNT = word("%(mailbox)s har inget konto här. Den som sköter systemet vet vilka som har konto.")
LONGEST = 4000
"""Letters of a code."""


def provider_of(settings: Settings) -> "Provider | None":
    """None: there are mailed links only."""
    if not settings.oidc_issuer:
        return None
    from services.portal.pages.provider import Provider  # noqa: PLC0415  14 MB, for those who have one

    return Provider(settings)


async def begin(request: Request) -> Response:
    """To the provider. Begins nothing that would not be begun anew."""
    site, provider = whole_site_of(request), _provider(request)
    started = begun.begin(site, request.query_params.get("till", ""))
    try:
        response = RedirectResponse(await provider.address(started, own_address(request, BACK)), 303)
    except Unavailable as away:
        return await page(request, started.back_to, 503, notice=_(str(away)))
    begun.keep(request, response, started)
    return response


async def come_back(request: Request) -> Response:
    """An answer that is not to this browser's question changes nothing; one that is, is taken once."""
    provider, started = _provider(request), begun.kept_in(request)
    asked = request.query_params
    ours = started and started.is_answered_by(asked.get("state", "")) and provider.is_from_here(asked.get("iss"))
    if started is None or not ours:
        return await page(request, started.back_to if started else "", 403, notice=_(BEGIN_AGAIN))
    try:
        response = await _come_in(request, provider, started)
    except Refused as no:
        response = await page(request, started.back_to, 403, notice=_(str(no)))
    except Unavailable as away:
        response = await page(request, started.back_to, 503, notice=_(str(away)))
    begun.forget(request, response)
    return response


async def _come_in(request: Request, provider: "Provider", started: begun.Begun) -> Response:
    """A session that was there before ends, as with a mailed link."""
    code = request.query_params.get("code", "")
    if not 1 <= len(code) <= LONGEST:
        log.info("a sign-in was stopped at the provider", fault=fault_named(request.query_params.get("error", "")))
        raise Refused(STOPPED)
    mailbox = await provider.mailbox(started, code, own_address(request, BACK))
    async with whole_site_of(request).keeping() as work:
        token = await enter_as(mailbox, work)
        if token and guest_of(request).session:
            await leave(guest_of(request).session, work)
    if token is None:
        raise Refused(_(NO_ACCOUNT, mailbox=mailbox))
    return with_cookie(request, RedirectResponse(started.back_to, 303), token)


def _provider(request: Request) -> "Provider":
    provider = whole_site_of(request).provider
    if provider is None:
        raise HTTPException(404)
    return provider
