"""What can happen to a follow-up meeting? It is planned, moved, cancelled, or held and closed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from schemas.followup import (
    MeetingCancelled,
    MeetingClosed,
    MeetingLine,
    MeetingMoved,
    MeetingState,
    SteeringGroupInformed,
)
from schemas.followup.meeting_facts import MeetingFact
from services.followup.model.agreement import Agreement
from services.followup.model.cadence import coming_meeting
from services.followup.model.comment import refuse_unkeepable
from services.followup.model.log import Mark
from services.runtime.errors import Refused

STATES = {MeetingState.CLOSED: "avslutat", MeetingState.CANCELLED: "inställt"}


@dataclass(frozen=True, slots=True)
class Meeting:
    id: UUID
    agreement_id: UUID
    slug: str
    day: date
    """The day it is planned for, or was held."""
    series_day: date | None = None
    """The day that the series gave it, however it was moved; None for a meeting planned by itself."""
    state: MeetingState = MeetingState.PLANNED
    reason: str = ""
    """Why it was cancelled, or last moved."""
    informed_on: date | None = None
    """When the steering group was informed."""
    after: UUID | None = None
    """Of a closed one: the meeting closed before it, from which its changes are counted."""
    mark: Mark | None = None
    """Of a closed one: how far in the event log it has seen."""

    def move(self, to: date, reason: str, today: date) -> tuple["Meeting", list[MeetingFact]]:
        self.must_be_planned("flyttas")
        if to < today:
            raise Refused(f"Dagen {to} har passerat. Hölls mötet då anges dagen när det avslutas.")
        refuse_unkeepable(reason, "Skälet")
        if to == self.day:
            return self, []
        moved = MeetingMoved(**self._about(), was_on=self.day, on=to, reason=reason)
        return replace(self, day=to, reason=reason), [moved]

    def cancel(self, reason: str) -> tuple["Meeting", MeetingCancelled]:
        self.must_be_planned("ställas in")
        refuse_unkeepable(reason, "Skälet")
        gone = replace(self, state=MeetingState.CANCELLED, reason=reason)
        return gone, MeetingCancelled(**self._about(), reason=reason)

    def must_be_held(self, on: date, today: date, last: "Meeting | None") -> None:
        """Raises Refused unless it can be closed as held on that day."""
        self.must_be_planned("avslutas")
        if on > today:
            raise Refused(f"Dagen {on} har inte kommit än. Mötet kan avslutas när det har hållits.")
        if last and on < last.day:
            raise Refused(
                f"Mötet kan inte ha hållits {on}: mötet {last.slug} hölls senare, {last.day}, och är avslutat."
            )

    def close(self, on: date, after: UUID | None, mark: Mark, content_hash: str) -> tuple["Meeting", MeetingClosed]:
        closed = replace(self, state=MeetingState.CLOSED, day=on, reason="", after=after, mark=mark)
        return closed, MeetingClosed(**self._about(), on=on, content_hash=content_hash)

    def inform(self, on: date, today: date) -> tuple["Meeting", list[MeetingFact]]:
        """The steering group is informed of what the meeting came to."""
        if self.state is not MeetingState.CLOSED:
            raise Refused(f"Styrgruppen informeras om det som mötet kom fram till. Avsluta först mötet {self.slug}.")
        if on > today:
            raise Refused(f"Dagen {on} har inte kommit än. Ange den dag då styrgruppen informerades.")
        if on < self.day:
            raise Refused(f"Styrgruppen kan inte ha informerats {on}, före mötet som hölls {self.day}.")
        if on == self.informed_on:
            return self, []
        return replace(self, informed_on=on), [SteeringGroupInformed(**self._about(), on=on)]

    def line(self, agreement: Agreement, versions: int) -> MeetingLine:
        return MeetingLine(
            id=self.id,
            slug=self.slug,
            agreement_id=agreement.id,
            agreement=agreement.title,
            agreement_slug=agreement.slug,
            type=agreement.type,
            on=self.day,
            state=self.state,
            steering_group_informed_on=self.informed_on,
            versions=versions,
        )

    def must_be_planned(self, to_do: str) -> None:
        if self.state is not MeetingState.PLANNED:
            raise Refused(f"Mötet {self.slug} är {STATES[self.state]} och kan inte {to_do}.")

    def must_be_closed(self) -> None:
        if self.state is not MeetingState.CLOSED:
            raise Refused(f"Mötet {self.slug} är inte avslutat, så dess sammanfattning är inte fryst.")

    def _about(self) -> dict[str, UUID]:
        return {"meeting_id": self.id, "agreement_id": self.agreement_id}


def meeting_before(meetings: Iterable[Meeting], meeting: Meeting | None) -> Meeting | None:
    """The one that was closed before this; before one that is not closed yet, and without any, the last of all."""
    closed = {one.id: one for one in meetings if one.state is MeetingState.CLOSED}
    if meeting and meeting.state is MeetingState.CLOSED:
        return closed.get(meeting.after) if meeting.after else None
    followed = {one.after for one in closed.values()}
    return next((one for one in closed.values() if one.id not in followed), None)


def next_meeting(agreement: Agreement, meetings: Iterable[Meeting], today: date) -> date | None:
    """The next that is planned; before any is, by the cadence."""
    planned = (one.day for one in meetings if one.state is MeetingState.PLANNED and one.day > today)
    return min(planned, default=None) or coming_meeting(agreement.review.cadence, agreement.validity, today)
