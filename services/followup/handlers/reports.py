"""What happens when a party tells what it has done, corrects it, or judges a commitment?"""

from collections.abc import Sequence

from schemas.followup import AssessCommitment, CorrectReport, OverrideLight, ReportActivity
from services.followup.handlers.occurrences import begin_ladders, tell
from services.followup.model.assessment import assess
from services.followup.model.correction import REOPENED, correct
from services.followup.model.occurrence import Report
from services.followup.model.override import override
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reports import Reports
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
        await tell(standing[occurrence.id], facts, work)
    await reports.add(told, standing.values())


async def correct_report(wish: CorrectReport, work: Work) -> None:
    reports, occurrences = Reports(work.connection), Occurrences(work.connection)
    [occurrence] = await occurrences.take_named([wish.occurrence])
    made = correct(occurrence, await reports.told_of(occurrence.id), wish, work.today)
    await reports.add([made.report], [made.occurrence])
    if made.act:
        await occurrences.save([made.occurrence])
        await occurrences.note_acts([made.act])
        await begin_ladders([made.occurrence], REOPENED, work)
    await tell(made.occurrence, made.facts, work)


async def assess_commitment(wish: AssessCommitment, work: Work) -> None:
    promise = await Promises(work.connection).promise_named(wish.commitment)
    assessment, fact = assess(promise, wish, work.today)
    await Reports(work.connection).add_assessment(assessment)
    work.emit(fact)


async def override_light(wish: OverrideLight, work: Work) -> None:
    promises = Promises(work.connection)
    promise = await promises.promise_named(wish.commitment)
    await promises.hold([promise.commitment.id])
    shown, fact = override(promise, wish, work.today)
    await Reports(work.connection).override(shown)
    work.emit(fact)
