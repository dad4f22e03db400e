"""Where does somebody go on, who reported from a list? Back to the list as it was, told what is now true."""

import re
from urllib.parse import urlencode

from starlette.requests import Request

BACK = "tillbaka"
OWN = re.compile(r"/((?:overenskommelser|utkast)/[\w-]{1,200}|installningar)?(\?[\w=&%.+-]{0,1000})?", re.ASCII)
"""The start page, the settings, an agreement's or a draft's, and what it asks for: never another site's."""


def here(request: Request) -> str:
    """The page itself as a form on it names it, without what was done before."""
    query = request.url.remove_query_params("klart").query
    return f"{request.url.path}?{query}".rstrip("?")


def back(request: Request, done: str) -> str:
    """`done`: the address of what was done. Empty if the form did not stand in a list of ours."""
    place = request.query_params.get(BACK, "")
    if not OWN.fullmatch(place):
        return ""
    return f"{place}{'&' if '?' in place else '?'}{urlencode({'klart': done})}"
