"""What is answered when somebody asks which days must not be missed, and what would be said of them?"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from schemas.followup import ComingDeadline, DeadlineLines, ListDeadlines
from services.followup.handlers.deadlines import as_they_stand, asked_for, by_other_ladders
from services.followup.model.chosen_ladder import FURTHEST
from services.followup.model.deadline import Kept, by_chosen, climb, of_meeting
from services.followup.model.deadline_line import Subject, line
from services.followup.model.deadline_reminder import Around
from services.followup.model.deadline_simulation import leaving
from services.followup.model.series import AHEAD
from services.followup.model.simulation import Simulation
from services.followup.store.deadlines import MOST_LINES, Deadlines
from services.followup.store.meetings import Meetings
from services.followup.store.promises import Promises
from services.runtime.work import Work


async def list_deadlines(question: ListDeadlines, work: Work) -> DeadlineLines:
    asked = await _found(question, work)
    found = dict(list(asked.items())[:MOST_LINES]) if _of_all(question) else asked
    stand, subjects = await as_they_stand([versions[-1][0] for versions in found.values()], work)
    known = await asked_for([(one, ()) for one in stand.values()], work)
    lines = []
    for key, versions in found.items():
        one, subject = stand[key], subjects[key]
        lines.append(line(one, versions, replace(subject, around=known.around(one, subject.around)), work.today))
    told = tuple(sorted(lines, key=lambda one: (one.due, one.id)))
    return DeadlineLines(today=work.today, deadlines=told, more=len(asked) > len(found))


async def coming_deadlines(simulation: Simulation, agreement_id: UUID | None, work: Work) -> tuple[ComingDeadline, ...]:
    """Of an agreement, or of all; in order of days."""
    waiting = await _waiting(simulation, agreement_id, work)
    stand, subjects = await as_they_stand([one for one, _ in waiting], work, simulation.supposed)
    standing = [((stand[one.id], ladder), subjects[one.id]) for one, ladder in waiting]
    every = [*standing, *(await _made(simulation, agreement_id, work))]
    known = await asked_for([(one, ladder.due_by(simulation.until)) for (one, ladder), _ in every], work)
    coming: list[ComingDeadline] = []
    for kept, subject in every:
        around = known.around(kept[0], subject.around)
        coming += leaving(simulation, kept, replace(subject, around=around))
    return tuple(sorted(coming, key=lambda one: (one.on, one.line.due, one.line.id)))


async def _waiting(simulation: Simulation, agreement_id: UUID | None, work: Work) -> list[Kept]:
    """What waits to leave; if other ladders are supposed, by these."""
    deadlines = Deadlines(work.connection)
    if simulation.supposed == simulation.chosen:
        return await deadlines.waiting(simulation.until, agreement_id)
    none_reaches = simulation.today - 2 * timedelta(days=FURTHEST)
    kept = await deadlines.latest(none_reaches, agreement_id)
    again = await by_other_ladders(kept, simulation.chosen, simulation.supposed, work)
    return [(one, again[one.id] or ladder) for one, ladder in kept]


async def _made(simulation: Simulation, agreement_id: UUID | None, work: Work) -> list[tuple[Kept, Subject]]:
    """The meetings that time will have brought within reach of their series by then."""
    reach = simulation.windows_until
    behind = await Meetings(work.connection).series_behind(reach)
    mine = [one for one in behind if agreement_id in {None, one.agreement_id}]
    agreements = await Promises(work.connection).agreements(one.agreement_id for one in mine)
    return [
        ((one, climb(one, simulation.today)), Subject(meeting, around=Around((agreement,))))
        for series in mine
        for agreement in (agreements[series.agreement_id],)
        for meeting in series.plan_ahead(agreement, reach - AHEAD)[1]
        for one in (by_chosen(of_meeting(meeting), simulation.supposed),)
    ]


def _of_all(question: ListDeadlines) -> bool:
    return not question.ids and not question.agreement


async def _found(question: ListDeadlines, work: Work) -> dict[UUID, list[Kept]]:
    deadlines = Deadlines(work.connection)
    if question.ids:
        return await deadlines.with_ids(question.ids)
    if question.agreement:
        agreement = await Promises(work.connection).agreement_named(question.agreement)
        return await deadlines.of_agreement(agreement.id)
    return await deadlines.standing()
