"""Who may come in at all, and what does every response carry?

Without a public address pages answer on this machine only, and to no proxy; with one, only by its name, which the proxy
in front passes on. Only our own forms are taken.
"""

import asyncio
import re
import traceback
from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.portal.pages.errors import outright
from services.portal.pages.language import word
from services.portal.pages.size import largest_post, takes_file

log = structlog.get_logger()
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
TOO_LARGE = "Svaret är för stort. Gå tillbaka och korta ned kommentaren."
TOO_LARGE_A_FILE = "Filen är för stor. Gå tillbaka och dela upp den i flera."
HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?")
TOO_SLOW = word("Det som skickades kom inte fram i tid. Gå tillbaka och försök igen.")
SLOWEST = 60.0
"""Seconds for a whole post: a file of the largest size at half a megabit a second."""
READING = {"GET", "HEAD", "OPTIONS"}
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
ONLY_BY_TLS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class Guard:
    """Stands outside the application, so that also its error pages carry the headers."""

    def __init__(self, app: ASGIApp, public_url: str = "") -> None:
        self.app = app
        self.public_url = public_url
        self.headers = HEADERS | (ONLY_BY_TLS if public_url else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = _refusal(Request(scope), self.public_url) if scope["type"] == "http" else None
        try:
            await (refusal or self.app)(scope, _in_time(receive), send_guarded)
        except Exception as fault:  # noqa: BLE001  the reader has got a page; addresses and texts stay out of the log
            where = traceback.format_tb(fault.__traceback__)
            log.error("a page broke", fault=type(fault).__name__, where=where)  # noqa: TRY400


def _in_time(receive: Receive) -> Receive:
    """What is sent to us has come by then, or is given up. To see a visitor leave one may wait longer."""
    until, more = asyncio.get_running_loop().time() + SLOWEST, True

    async def receive_in_time() -> Message:
        nonlocal more
        try:
            async with asyncio.timeout_at(until if more else None):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, TOO_SLOW, {"Connection": "close"}) from None
        more = message.get("more_body", False)
        return message

    return receive_in_time


def _refusal(request: Request, public_url: str) -> Response | None:
    if public_url and request.headers.get("host", "") != urlsplit(public_url).netloc:
        return outright(request, 421, "Portalen har en annan adress.")
    if not public_url and not _is_here(request):
        return outright(request, 421, "Portalen svarar bara på den egna datorn.")
    if request.method not in READING and not _is_own_form(request, public_url):
        return outright(request, 403, "Svaret kom från en annan webbplats och togs inte emot.")
    if _length(request) > largest_post(request.url.path):
        return outright(request, 413, TOO_LARGE_A_FILE if takes_file(request.url.path) else TOO_LARGE)
    return None


def _length(request: Request) -> int:
    """As announced; what comes unannounced the application counts itself."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _is_here(request: Request) -> bool:
    """Asked for by this machine's own name, at its own address, and passed on by nobody."""
    server = request.scope.get("server") or ("", None)
    here = is_loopback(_hostname(request.headers.get("host", ""))) and is_loopback(server[0])
    return here and not any(name in request.headers for name in FORWARDED)


def _is_own_form(request: Request, public_url: str) -> bool:
    """Sec-Fetch-Site decides where it is sent: a page with Referrer-Policy no-referrer posts `Origin: null`."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    own = public_url or f"{request.url.scheme}://{request.headers.get('host', '')}"
    return request.headers.get("origin") == own


def is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _hostname(host: str) -> str | None:
    """Of a name and a port, and nothing else that could stand in an address that is made of it."""
    found = HOST.fullmatch(host)
    return found[1].strip("[]").lower() if found else None
