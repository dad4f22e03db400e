"""How does somebody come in, and leave? By a link mailed to a role's mailbox, which works once.

Looking at a link uses nothing up: mail systems open every link. Whoever asks is answered alike, whether
there is an account or not. The other way in: sign_in_oidc.py.
"""

import asyncio
from urllib.parse import urlencode
from uuid import UUID, uuid5

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.notifier import SendSignInLink
from services.portal.handlers.signing_in import (
    ask_for_link,
    enter,
    everybody,
    leave,
    leave_everywhere,
    look_at_link,
    use_link,
)
from services.portal.model.account import Account
from services.portal.model.signing_in import MAILBOX, START, own_path
from services.portal.pages.door import cookie_name
from services.portal.pages.errors import for_a_program
from services.portal.pages.language import word
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, guest_of, whole_site_of
from services.portal.pages.subscribing import anew

log = structlog.get_logger()
NO_MAILBOX = word("Skriv en e-postadress, som samordnare@kommun.example.se.")
USED_UP = word("Länken gäller i tio minuter och en gång. Be om en ny på sidan för att logga in.")
NOT_SIGNED_IN = word("Det är för den som har loggat in. Det som är öppet för alla står på /loften.")
_UNDER_WAY: set[asyncio.Task[None]] = set()


async def show(request: Request) -> Response:
    return await page(request, request.query_params.get("till", ""))


async def ask(request: Request) -> Response:
    """What is sent is sent beside the answer, which takes as long for those who have no account."""
    site = whole_site_of(request)
    form = await request.form(max_files=0, max_fields=5)
    mailbox, back_to = (str(form.get(name, "")).strip() for name in ("mailbox", "till"))
    if not MAILBOX.fullmatch(mailbox):
        return await page(request, back_to, 422, mistaken=mailbox)
    async with site.keeping() as work:
        asked = await ask_for_link(mailbox, back_to, site.link_key.get_secret_value(), work)
    if asked and asked.account_id:
        wish = SendSignInLink(
            command_id=uuid5(asked.id, "send"),
            sign_in_id=asked.id,
            account_id=asked.account_id,
            expires_at=asked.expires_at,
        )
        _let_run(asyncio.create_task(site.bus.tell(wish)))
    return RedirectResponse("/logga-in/skickat", 303)


def sent(request: Request) -> Response:
    return render(request, "sign_in_sent.html")


async def look(request: Request) -> Response:
    site = whole_site_of(request)
    async with site.keeping() as work:
        found = await look_at_link(request.path_params["token"], site.link_key.get_secret_value(), work)
    if found is None:
        raise HTTPException(410, USED_UP)
    return render(request, "sign_in_link.html", account=found.account, now=guest_of(request).account)


async def use(request: Request) -> Response:
    """A session that was there before ends: nobody goes on in what somebody else began."""
    site = whole_site_of(request)
    async with site.keeping() as work:
        came_in = await use_link(request.path_params["token"], site.link_key.get_secret_value(), work)
        if came_in and guest_of(request).session:
            await leave(guest_of(request).session, work)
    if came_in is None:
        raise HTTPException(410, USED_UP)
    token, back_to = came_in
    return with_cookie(request, RedirectResponse(own_path(back_to), 303), token)


async def try_as(request: Request) -> Response:
    """In a demo on this machine: any account, without a mail."""
    site = whole_site_of(request)
    if not site.demo:
        raise HTTPException(404)
    form = await request.form(max_files=0, max_fields=5)
    async with site.keeping() as work:
        token = await enter(_id(request.path_params["account"]), work)
    if token is None:
        raise HTTPException(404)
    return with_cookie(request, RedirectResponse(own_path(str(form.get("till", ""))), 303), token)


def account(request: Request) -> Response:
    return render(request, "account.html", account=guest_of(request).account, done=anew(request))


async def end(request: Request) -> Response:
    async with whole_site_of(request).keeping() as work:
        await leave(guest_of(request).session, work)
    return _without_cookie(request)


async def end_everywhere(request: Request) -> Response:
    known = guest_of(request).account
    async with whole_site_of(request).keeping() as work:
        if known:
            await leave_everywhere(known, work)
    return _without_cookie(request)


async def not_signed_in(request: Request) -> Response:
    """In place of the page that was asked for, and back to it afterwards. A program is only told so."""
    if for_a_program(request):
        raise HTTPException(401, NOT_SIGNED_IN)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return await page(request, asked if request.method == "GET" else "", 401)


async def page(
    request: Request, back_to: str, status: int = 200, *, notice: str = "", mistaken: str | None = None
) -> Response:
    """`notice`: what became of another way in. `mistaken`: what was written, and is no mailbox.

    Forms on it name it by its own address: what it stands in place of may be an answer that is taken once.
    """
    site, goes_on = whole_site_of(request), own_path(back_to)
    accounts = await _ready_made(site)
    return render(
        request,
        "sign_in.html",
        status=status,
        here="/logga-in" if goes_on == START else f"/logga-in?{urlencode({'till': goes_on})}",
        back_to=goes_on,
        mailbox=mistaken or "",
        mistakes={} if mistaken is None else {"mailbox": NO_MAILBOX},
        accounts=accounts,
        notice=notice,
        provider=site.provider is not None,
        asked=status == 401,  # noqa: PLR2004
    )


async def _ready_made(site: Site) -> list[Account]:
    """In a demo on this machine only."""
    if not site.demo:
        return []
    async with site.keeping() as work:
        return sorted(await everybody(work), key=lambda one: one.added_at)


def with_cookie(request: Request, response: Response, token: str) -> Response:
    site = whole_site_of(request)
    name = cookie_name(request, site)
    response.set_cookie(name, token, path="/", secure=bool(site.public_url), httponly=True, samesite="lax")
    return response


def _without_cookie(request: Request) -> Response:
    site, response = whole_site_of(request), RedirectResponse("/logga-in", 303)
    name = cookie_name(request, site)
    response.delete_cookie(name, path="/", secure=bool(site.public_url), httponly=True, samesite="lax")
    return response


def _let_run(task: asyncio.Task[None]) -> None:
    """Kept until it is done; if the bus does not answer, no mail comes and who waits asks again."""
    _UNDER_WAY.add(task)

    def over(done: asyncio.Task[None]) -> None:
        _UNDER_WAY.discard(done)
        if not done.cancelled() and (fault := done.exception()):
            log.warning("a sign-in link was not sent", fault=type(fault).__name__)

    task.add_done_callback(over)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise HTTPException(404) from None
