"""What is there to do? Late, this week, what the other party has not told, before the next meeting, and later."""

import asyncio
from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import AgreementLine, AgreementLines, ListAgreements
from schemas.base import Party
from schemas.followup import (
    ListDue,
    ListMeetings,
    ListSilences,
    MeetingLines,
    OccurrenceLine,
    OccurrenceLines,
    SilenceLine,
    SilenceLines,
)
from services.portal.model.rights import may_open
from services.portal.model.visitor import READERS, Role
from services.portal.pages import words
from services.portal.pages.drafts.progress import OPEN
from services.portal.pages.rendering import MOST_ROWS, render
from services.portal.pages.silences import untold, waiting
from services.portal.pages.site import Site, asked_name, day_in, guest_of, site_of
from services.portal.pages.todo import Choice, Todo, horizon, in_place, next_meetings, sort_out
from services.portal.pages.wishes.offered import FOLLOWED
from services.runtime.errors import Unavailable

MOST_OF_ALL = 30
"""Rows in a section that no agreement is chosen for: the page is light also for who sees a whole county."""
MOST_FUNCTIONS = 100
"""So many can be chosen among; an agreement that is chosen first has fewer."""


class Found(NamedTuple):
    """`more`: more is due than is told; `more_silent`: more is untold, `more_waiting`: by one party that is."""

    today: date
    todo: Todo
    more: bool
    silences: list[SilenceLine]
    more_silent: bool
    more_waiting: bool
    meetings: dict[str, date]


async def show(request: Request) -> Response:
    """`?overenskommelse=arjeplog-2026-ml`, `?vem=police` or a function's id; `?per=2026-03-31`: as it looked then.

    Whose work is elsewhere is shown there.
    """
    visitor = guest_of(request).visitor
    if visitor.role not in READERS:
        return RedirectResponse(f"/lan/{visitor.places[0]}" if visitor.role is Role.COUNTY_BOARD else "/konto", 303)
    per = day_in(request, "per")
    choice = Choice(asked_name(request, "overenskommelse") or "", asked_name(request, "vem") or "")
    site = site_of(request).as_of(per)
    known, found = await asyncio.gather(_agreements(site), _find(site, choice))
    drafts = [one for one in known if one.state in OPEN and not per and may_open(visitor, "/utkast/{slug}")]
    answering = chain(*(one.responsible for one in found.todo.lines), *(one.responsible for one in found.silences))
    own = choice.party(answering)
    todo = _chosen(found.todo, choice)
    shown = {line.commitment_id for line in todo.lines}
    unsaid = untold([one for one in found.silences if one.agreement_slug in found.meetings], choice, own)
    return render(
        request,
        "start.html",
        per=per,
        today=found.today,
        choice=choice,
        most=MOST_ROWS if choice.agreement else MOST_OF_ALL,
        own=own,
        todo=todo,
        waiting=waiting(found.silences, choice, own),
        untold=[one for one in unsaid if one.commitment_id not in shown],
        more=found.more,
        more_waiting=found.more_waiting,
        more_untold=found.more_silent,
        meets=bool(found.meetings),
        in_place=frozenset() if per else in_place(todo.overdue, todo.week, todo.meeting, todo.later),
        reported={line.commitment_id: line.slug for line in reversed(found.todo.lines)},
        agreements=[one for one in known if one.state in FOLLOWED],
        drafts=drafts,
        functions=_functions(found.todo.lines),
        MOST_FUNCTIONS=MOST_FUNCTIONS,
    )


async def _find(site: Site, choice: Choice) -> Found:
    named = choice.agreement or None
    planned, silent = await asyncio.gather(
        site.ask(ListMeetings(agreement=named, coming=True), MeetingLines),
        site.ask(ListSilences(agreement=named), SilenceLines),
    )
    today = planned.today or site.today
    days = [(one.agreement_slug, one.on) for one in planned.meetings]
    days += [(one.agreement_slug, one.next_meeting) for one in silent.silences if one.next_meeting]
    meetings = next_meetings(days, today)
    due = await site.ask(ListDue(agreement=named, until=horizon(meetings, today)), OccurrenceLines)
    todo = sort_out(due.occurrences, today, meetings)
    return Found(today, todo, due.more, list(silent.silences), silent.more, silent.more_told, meetings)


async def _agreements(site: Site) -> list[AgreementLine]:
    """By title; what is due can be read also when nobody tells which they are."""
    try:
        found = (await site.ask(ListAgreements(), AgreementLines)).agreements
    except Unavailable:
        return []
    return sorted(found, key=lambda one: words.swedish(one.title))


def _chosen(todo: Todo, choice: Choice) -> Todo:
    def those(lines: Iterable[OccurrenceLine]) -> list[OccurrenceLine]:
        return [line for line in lines if choice.names(line.responsible)]

    return Todo(those(todo.overdue), those(todo.week), those(todo.meeting), those(todo.later))


def _functions(lines: Iterable[OccurrenceLine]) -> list[tuple[str, str]]:
    """The id and the words of each that answers for something here; two of one name are told apart by agreement."""
    names: dict[str, tuple[str, Party, str]] = {}
    for line in lines:
        for one in line.responsible:
            names.setdefault(str(one.function_id), (words.role(one.role), one.party, line.agreement))
    shared = [(role, party) for role, party, _ in names.values()]
    said = [
        (key, f"{role}, {words.PARTIES[party].lower()}" + (f" ({where})" if shared.count((role, party)) > 1 else ""))
        for key, (role, party, where) in names.items()
    ]
    return sorted(said, key=lambda one: words.swedish(one[1]))
