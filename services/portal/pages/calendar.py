"""When must what be done, and when do the parties meet? An agreement's days for a calendar program (RFC 5545).

What is cancelled stays in it and says so: a calendar that merely lost it would go on showing it to whoever has it.
"""

import asyncio
from datetime import date, timedelta
from uuid import UUID

from icalendar import Calendar, Event
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementCard, ShowAgreement
from schemas.followup import (
    ListMeetings,
    ListOccurrences,
    MeetingLine,
    MeetingLines,
    MeetingState,
    OccurrenceLine,
    OccurrenceLines,
    OccurrenceState,
)
from services.portal.model.rights import may_open
from services.portal.model.visitor import Visitor
from services.portal.pages import words
from services.portal.pages.site import guest_of, name_in, own_address, site_of

PRODUCT = "-//Löfteskoll//Kalender//SV"
BACK, AHEAD = timedelta(days=90), timedelta(days=400)
READ_AGAIN = timedelta(hours=6)
REPORTED = "/tillfalle/{slug:path}"
"""Where an occurrence is reported; who only reads is told why it is due that day."""


async def show(request: Request) -> Response:
    return await days_of(request, name_in(request, "slug"), guest_of(request).visitor)


async def days_of(request: Request, name: str, reader: Visitor, *, bare: bool = False) -> Response:
    """What is due from three months back to a year and a month ahead, and all meetings.

    `name`: the agreement's slug or id. `reader`: for whom each has a page. `bare`: only what and when, for whoever has
    the address may read it.
    """
    site = site_of(request)
    since, until = site.today - BACK, site.today + AHEAD
    due, meetings, card = await asyncio.gather(
        site.ask(ListOccurrences(agreement=name, since=since, until=until), OccurrenceLines),
        site.ask(ListMeetings(agreement=name), MeetingLines),
        site.ask(ShowAgreement(agreement=name), AgreementCard),
    )
    calendar = _calendar(card.document.title if card.document else name)
    if due.more:
        calendar.add("x-wr-caldesc", f"Bara de {len(due.occurrences)} första tillfällena är med.")
    told = "" if may_open(reader, REPORTED) else "/varfor"
    events = [(f"/tillfalle/{line.slug}{told}", _due(line)) for line in due.occurrences]
    events += [(f"/moten/{line.slug}", _meeting(line)) for line in meetings.meetings]
    for page, event in events:
        if bare:
            event.pop("description", None)
        event.add("dtstamp", site.clock.now())
        event.add("url", own_address(request, page))
        calendar.add_component(event)
    return Response(calendar.to_ical(), media_type="text/calendar; charset=utf-8")


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Löfteskoll: {name}")
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    return calendar


def _due(line: OccurrenceLine) -> Event:
    became = words.STATES[line.state].words if line.state in words.STATES else "Senast"
    event = _day(line.id, line.due or line.ends, f"{became}: {line.commitment}")
    event.add("description", f"{line.agreement}. {words.done(line)}. Ansvar: {_who(line)}.")
    event.add("sequence", line.due_version)
    event.add("status", "CANCELLED" if line.state is OccurrenceState.CANCELLED else "CONFIRMED")
    return event


def _meeting(line: MeetingLine) -> Event:
    cancelled = line.state is MeetingState.CANCELLED
    event = _day(line.id, line.on, f"{'Inställt: u' if cancelled else 'U'}ppföljningsmöte, {line.agreement}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def _day(id_: UUID, day: date, summary: str) -> Event:
    """The whole day, which takes nobody's time."""
    event = Event()
    event.add("uid", f"{id_}@lofteskoll")
    event.add("dtstart", day)
    event.add("summary", " ".join(summary.split()))
    event.add("transp", "TRANSPARENT")
    return event


def _who(line: OccurrenceLine) -> str:
    return ", ".join(f"{words.role(one.role)} ({words.PARTIES[one.party].lower()})" for one in line.responsible)
