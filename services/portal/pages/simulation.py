"""Which mails would leave between two days, and what if something were different? Nothing is written, nobody mailed."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import FunctionLine, FunctionLines, ListFunctions
from services.front.simulated_rows import rows
from services.front.simulating import Mail, simulate
from services.portal.pages import spreadsheet
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.language import said_in
from services.portal.pages.rendering import render
from services.portal.pages.simulation_form import Form, filled_in, read_form
from services.portal.pages.site import Site, site_of
from services.runtime.errors import Refused

MOST_IN_A_MAIL = 20
"""A digest to who answers for hundreds of things is told in the file."""


async def show(request: Request) -> Response:
    """The form alone until a first day is chosen; then also the mails."""
    site, asked = site_of(request), request.query_params
    form = filled_in(asked, site.today)
    if "fran" not in asked:
        return _page(request, form)
    try:
        return _page(request, form, mails=await _mails(site, form))
    except Mistakes as mistakes:
        return _page(request, form, mistakes=mistakes.sentences)
    except Refused as refusal:
        return _page(request, form, mistakes={"fran": said_in(refusal)})


async def as_file(request: Request) -> Response:
    """The same mails for a spreadsheet; what cannot be simulated is said in a sentence."""
    form, mails = await mails_in(request)
    return spreadsheet.as_file(rows(mails), f"mejl-{form.since}-{form.until}.csv")


async def mails_in(request: Request) -> tuple[Form, list[Mail]]:
    site = site_of(request)
    form = filled_in(request.query_params, site.today)
    try:
        return form, await _mails(site, form)
    except (Mistakes, Refused) as wrong:
        raise HTTPException(422, said_in(wrong)) from wrong


async def _mails(site: Site, form: Form) -> list[Mail]:
    functions: tuple[FunctionLine, ...] = ()
    if form.rows["substitutes"]:
        functions = (await site.ask(ListFunctions(), FunctionLines)).functions
    return [mail async for mail in simulate(site, read_form(form, functions))]


def _page(
    request: Request, form: Form, mails: list[Mail] | None = None, mistakes: Mapping[str, str] | None = None
) -> Response:
    return render(
        request,
        "simulation.html",
        status=422 if mistakes else 200,
        form=form,
        mails=mails,
        most_in_a_mail=MOST_IN_A_MAIL,
        mistakes=mistakes or {},
        question=request.url.query,
    )
