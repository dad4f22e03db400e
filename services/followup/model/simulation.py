"""Which reminders would leave on which days, if nothing more were told? By the rules that let them leave in earnest.

A day that is taken to be red moves what would leave on it, and a time of a schedule on it is skipped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from schemas.agreements import Schedule
from schemas.base import Party
from schemas.followup import ComingReminder, MoveDueDay
from schemas.working_days import next_working_day
from services.followup.model import ladder
from services.followup.model.agreement import Promise
from services.followup.model.chosen_ladder import Chosen, climbs_another, furthest_before
from services.followup.model.line import line
from services.followup.model.move import move
from services.followup.model.occurrence import Occurrence
from services.followup.model.planning import HORIZON, Occasion
from services.followup.model.reminder import Ladder, climb, climb_another, settle

LONGEST_BEFORE = timedelta(days=60)
"""No reminder of our default ladders leaves longer than this before the first day of what it is about."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """What is asked: from one day to another, which days are taken to be red, and by which ladders.

    `chosen` stands in earnest; `supposed` is what stands if it is simulated that others were chosen.
    """

    today: date
    since: date
    until: date
    red_too: frozenset[date]
    chosen: Chosen
    supposed: Chosen

    @property
    def windows_until(self) -> date:
        """Whatever a reminder can be about begins by then."""
        return self.until + LONGEST_BEFORE + furthest_before(self.supposed)

    @property
    def planning(self) -> Occasion:
        """The day on which the horizon will have come so far."""
        return Occasion(max(self.today, self.windows_until - HORIZON), by_horizon=True)

    def move(self, occurrence: Occurrence, due: date) -> Occurrence:
        """As if it had been decided today. Raises Refused for what would be refused."""
        wish = MoveDueDay(occurrence=occurrence.slug, due=due, by=Party.MUNICIPALITY, reason="Simulering")
        return move(occurrence, wish, self.today)[0]

    def climb(self, occurrences: Iterable[Occurrence]) -> list[tuple[Occurrence, Ladder]]:
        """With the ladders that they would get today."""
        return [(one, climbed) for one in occurrences if (climbed := climb(one, self.today, self.supposed))]

    def climb_others(self, pairs: Iterable[tuple[Occurrence, Ladder | None]]) -> list[tuple[Occurrence, Ladder]]:
        """With what would be left of their ladders if those that are supposed were chosen today."""
        return [(one, now) for one, climbed in pairs if (now := self._climb_another(one, climbed))]

    def _climb_another(self, one: Occurrence, climbed: Ladder | None) -> Ladder | None:
        if not climbs_another(one, self.chosen, self.supposed):
            return climbed
        return climb_another(one, climbed, self.today, self.supposed)

    def leaving(self, promise: Promise, occurrence: Occurrence, climbed: Ladder) -> Iterator[ComingReminder]:
        """What has been missed leaves the first working day, as after downtime."""
        if isinstance(promise.commitment.recurrence, Schedule) and occurrence.starts in self.red_too:
            return
        if self.red_too:
            waiting = ladder.moved_off(climbed.planned, self.red_too)
            climbed = replace(climbed, rungs=(*climbed.rungs[: len(climbed.outcomes)], *waiting))
        first = next_working_day(self.today, self.red_too)
        while climbed.leaves_on and (day := max(climbed.leaves_on, first)) <= self.until:
            climbed, said = settle(promise, occurrence, climbed, day)
            if day >= self.since:
                standing = line(promise, occurrence, day)
                yield from (ComingReminder(on=day, reminder=one, line=standing) for one in said)
