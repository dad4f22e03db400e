"""How accessible are the pages, and how does a reader report what they cannot use (lag 2018:1937)?"""

from starlette.requests import Request
from starlette.responses import Response

from services.portal.pages.rendering import render
from services.portal.pages.site import site_of


async def show(request: Request) -> Response:
    return render(request, "statement.html", contact=site_of(request).contact)
