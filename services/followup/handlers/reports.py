"""What happens when a party tells what it has done, or how it judges a commitment?"""

from collections.abc import Sequence

from schemas.base import Event
from schemas.followup import AssessCommitment, ReportActivity
from services.followup.model import progress
from services.followup.model.assessment import assess
from services.followup.model.occurrence import Occurrence, Report
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reports import Reports
from services.runtime.connection import Connection
from services.runtime.together import together
from services.runtime.work import Work


@together
async def report_activity(asked: Sequence[tuple[ReportActivity, Work]]) -> None:
    connection = asked[0][1].connection
    reports = Reports(connection)
    taken = await Occurrences(connection).take_named([wish.occurrence for wish, _ in asked])
    standing = {one.id: one for one in taken}
    told: list[Report] = []
    for (wish, work), named in zip(asked, taken, strict=True):
        occurrence = standing[named.id]
        earlier = [one for one in told if one.occurrence_id == occurrence.id]
        if occurrence.is_done_with(wish.count):
            earlier += await reports.of_occurrence(occurrence.id)
        standing[occurrence.id], report, facts = occurrence.report(wish, work.today, earlier)
        told.append(report)
        work.emit(*facts, *await _progress(standing[occurrence.id], facts, connection))
    await reports.add(told, standing.values())


async def _progress(occurrence: Occurrence, facts: Sequence[Event], connection: Connection) -> list[Event]:
    """What the counties are told: mostly nothing, and then the promise need not be read."""
    concerning = [fact for fact in facts if progress.is_told_of(fact)]
    if not concerning:
        return []
    promise = (await Promises(connection).of([occurrence.commitment_id]))[occurrence.commitment_id]
    return [told for fact in concerning for told in progress.of_occurrence(promise, occurrence, fact)]


async def assess_commitment(wish: AssessCommitment, work: Work) -> None:
    promise = await Promises(work.connection).promise_named(wish.commitment)
    assessment, fact = assess(promise, wish, work.today)
    await Reports(work.connection).add_assessment(assessment)
    work.emit(fact)
