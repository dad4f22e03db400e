"""What can happen to one window of a commitment? It is planned, moved, reported, completed, overdue or cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from schemas.base import Party
from schemas.followup import (
    MOST_TIMES,
    ActivityReported,
    OccurrenceCancelled,
    OccurrenceCompleted,
    OccurrenceDueMoved,
    OccurrenceOverdue,
    OccurrenceState,
    PlannedOccurrence,
    ReportActivity,
)
from schemas.followup.events import OccurrenceFact
from services.followup.model.comment import refuse_day, refuse_unkeepable
from services.runtime.errors import Refused

CLOSED = frozenset({OccurrenceState.COMPLETED, OccurrenceState.CANCELLED})
QUIET = CLOSED | {OccurrenceState.PAUSED}
"""Nobody is reminded of these, and they are never overdue."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a party told: done on `day`, told on `told_on`. None is ever removed; a later one may correct it."""

    id: UUID
    occurrence_id: UUID
    commitment_id: UUID
    party: Party
    count: int
    requests: int | None
    day: date
    told_on: date
    comment: str
    function_id: UUID | None
    corrects: UUID | None = None
    """The report in whose place this one stands."""
    reason: str = ""
    """Why it was corrected."""
    municipality: str | None = None
    """Whose it is, where that is known."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    id: UUID
    slug: str
    commitment_id: UUID
    agreement_id: UUID
    starts: date
    ends: date
    due: date | None
    target: int | None
    municipality: str | None
    planned_on: date
    by_horizon: bool = False
    """Planned because time went by, which is no news to a meeting."""
    state: OccurrenceState = OccurrenceState.PLANNED
    done: int = 0
    due_version: int = 1
    overdue_version: int = 0
    """The due version that was announced as overdue; 0 before the first time."""
    told_on: date | None = None
    """When somebody last told something, if only that nothing was done."""
    completed_on: date | None = None
    """The day it was done for the last time needed."""
    completed_told_on: date | None = None
    cancelled_on: date | None = None
    cancel_reason: str = ""
    cancel_forum: str = ""
    paused_on: date | None = None
    rule_due: date | None = None
    """The due day that the rule asks for, where people have moved it."""
    rule_target: int | None = None
    """The target that the rule asks for, where people have set another."""

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def label(self) -> str:
        """The part of the slug that names the window: `2026-H1`, `2026/2506`."""
        return self.slug.partition("/")[2]

    @property
    def unmet_due(self) -> date | None:
        """The due day by which something is still to be done; None when nothing is, or while it rests."""
        return None if self.target is None or self.state in QUIET or self.done >= self.target else self.due

    @property
    def announce_on(self) -> date | None:
        """The day on which it is to be announced as overdue: the day after the due day, once per due version."""
        due = self.unmet_due
        return due + timedelta(days=1) if due and self.overdue_version < self.due_version else None

    def overdue_days(self, today: date) -> int:
        """Days since the due day ended; 0 when not overdue."""
        return max(0, (today - self.unmet_due).days) if self.unmet_due else 0

    def report(
        self, wish: ReportActivity, today: date, earlier: Iterable[Report] = ()
    ) -> tuple["Occurrence", Report, list[OccurrenceFact]]:
        """Raises Refused when cancelled, for a day to come or before the window, and for a personal number."""
        self._refuse_impossible(wish, today)
        report = Report(
            id=uuid5(self.id, str(wish.command_id)),
            occurrence_id=self.id,
            commitment_id=self.commitment_id,
            party=wish.party,
            count=wish.count,
            requests=wish.requests,
            day=wish.on,
            told_on=today,
            comment=wish.comment.strip(),
            function_id=wish.function_id,
            municipality=self.municipality or wish.municipality,
        )
        state = OccurrenceState.IN_PROGRESS if self.state is OccurrenceState.PLANNED else self.state
        told = replace(self, done=self.done + wish.count, state=state, told_on=today)
        reported = ActivityReported(
            **self.about(),
            report_id=report.id,
            party=report.party,
            count=report.count,
            requests=report.requests,
            on=report.day,
            comment=report.comment,
            done=told.done,
            municipality=report.municipality,
        )
        told, completed = told.complete_if_done((*earlier, report), today)
        return told, report, [reported, *completed]

    def is_done_with(self, more: int = 0) -> bool:
        """Whether the target is reached, if so many are told of now."""
        return self.target is not None and self.done + more >= self.target

    def complete_if_done(self, reports: Iterable[Report], today: date) -> tuple["Occurrence", list[OccurrenceFact]]:
        """Completed once the target is reached, however late; what has no target is never completed.

        On the day it was done for the last time needed, in whatever order the days were told; told again when that
        turns out to be another day. `reports`: all that stand.
        """
        if self.state is OccurrenceState.CANCELLED or not self.is_done_with():
            return self, []
        assert self.target is not None  # noqa: S101  what has no target is never done
        on = _reached(self.target, reports) or self.told_on or today
        if on == self.completed_on:
            return self, []
        told_on = self.completed_told_on or today
        completed = replace(self, state=OccurrenceState.COMPLETED, completed_on=on, completed_told_on=told_on)
        late = self.due is not None and on > self.due
        fact = OccurrenceCompleted(
            **self.about(), on=on, done=self.done, target=self.target, late=late, municipality=self.municipality
        )
        return completed, [fact]

    def announce_overdue(self) -> tuple["Occurrence", OccurrenceOverdue]:
        assert self.due is not None  # noqa: S101  only asked when `announce_on` has come
        assert self.target is not None  # noqa: S101
        fact = OccurrenceOverdue(
            **self.about(),
            due=self.due,
            due_version=self.due_version,
            done=self.done,
            target=self.target,
            municipality=self.municipality,
        )
        return replace(self, overdue_version=self.due_version), fact

    def adjust(self, planned: PlannedOccurrence) -> "Occurrence":
        """The window as it is planned now. Another due day is another due version.

        A day that people chose stands while the rule asks for the same day as then; a target that they set, while it
        asks for the same of the same window.
        """
        same_day = self.rule_due is not None and self.rule_due == planned.due
        was_asked = (self.starts, self.ends, self.rule_target)
        same_target = self.rule_target is not None and was_asked == (planned.starts, planned.ends, planned.target)
        due = self.due if same_day else planned.due
        return replace(
            self,
            starts=planned.starts,
            ends=planned.ends,
            due=due,
            rule_due=self.rule_due if same_day else None,
            target=self.target if same_target else planned.target,
            rule_target=self.rule_target if same_target else None,
            due_version=self.due_version + (due != self.due),
        )

    def moved_from(self, before: "Occurrence", reason: str) -> OccurrenceDueMoved:
        return OccurrenceDueMoved(
            **self.about(), was_due=before.due, due=self.due, due_version=self.due_version, reason=reason
        )

    def revive(self, planned: PlannedOccurrence, today: date) -> "Occurrence":
        """A cancelled window that the rule asks for again: planned anew, with what was told about it kept."""
        state = OccurrenceState.IN_PROGRESS if self.told_on else OccurrenceState.PLANNED
        again = replace(self, state=state, planned_on=today, due_version=self.due_version + 1)
        again = replace(again, cancelled_on=None, cancel_reason="", cancel_forum="", by_horizon=False)
        again = replace(again, paused_on=None, rule_due=None, rule_target=None)
        return replace(again, starts=planned.starts, ends=planned.ends, due=planned.due, target=planned.target)

    def cancel(self, reason: str, forum: str, today: date) -> tuple["Occurrence", OccurrenceCancelled]:
        gone = replace(
            self, state=OccurrenceState.CANCELLED, cancelled_on=today, cancel_reason=reason, cancel_forum=forum
        )
        return gone, OccurrenceCancelled(**self.about(), reason=reason, forum=forum, municipality=self.municipality)

    def about(self) -> dict[str, Any]:
        """What every fact about it says."""
        return {"occurrence_id": self.id, "commitment_id": self.commitment_id, "agreement_id": self.agreement_id}

    def _refuse_impossible(self, wish: ReportActivity, today: date) -> None:
        if self.state is OccurrenceState.CANCELLED:
            raise Refused(f"Tillfället {self.slug} utgår och kan inte längre redovisas.")
        refuse_day(wish.on, self.starts, today)
        if self.done + wish.count > MOST_TIMES:
            raise Refused(f"Antalet {wish.count} är orimligt stort. Kontrollera siffran.")
        refuse_unkeepable(wish.comment)


def _reached(target: int, reports: Iterable[Report]) -> date | None:
    """The day on which the counts, in order of the days they tell of, came to the target; None without any."""
    done, on = 0, None
    for report in sorted(reports, key=lambda one: one.day):
        done, on = done + report.count, report.day
        if done >= target:
            break
    return on
