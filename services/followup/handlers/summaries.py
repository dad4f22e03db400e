"""How is an agreement summed up, now and for a meeting? Everything that is known of it is read as of one moment."""

from datetime import date

from schemas.followup import (
    ListClocks,
    ListMeasures,
    ListPublicFeedback,
    SummariseAgreement,
    Summary,
)
from services.followup.handlers.clocks import list_clocks
from services.followup.handlers.measures import list_measures
from services.followup.handlers.public_feedback import list_public_feedback
from services.followup.model.agreement import Agreement
from services.followup.model.log import NOTHING_SEEN, Mark, Said
from services.followup.model.meeting import Meeting, meeting_before
from services.followup.model.standing import Standing
from services.followup.model.summary import summarise
from services.followup.store.log import Log
from services.followup.store.meetings import Meetings
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reports import Reports
from services.runtime.work import Work


async def summarise_agreement(question: SummariseAgreement, work: Work) -> Summary:
    await Meetings(work.connection).see_one_moment()
    agreement = await Promises(work.connection).agreement_named(question.agreement, question.asker)
    meetings = await Meetings(work.connection).of_agreement(agreement.id)
    said = await _said(agreement, meetings, question.since, work)
    standing = await standing_of(agreement, meetings, said, work)
    return summarise(standing, work.today, question.since, whole=question.commitments)


async def standing_for(meeting: Meeting, work: Work) -> Standing:
    """As a meeting sees it: with all that was said after the one before it."""
    meetings = await Meetings(work.connection).of_agreement(meeting.agreement_id)
    agreement = await Promises(work.connection).agreement(meeting.agreement_id)
    said = await Log(work.connection).said_of(agreement.id, mark_of(meeting_before(meetings, meeting)))
    return await standing_of(agreement, meetings, said, work)


async def standing_of(
    agreement: Agreement, meetings: tuple[Meeting, ...], said: tuple[Said, ...], work: Work
) -> Standing:
    occurrences, reports, kept = Occurrences(work.connection), Reports(work.connection), Meetings(work.connection)
    planned = await occurrences.of_agreement(agreement.id)
    named = str(agreement.id)
    feedback = await list_public_feedback(ListPublicFeedback(agreement=named), work)
    return Standing(
        agreement=agreement,
        commitments=await Promises(work.connection).commitments_of(agreement.id),
        occurrences=planned,
        reports=await reports.of_agreement(agreement.id),
        assessments=await reports.assessments_of(agreement.id),
        moves=await occurrences.moves_of(one.id for one in planned),
        overrides=await reports.overrides_of(agreement.id),
        meetings=meetings,
        items=await kept.items_of(agreement.id) if meetings else (),
        decisions=await kept.decisions_of(agreement.id) if meetings else (),
        said=said,
        clocks=(await list_clocks(ListClocks(agreement=named), work)).clocks,
        feedback=next(iter(feedback.agreements), None),
        measures=(await list_measures(ListMeasures(agreement=named), work)).series,
    )


def mark_of(last: Meeting | None) -> Mark:
    """How far has been seen already."""
    return last.mark if last and last.mark else NOTHING_SEEN


async def _said(
    agreement: Agreement, meetings: tuple[Meeting, ...], since: date | None, work: Work
) -> tuple[Said, ...]:
    """By days, only what stands nowhere else is sought in the log."""
    if since or not meetings:
        return await Log(work.connection).handed_over(agreement.id)
    return await Log(work.connection).said_of(agreement.id, mark_of(meeting_before(meetings, None)))
