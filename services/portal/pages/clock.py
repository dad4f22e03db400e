"""What time is it in a trial, and how is it made another? Only in an embedded system with a clock of its own.

The portal asks in a file; the supervisor, who alone keeps the clock, obeys and takes the file away.
"""

import asyncio
from datetime import date, datetime
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.portal.model.clock import SPEEDS, STEPS, morning_of, next_morning
from services.portal.pages.language import _, word
from services.portal.pages.rendering import render
from services.portal.pages.site import whole_site_of
from services.runtime.clock import STOCKHOLM, ClockWish, is_asked
from services.runtime.errors import Refused, Unavailable

LOOKS, PAUSE = 60, 0.05
"""Three seconds: the supervisor looks five times a second."""
NO_DAY = word("Skriv dagen som 2026-03-31.")
UNKNOWN = word("Välj något av det som står på sidan.")


def show(request: Request) -> Response:
    _wish_file(request)
    return _page(request, "")


async def move(request: Request) -> Response:
    """One of the steps (`steg`), a day (`dag`) or a speed (`takt`)."""
    file, form = _wish_file(request), await request.form(max_files=0, max_fields=5)
    given = {name: str(form.get(name, "")).strip() for name in ("steg", "dag", "takt")}
    async with whole_site_of(request).setting_clock:  # two at once are one after the other
        try:
            wish = _wish(given, _now(request))
        except Refused as refused:
            return _page(request, given["dag"], str(refused))
        wish.write(file)
        for _look in range(LOOKS):
            if not await asyncio.to_thread(is_asked, file):
                return RedirectResponse("/dev/klocka?stalld=ja", 303)
            await asyncio.sleep(PAUSE)
        file.unlink(missing_ok=True)  # what was told as not done shall not be done later
    raise Unavailable(_("Klockan svarar inte just nu, försök igen om en stund."))


def _wish(given: dict[str, str], now: datetime) -> ClockWish:
    """Raises Refused."""
    if given["takt"] in SPEEDS:
        return ClockWish(speed=SPEEDS[given["takt"]])
    if given["steg"] in STEPS:
        return ClockWish(to=STEPS[given["steg"]](now))
    if given["takt"] or given["steg"]:
        raise Refused(_(UNKNOWN))
    try:
        day = date.fromisoformat(given["dag"])
    except ValueError:
        raise Refused(_(NO_DAY)) from None
    return ClockWish(to=morning_of(day, now))


def _page(request: Request, day: str, mistake: str = "") -> Response:
    now = _now(request)
    return render(
        request,
        "clock.html",
        status=422 if mistake else 200,
        moment=now,
        speed=whole_site_of(request).clock.speed,
        morning=next_morning(now),
        day=day,
        mistakes={"dag": mistake} if mistake else {},
        done=_("Klockan är ställd.") if request.query_params.get("stalld") and not mistake else "",
    )


def _now(request: Request) -> datetime:
    return whole_site_of(request).clock.now().astimezone(STOCKHOLM)


def _wish_file(request: Request) -> Path:
    """Where there is no clock to move, there is no such page."""
    file = whole_site_of(request).clock_wish_file
    if file is None:
        raise HTTPException(404)
    return file
