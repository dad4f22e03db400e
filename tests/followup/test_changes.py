"""Is each change told at exactly one meeting, whatever happens between meetings?"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as some

from schemas.base import Event, Party
from schemas.followup import Changes, MoveDueDay, ReportActivity
from services.followup.model.changes import Since, told
from services.followup.model.log import NOTHING_SEEN, Mark, Said, between
from services.followup.model.move import Move, move
from services.followup.model.occurrence import Occurrence, Report
from tests.followup.test_summary import a_standing
from tests.followup.values import an_occurrence, day

OCCURRENCES = 3
steps = some.lists(
    some.tuples(
        some.sampled_from(["report", "move", "cancel", "overdue", "publish", "meet", "wait"]),
        some.integers(0, OCCURRENCES - 1),
    ),
    max_size=40,
)


@dataclass
class Agreed:
    """What happens to an agreement's occurrences, as the log and the tables have it."""

    today: date = field(default_factory=lambda: day("2026-02-01"))
    occurrences: list[Occurrence] = field(
        default_factory=lambda: [
            an_occurrence("2026-02-10", label=f"w{number}", target=2) for number in range(OCCURRENCES)
        ]
    )
    moves: list[Move] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    log: list[Said] = field(default_factory=list)
    mark: Mark = NOTHING_SEEN
    meetings: list[Changes] = field(default_factory=list)

    def say(self, facts: Iterable[Event]) -> None:
        self.log += [Said(len(self.log) + number, None, fact, self.today) for number, fact in enumerate(facts, 1)]

    def report(self, number: int) -> None:
        one = self.occurrences[number]
        if one.cancelled_on is None:
            wish = ReportActivity(occurrence=one.slug, party=Party.POLICE, count=1, on=self.today)
            earlier = [told for told in self.reports if told.occurrence_id == one.id]
            self.occurrences[number], report, facts = one.report(wish, self.today, earlier)
            self.reports.append(report)
            self.say(facts)

    def move(self, number: int) -> None:
        one = self.occurrences[number]
        if one.is_open and one.due:
            later = max(one.due, self.today) + timedelta(days=9)
            wish = MoveDueDay(occurrence=one.slug, due=later, by=Party.POLICE, reason="Snön låg kvar")
            self.occurrences[number], moved, fact = move(one, wish, self.today)
            self.moves.append(moved)
            self.say([fact])

    def cancel(self, number: int) -> None:
        if self.occurrences[number].is_open:
            self.occurrences[number], fact = self.occurrences[number].cancel("Dubbelt", "BRÅ", self.today)
            self.say([fact])

    def overdue(self, number: int) -> None:
        one = self.occurrences[number]
        if one.announce_on and one.announce_on <= self.today:
            self.occurrences[number], fact = one.announce_overdue()
            self.say([fact])

    def publish(self, number: int) -> None:
        """Some of what waits, in the order in which it was written."""
        places = [one.position or 0 for one in self.log]
        for where in [where for where, place in enumerate(places) if not place][: number + 1]:
            self.log[where] = replace(self.log[where], position=max(one.position or 0 for one in self.log) + 1)

    def wait(self, number: int) -> None:
        self.today += timedelta(days=7 * number)

    def meet(self, _: int) -> None:
        looked = [one for one in self.log if one.position is None or one.position > self.mark.position]
        since = Since(self.today, tuple(between(looked, self.mark)))
        self.meetings.append(told(since, a_standing(*self.occurrences, moves=self.moves), self.today))
        self.mark = self.mark.moved_to(looked)

    def counted(self, kind: str) -> Counter[str]:
        return Counter(one.occurrence for meeting in self.meetings for one in getattr(meeting, kind))


@given(steps)
def test_done_moved_and_cancelled_are_told_at_exactly_one_meeting_in_any_order(taken: list[tuple[str, int]]):
    agreed = Agreed()
    for step, number in taken:
        getattr(agreed, step)(number)
    agreed.meet(0)
    agreed.meet(0)
    assert agreed.counted("done") == Counter(one.slug for one in agreed.occurrences if one.completed_on)
    assert agreed.counted("cancelled") == Counter(one.slug for one in agreed.occurrences if one.cancelled_on)
    assert moves_told(agreed) == len(agreed.moves)
    assert days_told(agreed) == sum((one.due - one.was_due).days for one in agreed.moves if one.due and one.was_due)
    assert all(number <= 1 + agreed_moves(agreed, slug) for slug, number in agreed.counted("newly_overdue").items())
    assert not any(getattr(agreed.meetings[-1], kind) for kind in ("done", "moved", "newly_overdue", "cancelled"))


@example([("wait", 2), ("overdue", 0), ("move", 0), ("wait", 2), ("meet", 0)])
@given(steps)
def test_what_is_overdue_is_told_once_for_each_due_day(taken: list[tuple[str, int]]):
    agreed = Agreed()
    for step, number in taken:
        getattr(agreed, step)(number)
    agreed.wait(2)
    for number in range(OCCURRENCES):
        agreed.overdue(number)
    agreed.meet(0)
    lines = [one.words for meeting in agreed.meetings for one in meeting.newly_overdue]
    days = Counter((one.occurrence, one.on) for meeting in agreed.meetings for one in meeting.newly_overdue)
    assert set(days.values()) <= {1}, lines
    late = {one.slug for one in agreed.occurrences if one.overdue_days(agreed.today)}
    assert late <= {slug for slug, _ in days}


def moves_told(agreed: Agreed) -> int:
    """”Sista dagen flyttades 3 gånger”; once says no number."""
    found = [re.search(r"flyttades (\d+) gånger", one.words) for meeting in agreed.meetings for one in meeting.moved]
    return sum(int(times[1]) if times else 1 for times in found)


def days_told(agreed: Agreed) -> int:
    found = [re.search(r", (\d+) dag", one.words) for meeting in agreed.meetings for one in meeting.moved]
    return sum(int(far[1]) for far in found if far)


def agreed_moves(agreed: Agreed, slug: str) -> int:
    moved = next(one.id for one in agreed.occurrences if one.slug == slug)
    return sum(one.occurrence_id == moved for one in agreed.moves)
