"""What happens when a party tells what it has done, or how it judges a commitment?"""

from schemas.followup import AssessCommitment, ReportActivity
from services.followup.model import progress
from services.followup.model.assessment import assess
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reports import Reports
from services.runtime.work import Work


async def report_activity(wish: ReportActivity, work: Work) -> None:
    occurrence = await Occurrences(work.connection).named(wish.occurrence, to_change=True)
    reports = Reports(work.connection)
    earlier = await reports.of_occurrence(occurrence.id) if occurrence.is_done_with(wish.count) else []
    occurrence, report, facts = occurrence.report(wish, work.today, earlier)
    await reports.add(report, occurrence)
    for fact in facts:
        work.emit(fact)
        if progress.is_told_of(fact):  # mostly not, and then the promise need not be read
            promise = (await Promises(work.connection).of([occurrence.commitment_id]))[occurrence.commitment_id]
            work.emit(*progress.of_occurrence(promise, occurrence, fact))


async def assess_commitment(wish: AssessCommitment, work: Work) -> None:
    promise = await Promises(work.connection).promise_named(wish.commitment)
    assessment, fact = assess(promise, wish, work.today)
    await Reports(work.connection).add_assessment(assessment)
    work.emit(fact)
