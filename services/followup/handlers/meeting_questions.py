"""What is answered when somebody asks which meetings there are, what they have to decide, or what one was told?"""

from collections.abc import Iterable

from schemas.followup import (
    FrozenSummary,
    ListMeetings,
    MeetingCard,
    MeetingLine,
    MeetingLines,
    MeetingState,
    ShowFrozenSummary,
    ShowMeeting,
)
from services.followup.handlers.questions import scope_of
from services.followup.handlers.summaries import mark_of, standing_for
from services.followup.model.agenda import agenda, decisions_of
from services.followup.model.cadence import asked_to_report_on
from services.followup.model.log import between
from services.followup.model.meeting import Meeting, meeting_before
from services.followup.model.reporting import reporting
from services.followup.store.meetings import MOST_LINES, Meetings
from services.followup.store.promises import Promises
from services.runtime.errors import Refused
from services.runtime.work import Work


async def list_meetings(question: ListMeetings, work: Work) -> MeetingLines:
    meetings, scope = Meetings(work.connection), await scope_of(question, work)
    planned = await meetings.planned(scope)
    over = [] if question.coming else await meetings.over(scope)
    found = sorted(planned[:MOST_LINES] + over[:MOST_LINES], key=lambda one: (one.day, one.slug, one.id))
    return MeetingLines(
        today=work.today,
        meetings=await _lines(found, work),
        later=len(planned) > MOST_LINES,
        earlier=len(over) > MOST_LINES,
    )


async def show_meeting(question: ShowMeeting, work: Work) -> MeetingCard:
    kept = Meetings(work.connection)
    await kept.see_one_moment()
    meeting = await kept.named(question.meeting)
    standing = await standing_for(meeting, work)
    last = meeting_before(standing.meetings, meeting)
    (line,) = await _lines([meeting], work)
    return MeetingCard(
        today=work.today,
        meeting=line,
        reason=meeting.reason,
        agenda=agenda(standing, meeting, last, work.today) if meeting.state is MeetingState.PLANNED else (),
        decisions=decisions_of(standing, meeting),
        reporting=reporting(between(standing.said, mark_of(last), meeting.mark)),
        asked_to_report_on=asked_to_report_on(meeting.day),
    )


async def show_frozen_summary(question: ShowFrozenSummary, work: Work) -> FrozenSummary:
    meetings = Meetings(work.connection)
    meeting = await meetings.named(question.meeting)
    meeting.must_be_closed()
    versions = (await meetings.versions_of([meeting.id]))[meeting.id]
    frozen = await meetings.frozen(meeting.id, question.version or versions)
    if frozen is None:
        raise Refused(f"Mötet {meeting.slug} har ingen version {question.version}; den senaste är {versions}.")
    return FrozenSummary(
        meeting=meeting.slug,
        version=frozen.version,
        versions=versions,
        content=frozen.content,
        content_hash=frozen.content_hash,
        frozen_on=frozen.frozen_on,
        reason=frozen.reason,
    )


async def _lines(meetings: Iterable[Meeting], work: Work) -> tuple[MeetingLine, ...]:
    found = list(meetings)
    agreements = await Promises(work.connection).agreements({one.agreement_id for one in found})
    versions = await Meetings(work.connection).versions_of(one.id for one in found)
    return tuple(one.line(agreements[one.agreement_id], versions.get(one.id, 0)) for one in found)
