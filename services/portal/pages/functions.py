"""Who holds which function, who stands in, and whom does mail not reach?"""

import asyncio
from collections.abc import Callable, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import (
    AgreementLines,
    FunctionLine,
    FunctionLines,
    ListAgreements,
    ListFunctions,
    ListQuietOrganisations,
    QuietOrganisation,
    QuietOrganisations,
)
from schemas.geography import counties, municipalities
from services.front.unreached import Orphan, find_orphans
from services.portal.model.own import Own
from services.portal.pages.language import _, said_in
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, day_in, guest_of, name_in, site_of
from services.portal.pages.words import municipality, swedish
from services.runtime.errors import Unavailable


async def list_all(request: Request) -> Response:
    """`?lan=25` and `?kommun=2506`: those that agreements there name; a code of nothing shows all. `?per=`."""
    per, asked = day_in(request, "per"), request.query_params
    county = asked.get("lan") if asked.get("lan") in counties() else None
    place = asked.get("kommun") if asked.get("kommun") in municipalities() else None
    site = site_of(request).as_of(per)
    found, agreements, quiet = await asyncio.gather(
        site.ask(ListFunctions(county=county, municipality=place), FunctionLines),
        site.ask(ListAgreements(county=county), AgreementLines),
        site.ask(ListQuietOrganisations(), QuietOrganisations),
    )
    orphans, notice = await orphans_of(site, found.functions)
    codes = {code for one in agreements.agreements for code in one.municipalities}
    return render(
        request,
        "functions.html",
        per=per,
        functions=found.functions,
        orphans=orphans,
        notice=notice,
        quiet=quiet.organisations,
        mine=whose(request),
        county=county,
        place=place,
        counties=counties().values(),
        places=sorted(codes, key=lambda code: swedish(municipality(code))),
    )


async def show_one(request: Request) -> Response:
    """One function, by its id; what can be changed about it is done from here."""
    name, per = name_in(request, "id"), day_in(request, "per")
    site = site_of(request).as_of(per)
    found = (await site.ask(ListFunctions(), FunctionLines)).functions
    line = next((one for one in found if str(one.id) == name), None)
    if line is None:
        raise HTTPException(404, _("Det finns ingen sådan funktion."))
    orphans, notice = await orphans_of(site, [line])
    return render(request, "function.html", per=per, line=line, orphans=orphans, notice=notice, mine=whose(request))


def whose(request: Request) -> Callable[[FunctionLine | QuietOrganisation], bool]:
    """May who is signed in change what is this organisation's?"""
    visitor = guest_of(request).visitor
    return lambda one: Own(visitor.places).is_organisation(one, visitor.party)


async def orphans_of(site: Site, functions: Sequence[FunctionLine]) -> tuple[list[Orphan], str]:
    """Who holds what can be read also when nobody tells of the mails; then with a sentence that says so."""
    try:
        return await find_orphans(site, functions), ""
    except Unavailable as silence:
        return [], said_in(silence)
