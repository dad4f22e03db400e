"""Who comes in where? A session's cookie tells who it is, the table of rights whether they may, a form's token whose
it is.
"""

import hmac
from collections.abc import Awaitable, Callable
from functools import wraps
from secrets import token_bytes

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from services.portal.handlers.signing_in import who
from services.portal.model.rights import AS, may_open
from services.portal.model.visitor import NOBODY, visitor_of
from services.portal.pages.language import speak, word
from services.portal.pages.own_bus import MAY_NOT
from services.portal.pages.site import Guest, Site, guest_of, let_in_as
from services.portal.pages.size import largest_post, takes_file
from services.runtime.errors import Unavailable

Endpoint = Callable[[Request], Awaitable[Response]]
TOKEN_FIELD = "nyckel"  # noqa: S105  a field's name
MOST_FIELDS = 2000
DIGEST = 32
"""Bytes."""
OLD_FORM = word("Sidan var gammal, och inget är ändrat. Öppna den på nytt och fyll i den igen.")
NOT_NOW = word("Inloggningen svarar inte just nu, försök igen om en stund.")


class Door:
    """Outside the application: tells every page who has come. Without a cookie nothing is looked up."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            speak(Request(scope))
            token = Request(scope).cookies.get(cookie_name(Request(scope), self.site), "")
            scope.setdefault("state", {})["guest"] = await self._guest(token) if token else Guest()
        await self.app(scope, receive, send)

    async def _guest(self, token: str) -> Guest:
        try:
            async with self.site.keeping() as work:
                account = await who(token, work)
        except Unavailable:
            return Guest(away=True)
        return Guest(visitor_of(account), account, token) if account else Guest()


def cookie_name(request: Request, site: Site) -> str:
    """On loopback there is no TLS, which `__Host-` asks for, and a browser keeps one jar for all ports."""
    return "__Host-lofteskoll" if site.public_url else f"lofteskoll-{request.url.port or 80}"


def form_token(guest: Guest) -> str:
    """Proves that a form was made for this session; empty for who is not signed in.

    Written differently each time: the length of a packed page tells nothing of it (BREACH).
    """
    if not guest.session:
        return ""
    mask = token_bytes(DIGEST)
    return (mask + _across(mask, _proof(guest))).hex()


def is_form_token(guest: Guest, given: object) -> bool:
    try:
        told = bytes.fromhex(given) if isinstance(given, str) else b""
    except ValueError:
        return False
    mask, proof = told[:DIGEST], told[DIGEST:]
    return len(told) == 2 * DIGEST and hmac.compare_digest(_across(mask, proof), _proof(guest))


def _proof(guest: Guest) -> bytes:
    return hmac.digest(guest.session.encode(), b"lofteskoll.form.v1", "sha256")


def _across(mask: bytes, text: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, text, strict=True))


def admitted(route: BaseRoute, not_signed_in: Endpoint) -> BaseRoute:
    """The same route, for those who may: a page that is not in the table is for nobody."""
    if isinstance(route, Mount):
        return route if may_open(Guest().visitor, route.path) else _closed(route)
    assert isinstance(route, Route)  # noqa: S101  there are no others
    page: Endpoint = route.endpoint

    @wraps(page)
    async def endpoint(request: Request) -> Response:
        guest = guest_of(request)
        if not may_open(guest.visitor, route.path):
            if guest.away:
                raise Unavailable(NOT_NOW)
            if guest.visitor == NOBODY:
                return await not_signed_in(request)
            raise HTTPException(403, MAY_NOT)
        if route.path in AS:
            let_in_as(request, AS[route.path])
        try:
            if request.method == "POST" and guest.session:
                await _check_form(request, guest)
            answer = page(request)
            return await answer if isinstance(answer, Awaitable) else answer
        finally:
            await request.close()  # and the file that came with it

    methods = sorted(route.methods or {"GET"})
    return Route(route.path, endpoint, methods=methods, max_body_size=largest_post(route.path))


async def _check_form(request: Request, guest: Guest) -> None:
    """What is read here is kept for the page."""
    path = request.url.path
    form = await request.form(max_files=int(takes_file(path)), max_fields=MOST_FIELDS, max_part_size=largest_post(path))
    if not is_form_token(guest, form.get(TOKEN_FIELD)):
        raise HTTPException(403, OLD_FORM)


def _closed(mount: Mount) -> BaseRoute:
    raise ValueError(f"{mount.path} is not in the table of rights for anybody")
