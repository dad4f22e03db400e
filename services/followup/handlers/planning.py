"""What happens when commitments are planned, for the first time or again? Set-wise: few statements, however many."""

from collections.abc import Iterable
from uuid import UUID

from services.followup.model import progress
from services.followup.model.agreement import Promise
from services.followup.model.occurrence import Occurrence
from services.followup.model.planning import Occasion, Plan, plan
from services.followup.model.reminder import MOVED, WHY_CANCELLED, climb
from services.followup.store.chosen_ladders import ChosenLadders
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reminders import Reminders
from services.followup.store.reports import Reports
from services.runtime.work import Work


async def plan_anew(promises: Iterable[Promise], occasion: Occasion, work: Work) -> None:
    """Bring what is planned into agreement with what is promised, and say what changed."""
    live = [promise for promise in promises if not promise.commitment.cancelled]
    await Promises(work.connection).hold(promise.commitment.id for promise in live)
    known = await Occurrences(work.connection).take_of_commitments(promise.commitment.id for promise in live)
    told = await Reports(work.connection).of_commitments(known)
    plans = [plan(promise, known.get(promise.commitment.id, []), occasion, told) for promise in live]
    await _save(plans, work)
    for planned in plans:
        work.emit(*planned.announcements())
        for occurrence, fact in planned.facts:
            work.emit(fact, *progress.of_occurrence(planned.promise, occurrence, fact))


async def _save(plans: list[Plan], work: Work) -> None:
    occurrences, reminders = Occurrences(work.connection), Reminders(work.connection)
    await occurrences.add(one for planned in plans for one in planned.made)
    await occurrences.save(one for planned in plans for one in planned.touched)
    await occurrences.note_moves(move for planned in plans for move in planned.moves)
    await reminders.cancel(_ids(one for planned in plans for one in planned.moved), MOVED)
    await reminders.cancel(_ids(one for planned in plans for one in planned.cancelled), WHY_CANCELLED)
    today, chosen = work.today, await ChosenLadders(work.connection).within(one.promise.agreement.id for one in plans)
    await reminders.plan(climb(one, today, chosen) for planned in plans for one in planned.climbing)
    await Promises(work.connection).note_planned(
        {planned.promise.commitment.id: planned.planned_until for planned in plans}
    )


def _ids(occurrences: Iterable[Occurrence]) -> list[UUID]:
    return [one.id for one in occurrences]
