"""Who may come in at all, and what does every response carry?

Until people can sign in, pages answer only on this machine and only their own forms.
"""

import traceback
from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
LARGEST_POST = 64 * 1024
READING = {"GET", "HEAD", "OPTIONS"}


class Guard:
    """Stands outside the application, so that also its error pages carry the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = _refusal(Request(scope)) if scope["type"] == "http" else None
        try:
            await (refusal or self.app)(scope, receive, send_guarded)
        except Exception as fault:  # noqa: BLE001  the reader has got a page; addresses and texts stay out of the log
            where = traceback.format_tb(fault.__traceback__)
            log.error("a page broke", fault=type(fault).__name__, where=where)  # noqa: TRY400


def _refusal(request: Request) -> PlainTextResponse | None:
    host = request.headers.get("host", "")
    server = request.scope.get("server") or ("", None)
    if not (is_loopback(_hostname(host)) and is_loopback(server[0])):
        return PlainTextResponse("Portalen svarar bara på den egna datorn.", 421)
    if request.method not in READING and not _is_own_form(request, host):
        return PlainTextResponse("Svaret kom från en annan webbplats och togs inte emot.", 403)
    if _length(request) > LARGEST_POST:
        return PlainTextResponse("Svaret är för stort. Gå tillbaka och korta ned kommentaren.", 413)
    return None


def _length(request: Request) -> int:
    """As announced; what comes unannounced the application counts itself."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _is_own_form(request: Request, host: str) -> bool:
    """Sec-Fetch-Site decides where it is sent: a page with Referrer-Policy no-referrer posts `Origin: null`."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("origin") == f"{request.url.scheme}://{host}"


def is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
