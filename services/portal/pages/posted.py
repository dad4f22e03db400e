"""What did a form bring, and what does its sender see when nobody takes it just now?"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from services.portal.pages.rendering import render


async def fields_in(request: Request, most: int) -> dict[str, str]:
    """Texts only; of several by one name the last."""
    form = await request.form(max_files=0, max_fields=most)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def waiting(request: Request, fields: Mapping[str, str], heading: str, silence: str, above: str = "") -> Response:
    """What was written stays on the page, to be sent again: the same form is the same command."""
    told = {"fields": fields, "heading": heading, "silence": silence, "above": above}
    return render(request, "waiting.html", status=503, headers={"Retry-After": "30"}, **told)
