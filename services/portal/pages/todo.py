"""In what order is there something to do? What is late, due this week, asked for by a meeting, and what comes later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.agreements import Responsible
from schemas.base import Party
from schemas.followup import OccurrenceLine
from services.portal.pages.piles import by_commitment

SOON = timedelta(days=28)
MEETING_SOON = timedelta(days=92)
"""How far ahead of a meeting it is told what it waits for."""
MOST_IN_PLACE = 15
"""So many rows have a form in themselves; the others lead to one. It keeps a long page light."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for: one agreement by its slug, and a party or a function by its id. Empty: all."""

    agreement: str = ""
    who: str = ""

    def names(self, responsible: Iterable[Responsible]) -> bool:
        return not self.who or any(self.who in {one.party.value, str(one.function_id)} for one in responsible)

    def party(self, responsible: Iterable[Responsible]) -> Party | None:
        """For whom the one who asks speaks; a function's party is known if it is one of these."""
        if self.who in set(Party):
            return Party(self.who)
        return next((one.party for one in responsible if str(one.function_id) == self.who), None)


@dataclass(frozen=True, slots=True)
class Todo:
    """Each line stands once, most urgent first."""

    overdue: list[OccurrenceLine]
    week: list[OccurrenceLine]
    meeting: list[OccurrenceLine]
    later: list[OccurrenceLine]

    @property
    def lines(self) -> list[OccurrenceLine]:
        return [*self.overdue, *self.week, *self.meeting, *self.later]


def next_meetings(days: Iterable[tuple[str, date]], today: date) -> dict[str, date]:
    """The first day, of those that are near, on which each agreement meets; by its slug, as in `days`."""
    near = sorted((day, slug) for slug, day in days if today <= day <= today + MEETING_SOON)
    return {slug: day for day, slug in reversed(near)}


def horizon(meetings: Mapping[str, date], today: date) -> date:
    """The last due day that can stand on the page."""
    return max([today + SOON, *meetings.values()])


def sort_out(lines: Iterable[OccurrenceLine], today: date, meetings: Mapping[str, date]) -> Todo:
    """A week ends on Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    todo = Todo([], [], [], [])
    for line in lines:
        if line.due is None:
            continue
        if line.overdue_days:
            todo.overdue.append(line)
        elif line.due <= sunday:
            todo.week.append(line)
        elif line.due <= meetings.get(line.agreement_slug, date.min):
            todo.meeting.append(line)
        elif line.due <= today + SOON:
            todo.later.append(line)
    return todo


def in_place(*sections: Iterable[OccurrenceLine]) -> frozenset[str]:
    """The slugs of the occurrences that are reported where they stand: the first of each pile, the most urgent."""
    firsts = [pile.first.slug for lines in sections for pile in by_commitment(lines)]
    return frozenset(firsts[:MOST_IN_PLACE])
