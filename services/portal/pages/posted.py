"""What did a form bring, and what does its sender see when nobody takes it just now?"""

from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from services.portal.pages.answer_form import INCOMPLETE, Mistakes
from services.portal.pages.language import _, word
from services.portal.pages.rendering import render

FORM = "form"
"""The field with the filled-in form's own id."""
SILENCE = word("Tjänsten svarar inte just nu, försök igen om en stund.")


async def fields_in(request: Request, most: int) -> dict[str, str]:
    """Texts only; of several by one name the last."""
    form = await request.form(max_files=0, max_fields=most)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def form_of(texts: Mapping[str, str]) -> UUID:
    """Which form it is that was sent. Raises Mistakes."""
    try:
        return UUID(texts.get(FORM, ""))
    except ValueError:
        raise Mistakes({"": _(INCOMPLETE)}) from None


def waiting(request: Request, fields: Mapping[str, str], heading: str, silence: str, above: str = "") -> Response:
    """What was written stays on the page, to be sent again: the same form is the same command."""
    told = {"fields": fields, "heading": heading, "silence": silence, "above": above}
    return render(request, "waiting.html", status=503, headers={"Retry-After": "30"}, **told)
