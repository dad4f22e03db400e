"""How do the parties of an agreement meet, time after time? By its cadence, on days of their own, or once more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from schemas.agreements import Validity, Window
from schemas.followup import MeetingPlanned, MeetingState, PlanMeetings
from schemas.followup.meeting_facts import MeetingFact
from schemas.working_days import next_working_day
from services.followup.model.agreement import OVER, Agreement
from services.followup.model.cadence import meeting_days
from services.followup.model.ending import NO_LONGER_APPLIES
from services.followup.model.meeting import Meeting
from services.followup.model.windows import ONE_DAY
from services.runtime.errors import Refused

AHEAD = timedelta(days=400)
"""How far a series is planned; time brings the rest."""
OTHER_SERIES = "Parterna möts efter en annan plan."


@dataclass(frozen=True, slots=True)
class Series:
    """How the parties of one agreement meet. Whoever changes any of its meetings holds this."""

    agreement_id: UUID
    cadence: Window | None = None
    """None: no meetings come by themselves."""
    first: date | None = None
    planned_until: date | None = None
    """Up to and including this day all meetings of the cadence are planned."""
    meetings: int = 0
    """How many have been planned so far; they are numbered."""
    items: int = 0
    """How many things have been put on agendas by hand; they are numbered too."""
    last_meeting: UUID | None = None
    """The meeting closed last."""

    def plan(self, agreement: Agreement, days: Sequence[date]) -> tuple["Series", list[Meeting], list[MeetingPlanned]]:
        """One meeting on each of these days."""
        meetings = []
        for number, day in enumerate(days, start=self.meetings + 1):
            slug = f"{agreement.slug}/meeting-{number}"
            meetings.append(Meeting(uuid5(agreement.id, f"meeting/{number}"), agreement.id, slug, day))
        facts = [
            MeetingPlanned(meeting_id=one.id, agreement_id=one.agreement_id, slug=one.slug, on=one.day)
            for one in meetings
        ]
        return replace(self, meetings=self.meetings + len(meetings)), meetings, facts

    def plan_ahead(self, agreement: Agreement, today: date) -> tuple["Series", list[Meeting], list[MeetingPlanned]]:
        """What time has brought within reach."""
        days = [day for day in self.days(agreement.validity, today) if day > (self.planned_until or today)]
        series, meetings, facts = self.plan(agreement, days)
        return series.reaching(agreement.validity, today), _of_series(meetings), facts

    def begin(
        self, agreement: Agreement, wish: PlanMeetings, known: Sequence[Meeting], today: date
    ) -> tuple["Series", list[Meeting], list[MeetingFact]]:
        """A new series in the place of the one before. What is there and asked for stays, wherever it was moved to."""
        series = replace(self, cadence=None, first=None, planned_until=None)
        if not wish.days:
            series = replace(series, cadence=wish.cadence or agreement.review.cadence, first=wish.first)
            series = series.reaching(agreement.validity, today)
        asked = sorted(set(wish.days)) or [day for day in series.days(agreement.validity, today) if day >= today]
        _refuse_impossible(wish, asked, agreement, today)
        waiting = [one for one in known if one.state is MeetingState.PLANNED]
        gone = [one.cancel(OTHER_SERIES) for one in waiting if _is_dropped(one, asked, today)]
        kept = {day for one in known if one.state is not MeetingState.CANCELLED for day in (one.day, one.series_day)}
        series, meetings, planned = series.plan(agreement, [day for day in asked if day not in kept])
        return series, [*(one for one, _ in gone), *_of_series(meetings)], [*(fact for _, fact in gone), *planned]

    def end(
        self, known: Sequence[Meeting], today: date, *, agreement_closed: bool
    ) -> tuple["Series", list[Meeting], list[MeetingFact]]:
        """The agreement is over: the next meeting hears of that, and none is held after it; once closed, not even that.

        The parties may still plan one more by itself.
        """
        coming = [one for one in known if one.state is MeetingState.PLANNED and one.day > today]
        last = 0 if agreement_closed else 1
        gone = [one.cancel(NO_LONGER_APPLIES) for one in sorted(coming, key=lambda one: one.day)[last:]]
        series = replace(self, cadence=None, first=None, planned_until=None)
        return series, [one for one, _ in gone], [fact for _, fact in gone]

    def closed(self, meeting: Meeting) -> "Series":
        return replace(self, last_meeting=meeting.id)

    def days(self, validity: Validity, today: date) -> list[date]:
        return meeting_days(self.cadence, validity, self.first, _reach(validity, today)) if self.cadence else []

    def reaching(self, validity: Validity, today: date) -> "Series":
        """An agreement that is extended has more days to plan: those after its last meeting as it was."""
        reach, end = _reach(validity, today), validity.until
        return replace(self, planned_until=min(reach, next_working_day(end + ONE_DAY)) if end else reach)


def _reach(validity: Validity, today: date) -> date:
    """How far is planned: once the end is near, to the last meeting, which may be some days after it."""
    until, end = today + AHEAD, validity.until
    return max(until, next_working_day(end + ONE_DAY)) if end and end < until else until


def _of_series(meetings: list[Meeting]) -> list[Meeting]:
    return [replace(one, series_day=one.day) for one in meetings]


def _is_dropped(meeting: Meeting, asked: Sequence[date], today: date) -> bool:
    return meeting.series_day is not None and meeting.series_day >= today and meeting.series_day not in asked


def _refuse_impossible(wish: PlanMeetings, asked: Sequence[date], agreement: Agreement, today: date) -> None:
    if agreement.state in OVER:
        raise Refused(f"Överenskommelsen {agreement.slug} gäller inte längre. Planera ett enda möte i stället.")
    if wish.days and (wish.cadence or wish.first):
        raise Refused("Ange antingen egna dagar eller hur ofta parterna ska mötas, inte båda.")
    if wish.first and wish.first < agreement.validity.since:
        raise Refused(f"Dagen {wish.first} ligger före överenskommelsens första dag, {agreement.validity.since}.")
    if wish.days and asked[0] < today:
        raise Refused(f"Dagen {asked[0]} har passerat. En serie består av möten som ska hållas.")
    if not asked:
        raise Refused("Med den planen blir det inga möten. Ange egna dagar i stället.")


def must_be_promised(agreement: Agreement) -> None:
    if not agreement.is_promised:
        raise Refused(f"Överenskommelsen {agreement.slug} är inte undertecknad och följs inte upp än.")
