"""What happens when the parties plan, prepare, hold and close a meeting?"""

from collections.abc import Sequence

from schemas.agreements import AgreementState
from schemas.base import Event
from schemas.followup import (
    AddAgendaItem,
    CancelMeeting,
    CloseMeeting,
    FreezeSummaryAnew,
    InformSteeringGroup,
    MoveMeeting,
    PlanMeeting,
    PlanMeetings,
    RecordDecision,
    SummaryFrozenAnew,
)
from services.followup.handlers.deadlines import set_deadlines
from services.followup.handlers.summaries import mark_of, standing_for
from services.followup.model import progress
from services.followup.model.agreement import Agreement, Commitment
from services.followup.model.comment import kept_reason
from services.followup.model.decision import decide, put_up
from services.followup.model.frozen import freeze
from services.followup.model.meeting import Meeting, meeting_before
from services.followup.model.series import AHEAD, Series, must_be_promised
from services.followup.model.summary import summarise
from services.followup.store.meetings import Meetings
from services.followup.store.promises import Promises
from services.runtime.errors import Refused
from services.runtime.work import Work

PAGE = 100


async def plan_meetings(wish: PlanMeetings, work: Work) -> None:
    agreement, series = await _take_agreement(wish.agreement, work)
    known = await Meetings(work.connection).of_agreement(agreement.id)
    await _keep(work, *series.begin(agreement, wish, known, work.today))


async def plan_meeting(wish: PlanMeeting, work: Work) -> None:
    agreement, series = await _take_agreement(wish.agreement, work)
    await _keep(work, *series.plan(agreement, [wish.on]))


async def plan_coming_meetings(work: Work) -> int:
    """Plans what has come within reach of the series since yesterday."""
    meetings, promises = Meetings(work.connection), Promises(work.connection)
    taken = await meetings.take_series_to_plan(work.today + AHEAD, PAGE)
    for agreement_id in taken:
        series = await meetings.take_series(agreement_id)
        await _keep(work, *series.plan_ahead(await promises.agreement(agreement_id), work.today))
    return len(taken)


async def end_meetings(agreement: Agreement, work: Work) -> None:
    """Once the agreement is over nothing more is planned by its rhythm."""
    meetings = Meetings(work.connection)
    series = await meetings.take_series(agreement.id)
    known = await meetings.of_agreement(agreement.id)
    await _keep(work, *series.end(known, work.today, agreement_closed=agreement.state is AgreementState.CLOSED))


async def move_meeting(wish: MoveMeeting, work: Work) -> None:
    meeting, series = await _take(wish.meeting, work)
    moved, facts = meeting.move(wish.to, wish.reason, work.today)
    await _keep(work, series, [moved], facts)


async def cancel_meeting(wish: CancelMeeting, work: Work) -> None:
    meeting, series = await _take(wish.meeting, work)
    gone, fact = meeting.cancel(wish.reason)
    await _keep(work, series, [gone], [fact])


async def add_agenda_item(wish: AddAgendaItem, work: Work) -> None:
    meeting, series = await _take(wish.meeting, work)
    commitment = await _commitment(wish.commitment, meeting, work)
    series, item, fact = put_up(meeting, series, wish, commitment, work.today)
    await Meetings(work.connection).add_item(item)
    await _keep(work, series, [], [fact])


async def record_decision(wish: RecordDecision, work: Work) -> None:
    meeting, _ = await _take(wish.meeting, work)
    meetings = Meetings(work.connection)
    commitment = await _commitment(wish.commitment, meeting, work)
    items = await meetings.items_of(meeting.agreement_id)
    decision, fact = decide(meeting, wish, commitment, items, work.today)
    await meetings.add_decision(decision)
    work.emit(fact)


async def close_meeting(wish: CloseMeeting, work: Work) -> None:
    await Meetings(work.connection).see_one_moment()
    meeting, series = await _take(wish.meeting, work)
    standing = await standing_for(meeting, work)
    last = meeting_before(standing.meetings, meeting)
    meeting.must_be_held(wish.on, work.today, last)
    mark = mark_of(last).moved_to(standing.said)
    frozen = freeze(meeting.id, summarise(standing, work.today, meeting=meeting))
    closed, fact = meeting.close(wish.on, series.last_meeting, mark, frozen.content_hash)
    facts: list[Event] = [fact, *progress.of_agreement(standing.agreement, fact)]
    if wish.steering_group_informed_on:
        closed, informed = closed.inform(wish.steering_group_informed_on, work.today)
        facts += informed
    await _keep(work, series.closed(closed), [closed], facts)
    await Meetings(work.connection).freeze(frozen)


async def freeze_summary_anew(wish: FreezeSummaryAnew, work: Work) -> None:
    """Counted between the same marks, so that what is told of since stays news for the next meeting."""
    meetings = Meetings(work.connection)
    await meetings.see_one_moment()
    meeting, _ = await _take(wish.meeting, work)
    meeting.must_be_closed()
    version = (await meetings.versions_of([meeting.id]))[meeting.id] + 1
    summary = summarise(await standing_for(meeting, work), work.today, meeting=meeting)
    frozen = freeze(meeting.id, summary, version, kept_reason(wish.reason))
    await meetings.freeze(frozen)
    work.emit(
        SummaryFrozenAnew(
            meeting_id=meeting.id,
            agreement_id=meeting.agreement_id,
            version=version,
            content_hash=frozen.content_hash,
            reason=frozen.reason,
        )
    )


async def inform_steering_group(wish: InformSteeringGroup, work: Work) -> None:
    meeting, series = await _take(wish.meeting, work)
    informed, facts = meeting.inform(wish.on, work.today)
    await _keep(work, series, [informed], facts)


async def _take_agreement(ref: str, work: Work) -> tuple[Agreement, Series]:
    agreement = await Promises(work.connection).agreement_named(ref)
    must_be_promised(agreement)
    return agreement, await Meetings(work.connection).take_series(agreement.id)


async def _take(ref: str, work: Work) -> tuple[Meeting, Series]:
    """The meeting as it is while we hold its series."""
    meetings = Meetings(work.connection)
    series = await meetings.take_series((await meetings.named(ref)).agreement_id)
    return await meetings.named(ref), series


async def _commitment(ref: str | None, meeting: Meeting, work: Work) -> Commitment | None:
    if ref is None:
        return None
    promise = await Promises(work.connection).promise_named(ref)
    if promise.agreement.id != meeting.agreement_id:
        raise Refused(f"Åtagandet {ref} hör till en annan överenskommelse än mötet {meeting.slug}.")
    return promise.commitment


async def _keep(work: Work, series: Series, meetings: Sequence[Meeting], facts: Sequence[Event]) -> None:
    kept = Meetings(work.connection)
    await kept.save_series(series)
    await kept.save(meetings)
    if meetings:
        await set_deadlines(series.agreement_id, work)
    work.emit(*facts)
