"""What has been promised to residents, and what came of it? For anybody: a municipality's promises, functions only.

What somebody wrote about a promise stays inside: comments and reasons are no part of these pages, nor of what they ask
for. What they show is some seconds old at most: however many come, it is asked for once.
"""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from schemas.followup import (
    FeedbackLines,
    FeedbackPart,
    Light,
    ListPublicFeedback,
    ListPublicPromises,
    PublicAgreement,
    PublicPromise,
    PublicPromises,
)
from services.portal.pages import words
from services.portal.pages.language import ngettext
from services.portal.pages.news import News, as_rss
from services.portal.pages.promises_json import SCHEMA, PromisesV1, PromiseV1, WhoAnswers, schema
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, municipality_in, own_address, site_of

KEPT = words.Status("✓", "Gjort hittills", "green")
AS_PLANNED = words.Status("✓", "Går som planerat", "green")


@dataclass(frozen=True, slots=True)
class Promises:
    """The promises of one agreement, and when residents were told what came of them, latest first."""

    head: PublicAgreement
    rows: tuple[PublicPromise, ...]
    told: tuple[FeedbackPart, ...]
    as_of: date


def kept(row: PublicPromise) -> bool:
    """As often as was promised, in the windows that have begun: what is to be done next year is not counted yet."""
    return row.target is not None and row.done >= row.target


def standing(row: PublicPromise) -> words.Status:
    """As inside, but in words for who has never read an agreement."""
    status = words.status_of_commitment(row)
    if status is not words.LIGHTS[Light.GREEN]:
        return status
    return KEPT if kept(row) else AS_PLANNED


def times(row: PublicPromise) -> str:
    """`2 av 4 gånger`; what has no number to reach is only counted."""
    if row.target is None or row.target_asked:
        return words.progress(row.done, None)
    return ngettext("%(done)s av %(count)s gång", "%(done)s av %(count)s gånger", row.target, done=row.done)


async def list_all(request: Request) -> Response:
    """The municipalities in which something has been promised, by name."""
    site = site_of(request)
    found = await site.copies.of(None, lambda: site.ask(ListPublicFeedback(), FeedbackLines))
    codes = {code for line in found.agreements for code in line.municipalities}
    named = sorted(codes, key=lambda code: words.swedish(words.municipality(code)))
    return render(request, "promises_places.html", codes=named)


async def show(request: Request) -> Response:
    code = municipality_in(request)
    found = await _promises(site_of(request), code)
    return render(
        request,
        "promises.html",
        code=code,
        agreements=found,
        today=site_of(request).today,
        kept=kept,
        standing=standing,
        times=times,
    )


async def show_json(request: Request) -> Response:
    """In a shape of its own, that stays (promises_json)."""
    code = municipality_in(request)
    found = await _promises(site_of(request), code)
    told = tuple(_as_promise(one, row) for one in found for row in one.rows)
    whole = PromisesV1(version=1, municipality=code, name=words.municipality(code), promises=told)
    described = {"Link": f'<{SCHEMA}>; rel="describedby"'}
    return JSONResponse(whole.model_dump(mode="json"), headers=described)


def show_schema(_request: Request) -> Response:
    """Of the same, for who writes the program."""
    return JSONResponse(schema(), media_type="application/schema+json")


async def show_rss(request: Request) -> Response:
    """Each time residents were told; the page says how it stands."""
    code = municipality_in(request)
    page = own_address(request, f"/loften/{code}")
    news = [
        News(f"{one.head.title}: återkoppling till invånarna", part.channel, part.on, part.url or page)
        for one in await _promises(site_of(request), code)
        for part in one.told
    ]
    return as_rss(f"Löften i {words.municipality(code)}", page, news)


async def _promises(site: Site, code: str) -> list[Promises]:
    question = ListPublicPromises(municipality=code)
    found = await site.copies.of(code, lambda: site.ask(question, PublicPromises))
    as_of = found.today or site.today
    told = [Promises(one, one.promises, tuple(reversed(one.told)), as_of) for one in found.agreements]
    return sorted(told, key=lambda one: (one.head.since, one.head.title), reverse=True)


def _as_promise(one: Promises, row: PublicPromise) -> PromiseV1:
    status = standing(row)
    return PromiseV1(
        id=row.commitment_id,
        agreement=one.head.title,
        since=one.head.since,
        until=one.head.until,
        text=row.text,
        rule=row.rule,
        due=row.due,
        done=row.done,
        target=row.target,
        status=status.words,
        light=Light(status.tone),
        responsible=tuple(WhoAnswers(party=of.party, role=words.role(of.role)) for of in row.responsible),
        told_on=one.told[0].on if one.told else None,
        as_of=one.as_of,
    )
