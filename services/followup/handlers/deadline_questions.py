"""What is answered when somebody asks which days must not be missed, and what would be said of them?"""

from dataclasses import replace
from uuid import UUID

from schemas.followup import ComingDeadline, DeadlineKind, DeadlineLines, ListDeadlines
from services.followup.handlers.deadlines import as_they_stand, asked_for
from services.followup.model.deadline import Kept
from services.followup.model.deadline_line import line
from services.followup.model.deadline_simulation import leaving
from services.followup.model.simulation import Simulation
from services.followup.store.deadlines import Deadlines
from services.followup.store.promises import Promises
from services.runtime.work import Work


async def list_deadlines(question: ListDeadlines, work: Work) -> DeadlineLines:
    found = await _found(question, work)
    stand, subjects = await as_they_stand([versions[-1][0] for versions in found.values()], work)
    lines = []
    for key, versions in found.items():
        one, subject = stand[key], subjects[key]
        if one.kind is DeadlineKind.AGREEMENT_END:
            steps = [step for _, ladder in versions for step in ladder.rungs]
            subject = replace(subject, around=await asked_for(one, steps, subject.around, work))
        lines.append(line(one, versions, subject, work.today))
    return DeadlineLines(today=work.today, deadlines=tuple(sorted(lines, key=lambda one: (one.due, one.id))))


async def coming_deadlines(simulation: Simulation, agreement_id: UUID | None, work: Work) -> tuple[ComingDeadline, ...]:
    """Of an agreement, or of all; in order of days."""
    waiting = await Deadlines(work.connection).waiting(simulation.until, agreement_id)
    stand, subjects = await as_they_stand([one for one, _ in waiting], work)
    coming: list[ComingDeadline] = []
    for kept, ladder in waiting:
        one, subject = stand[kept.id], subjects[kept.id]
        around = await asked_for(one, ladder.planned, subject.around, work)
        coming += leaving(simulation, (one, ladder), replace(subject, around=around))
    return tuple(sorted(coming, key=lambda one: (one.on, one.line.due, one.line.id)))


async def _found(question: ListDeadlines, work: Work) -> dict[UUID, list[Kept]]:
    deadlines = Deadlines(work.connection)
    if question.ids:
        return await deadlines.with_ids(question.ids)
    if question.agreement:
        agreement = await Promises(work.connection).agreement_named(question.agreement)
        return await deadlines.of_agreement(agreement.id)
    return await deadlines.standing()
