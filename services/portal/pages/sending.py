"""How does a page go out? Packed where nothing on it is secret, and what never changes kept by the browser for a year.

Packing lets the length of a page tell what stands on it beside a text that a stranger chose (BREACH). So it is only
for pages that hold no secret: a form's token is written differently each time (door.py), and the session is a cookie,
which is not packed. The pages whose addresses are keys go out as they are; so do mails, which hold keys.
"""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(__file__).parent.parent / "static"
HOLD_KEYS = ("/svar/", "/logga-in", "/prenumerera/", "/kalender/", "/dev/inbox")
"""Addresses of pages that hold what opens something, or are it."""
PACKED_ALREADY = (".docx", ".xlsx")
LEVEL = 4
"""Of zlib: twice as fast as its usual 6, and a hundredth larger."""
FOR_A_YEAR = "public, max-age=31536000, immutable"


class Packed:
    """GZip for all but the pages that hold keys, and files that are packed as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._packed = GZipMiddleware(app, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        plain = path.startswith(HOLD_KEYS) or path.endswith(PACKED_ALREADY)
        await (self._plain if plain else self._packed)(scope, receive, send)


class Static(StaticFiles):
    """A file that is asked for by its content is kept; the same file without it is asked for each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])
        if response.status_code in {200, 304} and asked == [_content(path)]:
            response.headers["Cache-Control"] = FOR_A_YEAR
        return response


def static(name: str) -> str:
    """The address of a file as it is now: another content has another address."""
    return f"/static/{name}?v={_content(name)}"


@cache
def _content(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
