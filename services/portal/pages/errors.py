"""What is told when something is wrong? One sentence about what to do: on a page, or to a program as RFC 9457 says."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from services.portal.pages.language import Words, _, said_in, word
from services.portal.pages.rendering import render
from services.runtime.errors import Refused, TooMuch, Unavailable

HEADINGS = Words(
    {
        401: "Logga in först",
        403: "Det får du inte göra",
        404: "Sidan finns inte",
        405: "Så kan sidan inte användas",
        410: "Länken gäller inte längre",
        503: "Försök igen om en stund",
    }
)
SENTENCES = Words(
    {
        404: "Adressen kan vara felskriven eller gammal. Börja om från startsidan.",
        405: "Öppna sidan på nytt och använd formuläret på den.",
    }
)
ELSE, GO_BACK = word("Det gick inte"), word("Gå tillbaka och försök igen.")
TOO_MUCH = word("Det är för mycket för en sida. Gå tillbaka och välj en kortare tid eller en mindre del.")
SOMETHING_WRONG = word(
    "Något gick fel hos oss. Försök igen; händer det på nytt behöver den som sköter systemet få veta det."
)


async def stopped(request: Request, error: Exception) -> Response:
    """HTTPException: by the router, or by a page with a sentence of its own."""
    stop = cast("HTTPException", error)
    own = stop.detail if stop.detail != HTTPStatus(stop.status_code).phrase else ""
    sentence = own or SENTENCES.get(stop.status_code, GO_BACK)
    return page(request, stop.status_code, sentence, stop.headers)


async def refused(request: Request, error: Exception) -> Response:
    """A question was refused: what the address names does not exist."""
    return page(request, 404, said_in(error))


async def too_much(request: Request, _fault: Exception) -> Response:
    return page(request, 422, TOO_MUCH)


async def unavailable(request: Request, error: Exception) -> Response:
    return page(request, 503, str(error), {"Retry-After": "30"})


async def broken(request: Request, _fault: Exception) -> Response:
    return page(request, 500, SOMETHING_WRONG)


def page(request: Request, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    heading = HEADINGS.get(status, ELSE)
    if for_a_program(request):
        return problem(status, _(heading), _(sentence), headers)
    return render(request, "error.html", status=status, headers=headers, heading=heading, sentence=sentence)


def outright(request: Request, status: int, sentence: str) -> Response:
    """For who does not come in at all: no page of ours."""
    if for_a_program(request):
        return problem(status, _(HEADINGS.get(status, ELSE)), _(sentence))
    return PlainTextResponse(sentence, status)


def for_a_program(request: Request) -> bool:
    """Where JSON is what stands at the address, or what is asked for, and no page."""
    accepted = [one.partition(";")[0].strip().lower() for one in request.headers.get("accept", "").split(",")]
    json = any(one == "application/json" or one.endswith("+json") for one in accepted)
    return request.url.path.endswith(".json") or (json and "text/html" not in accepted)


def problem(status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Of no type of its own: the status says what it is."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(told, status, headers, media_type="application/problem+json")


HANDLERS = {HTTPException: stopped, Refused: refused, TooMuch: too_much, Unavailable: unavailable, Exception: broken}
