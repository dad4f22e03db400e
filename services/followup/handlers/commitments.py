"""What is answered when somebody asks how what an agreement promises stands?"""

from dataclasses import replace
from datetime import timedelta

from schemas.base import LAST_DAY
from schemas.followup import CommitmentLines, ListCommitments, OccurrenceLine
from services.followup.model.agreement import Agreement, Commitment
from services.followup.model.line import line
from services.followup.model.meeting import next_meeting
from services.followup.model.places import Scope
from services.followup.model.promised import counted, in_order, is_asked_for, told
from services.followup.model.rows import rows, sections
from services.followup.model.standing import Standing
from services.followup.store.meetings import Meetings
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reports import Reports
from services.runtime.work import Work


async def list_commitments(question: ListCommitments, work: Work) -> CommitmentLines:
    """How they stand is found out for those that are told of; for all, where it is asked by that."""
    await Meetings(work.connection).see_one_moment()
    agreement = await Promises(work.connection).agreement_named(question.agreement, question.asker)
    every = in_order(agreement, await Promises(work.connection).commitments_of(agreement.id))
    asked = [one for one in every if question.focus_area in {None, one.focus_area}]
    page, sorting = slice(question.skip, question.skip + question.most), question.light or question.cancelled
    standing = await part_of(agreement, asked if sorting else asked[page], work)
    known = rows(standing, work.today)
    such = [one for one in standing.commitments if is_asked_for(known[one.id], question)]
    shown = replace(standing, commitments=such[page] if sorting else such)
    areas = counted(agreement, every)
    answer = CommitmentLines(
        today=work.today,
        areas=areas,
        found=len(such) if sorting else len(asked),
        focus_areas=told(sections(shown, known), areas, question),
    )
    return await _with_due(answer, agreement, question.most_due, work) if question.most_due else answer


async def part_of(agreement: Agreement, commitments: list[Commitment], work: Work) -> Standing:
    """What is known of these of its commitments, and of no others."""
    occurrences, reports = Occurrences(work.connection), Reports(work.connection)
    ids = {one.id for one in commitments}
    reported = await reports.of_commitments(ids)
    return Standing(
        agreement=agreement,
        commitments=commitments,
        occurrences=await occurrences.of_commitments(ids),
        reports=[one for each in reported.values() for one in each],
        assessments=await reports.assessments_of(agreement.id) if ids else [],
        moves=[],
        overrides=await reports.overrides_of(agreement.id) if ids else [],
    )


async def _with_due(answer: CommitmentLines, agreement: Agreement, most: int, work: Work) -> CommitmentLines:
    meetings = await Meetings(work.connection).of_agreement(agreement.id)
    coming = next_meeting(agreement, meetings, work.today)
    until = coming - timedelta(days=1) if coming else LAST_DAY
    due = await Occurrences(work.connection).due_until(until, Scope(agreement.id, None), most)
    promises = await Promises(work.connection).of(one.commitment_id for one in due[:most])
    lines: list[OccurrenceLine] = [line(promises[one.commitment_id], one, work.today) for one in due[:most]]
    told_of = {"next_meeting": coming, "due_before_next_meeting": tuple(lines), "more_due": len(due) > most}
    return answer.model_copy(update=told_of)
