"""How does somebody take in agreements from a file? First they see what would come of it, then they do just that."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from services.front.reading import Reading, read
from services.front.taking_in import Imported, Result, follow_up, in_order, known_of, readable, take_in
from services.front.words import Status
from services.portal.pages.answer_form import Mistakes
from services.portal.pages.foreseen import DRAFTED, KNOWN, NEW, foresee
from services.portal.pages.language import _, said_in, word
from services.portal.pages.own_bus import Sending
from services.portal.pages.posted import waiting
from services.portal.pages.rendering import render
from services.portal.pages.site import own_bus_of, site_of
from services.portal.pages.taking_in_form import Sent, sent, shown
from services.portal.pages.wishes import again
from services.runtime.errors import Refused, Unavailable

MOST_AGREEMENTS = 50
PATIENCE = 5.0
"""Seconds for each commitment's occurrences to be planned, before what was followed up of it is told."""
CHANGED = word("Det du skickade är inte det som visades, och inget är inläst. Se efter igen.")
OUTCOMES = {
    Result.REGISTERED: Status("✓", "Registrerad", "green"),
    Result.DRAFTED: Status("✓", "Sparad som utkast", "green"),
    Result.KNOWN: Status("○", "Fanns redan", "grey"),
    Result.REFUSED: Status("▲", "Avvisad", "red"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """`silence`: why not all of it is done."""

    outcomes: Sequence[Imported]
    silence: str = ""


async def show(request: Request) -> Response:
    return _form(request, {})


async def look(request: Request) -> Response:
    """What would come of it; or back to the form, with the text in it, to change something."""
    try:
        told = await sent(request)
        if told.fields.get("andra"):
            return _form(request, told.fields)
        return await _foreseen(request, told, await _read(told))
    except Mistakes as mistakes:
        return _form(request, await _fields(request), mistakes.sentences)


async def carry_out(request: Request) -> Response:
    """Only what was shown as possible, and only if it is to the letter what was shown."""
    try:
        told = await sent(request)
        readings, form = await _read(told), told.form
    except Mistakes as mistakes:
        return _form(request, await _fields(request), mistakes.sentences)
    chosen = [one for one in readings if one.slug in told.fields.get("vilka", "").split()]
    if shown(told, chosen) != told.fields.get("visat"):
        return await _foreseen(request, told, readings, CHANGED)
    bus = Sending(own_bus_of(request), None if told.follows_up else form)
    return _outcome(request, told, chosen, await _do(request, told, chosen, bus))


async def _do(request: Request, told: Sent, chosen: Sequence[Reading], bus: Sending) -> Done:
    """First the agreements; then, asked for by itself, what was followed up of them."""
    today, outcomes = site_of(request).today, list[Imported]()
    try:
        known = await known_of(bus)
        for reading in chosen:
            one = readable(reading)
            if told.follows_up:
                outcomes.append(await follow_up(bus, reading, replace(one, result=Result.KNOWN), today, PATIENCE))
            else:
                outcomes.append(await take_in(bus, reading, known, draft=told.draft))
    except Unavailable as silence:
        return Done(outcomes, str(silence))
    return Done(outcomes)


async def _read(told: Sent) -> list[Reading]:
    """Beside the other pages: a large text takes a while. Raises Mistakes."""
    try:
        readings = in_order(await asyncio.to_thread(read, told.text, told.called_in_swedish))
    except Refused as no:
        raise Mistakes({"text": said_in(no)}) from None
    if not 1 <= len(readings) <= MOST_AGREEMENTS:
        says = _(
            "%(name)s har %(count)s överenskommelser. Läs in minst en och högst %(most)s åt gången.",
            name=told.called,
            count=len(readings),
            most=MOST_AGREEMENTS,
        )
        raise Mistakes({"text": says})
    return readings


async def _foreseen(request: Request, told: Sent, readings: Sequence[Reading], notice: str = "") -> Response:
    """Of what is there already, what was followed up can be taken in: the other party's, or what has come since."""
    try:
        found = await foresee(site_of(request), readings, draft=told.draft)
    except Unavailable as silence:
        return waiting(request, _kept(told), _("Det går inte att se efter just nu"), str(silence), above=_("Läs in"))
    possible = [one.reading for one in found if one.status in {NEW, DRAFTED}]
    there = set() if told.draft else {KNOWN}
    followed = [one.reading for one in found if one.status in there and one.reading.records]
    chosen = [one for one in readings if one.slug in {each.slug for each in (*possible, *followed)}]
    kept = _kept(told) | {
        "form": str(uuid4()),
        "vilka": " ".join(one.slug for one in chosen),
        "visat": shown(told, chosen),
    }
    return render(
        request,
        "foreseen.html",
        status=409 if notice else 200,
        told=told,
        found=found,
        possible=possible,
        followed=followed,
        kept=kept,
        notice=notice,
    )


def _outcome(request: Request, told: Sent, chosen: Sequence[Reading], done: Done) -> Response:
    by_name = {reading.slug: reading for reading in chosen}
    records = sum(len(by_name[one.slug].records) for one in done.outcomes if one.result is not Result.REFUSED)
    return render(
        request,
        "taken_in.html",
        status=503 if done.silence else 200,
        outcomes=[(by_name[one.slug], one, OUTCOMES[one.result]) for one in done.outcomes],
        silence=done.silence,
        kept=_kept(told) | {name: told.fields.get(name, "") for name in ("form", "vilka", "visat")},
        records=0 if told.draft or done.silence or told.follows_up else records,
        follows_up=told.follows_up,
    )


def _kept(told: Sent) -> dict[str, str]:
    return {"text": told.text, "namn": told.file, "som": told.fields.get("som", "")}


async def _fields(request: Request) -> Mapping[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def _form(request: Request, fields: Mapping[str, str], mistakes: Mapping[str, str] | None = None) -> Response:
    site = site_of(request)
    return render(
        request,
        "take_in.html",
        status=422 if mistakes else 200,
        fields={"text": "", "som": "", **fields},
        mistakes=mistakes or {},
        example=again.example(site.today, site.place),
    )
