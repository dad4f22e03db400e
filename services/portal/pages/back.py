"""Where does somebody go on, who reported from a list? Back to the list as it was, told what is now true."""

import re
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.routing import Match

from services.portal.model.signing_in import START

BACK = "tillbaka"
OWN = re.compile(
    r"/((?:overenskommelser|utkast)/[\w-]{1,200}|installningar|mejl|funktioner)?(\?[\w=&%.+-]{0,1000})?", re.ASCII
)
"""The start page, settings, mails, functions, an agreement or a draft, and what it asks for; never another site's."""


def here(request: Request) -> str:
    """The page itself as a form on it names it, without what was done before.

    What is the answer to a post, at an address that nobody can open, is named by the nearest above it that can be.
    """
    path, query = request.url.path, request.url.remove_query_params("klart").query
    if request.method == "POST" and not _opens(request, path):
        path, query = _above(path), ""
        while not _opens(request, path):
            path = _above(path)
    return f"{path}?{query}".rstrip("?")


def _above(path: str) -> str:
    return path.rpartition("/")[0] or START


def _opens(request: Request, path: str) -> bool:
    """The start page, or what has a page of its own."""
    asked = {"type": "http", "method": "GET", "path": path, "headers": []}
    found = [route.matches(asked)[0] for route in request.app.routes]
    return path == START or Match.FULL in found


def back(request: Request, done: str) -> str:
    """`done`: the address of what was done. Empty if the form did not stand in a list of ours."""
    place = request.query_params.get(BACK, "")
    if not OWN.fullmatch(place):
        return ""
    return f"{place}{'&' if '?' in place else '?'}{urlencode({'klart': done})}"
