"""How is an agreement summed up, now and for a meeting? Everything that is known of it is read as of one moment."""

from datetime import date

from schemas.followup import CommitmentHandedOver, SummariseAgreement, Summary
from services.followup.model.agreement import Agreement
from services.followup.model.log import NOTHING_SEEN, Mark, Said
from services.followup.model.meeting import Meeting
from services.followup.model.standing import Standing
from services.followup.model.summary import meeting_before, summarise
from services.followup.store.log import Log
from services.followup.store.meetings import Meetings
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reports import Reports
from services.runtime.connection import Connection
from services.runtime.work import Work


async def summarise_agreement(question: SummariseAgreement, work: Work) -> Summary:
    await Meetings(work.connection).see_one_moment()
    agreement = await Promises(work.connection).agreement_named(question.agreement)
    meetings = await Meetings(work.connection).of_agreement(agreement.id)
    last = meeting_before(meetings, None)
    said = await _said(agreement, meetings, last, question.since, work.connection)
    return summarise(await standing_of(agreement, meetings, said, work.connection), work.today, question.since)


async def standing_of(
    agreement: Agreement, meetings: tuple[Meeting, ...], said: tuple[Said, ...], connection: Connection
) -> Standing:
    promises, occurrences, reports = Promises(connection), Occurrences(connection), Reports(connection)
    planned = await occurrences.of_agreement(agreement.id)
    kept = Meetings(connection)
    return Standing(
        agreement=agreement,
        commitments=await promises.commitments_of(agreement.id),
        occurrences=planned,
        reports=await reports.of_agreement(agreement.id),
        assessments=await reports.assessments_of(agreement.id),
        moves=await occurrences.moves_of(one.id for one in planned),
        overrides=await reports.overrides_of(agreement.id),
        meetings=meetings,
        items=await kept.items_of(agreement.id) if meetings else (),
        decisions=await kept.decisions_of(agreement.id) if meetings else (),
        said=said,
    )


def mark_of(last: Meeting | None) -> Mark:
    """How far has been seen already."""
    return last.mark if last and last.mark else NOTHING_SEEN


async def _said(
    agreement: Agreement,
    meetings: tuple[Meeting, ...],
    last: Meeting | None,
    since: date | None,
    connection: Connection,
) -> tuple[Said, ...]:
    """By days, only what stands nowhere else is sought in the log."""
    if since or not meetings:
        return await Log(connection).said_of(agreement.id, NOTHING_SEEN, [CommitmentHandedOver])
    return await Log(connection).said_of(agreement.id, mark_of(last))
