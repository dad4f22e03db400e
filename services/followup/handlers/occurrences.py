"""What happens when people decide about an occurrence: pause, resume, cancel, move, set its target?"""

from collections.abc import Sequence

from schemas.base import Event
from schemas.followup import (
    CancelOccurrence,
    MoveDueDay,
    PauseCommitment,
    PauseOccurrence,
    ResumeCommitment,
    ResumeOccurrence,
    SetTarget,
)
from services.followup.model import progress
from services.followup.model.cancellation import cancel
from services.followup.model.move import move
from services.followup.model.occurrence import Occurrence
from services.followup.model.pause import RESUMED, pause, resume, to_pause, to_resume
from services.followup.model.reminder import MOVED, WHY_CANCELLED, climb
from services.followup.model.target import set_target
from services.followup.store.chosen_ladders import ChosenLadders
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reminders import Reminders
from services.followup.store.reports import Reports
from services.runtime.work import Work


async def pause_occurrence(wish: PauseOccurrence, work: Work) -> None:
    await _pause(await Occurrences(work.connection).take_named([wish.occurrence]), wish, work)


async def pause_commitment(wish: PauseCommitment, work: Work) -> None:
    await _pause(to_pause(await _taken(wish.commitment, work), wish.commitment), wish, work)


async def resume_occurrence(wish: ResumeOccurrence, work: Work) -> None:
    await _resume(await Occurrences(work.connection).take_named([wish.occurrence]), wish, work)


async def resume_commitment(wish: ResumeCommitment, work: Work) -> None:
    await _resume(to_resume(await _taken(wish.commitment, work), wish.commitment), wish, work)


async def cancel_occurrence(wish: CancelOccurrence, work: Work) -> None:
    occurrences = Occurrences(work.connection)
    [occurrence] = await occurrences.take_named([wish.occurrence])
    gone, fact = cancel(occurrence, wish, work.today)
    await occurrences.save([gone])
    await Reminders(work.connection).cancel([gone.id], WHY_CANCELLED)
    await tell(gone, [fact], work)


async def move_due_day(wish: MoveDueDay, work: Work) -> None:
    occurrences = Occurrences(work.connection)
    [occurrence] = await occurrences.take_named([wish.occurrence])
    after, moved, fact = move(occurrence, wish, work.today)
    await occurrences.save([after])
    await occurrences.note_moves([moved])
    await begin_ladders([after], MOVED, work)
    await tell(after, [fact], work)


async def set_target_of_occurrence(wish: SetTarget, work: Work) -> None:
    occurrences = Occurrences(work.connection)
    [occurrence] = await occurrences.take_named([wish.occurrence])
    told = await Reports(work.connection).of_occurrence(occurrence.id)
    after, act, facts = set_target(occurrence, wish, told, work.today)
    await occurrences.save([after])
    await occurrences.note_acts([act])
    await tell(after, facts, work)


async def begin_ladders(occurrences: Sequence[Occurrence], why: str, work: Work) -> None:
    """Another due version: the rungs that wait are struck out, and new ones planned."""
    reminders = Reminders(work.connection)
    chosen = await ChosenLadders(work.connection).within(one.agreement_id for one in occurrences)
    await reminders.cancel([one.id for one in occurrences], why)
    await reminders.plan(climb(one, work.today, chosen) for one in occurrences)


async def tell(occurrence: Occurrence, facts: Sequence[Event], work: Work) -> None:
    """To all who listen, and to the counties what concerns them: mostly nothing, and then no promise need be read."""
    work.emit(*facts)
    concerning = [fact for fact in facts if progress.is_told_of(fact)]
    if concerning:
        promise = (await Promises(work.connection).of([occurrence.commitment_id]))[occurrence.commitment_id]
        work.emit(*(told for fact in concerning for told in progress.of_occurrence(promise, occurrence, fact)))


async def _taken(commitment: str, work: Work) -> list[Occurrence]:
    promise = await Promises(work.connection).promise_named(commitment)
    taken = await Occurrences(work.connection).take_of_commitments([promise.commitment.id])
    return taken.get(promise.commitment.id, [])


async def _pause(taken: Sequence[Occurrence], wish: PauseOccurrence | PauseCommitment, work: Work) -> None:
    """The rungs stay: those whose morning comes during the pause are passed over, and say why."""
    paused = [pause(one, wish, work.today) for one in taken]
    occurrences = Occurrences(work.connection)
    await occurrences.save(one for one, _, _ in paused)
    await occurrences.note_acts(act for _, act, _ in paused)
    work.emit(*(fact for _, _, fact in paused))


async def _resume(taken: Sequence[Occurrence], wish: ResumeOccurrence | ResumeCommitment, work: Work) -> None:
    resumed = [resume(one, wish, work.today) for one in taken]
    occurrences = Occurrences(work.connection)
    await occurrences.save(one for one, _, _ in resumed)
    await occurrences.note_acts(act for _, act, _ in resumed)
    await begin_ladders([one for one, _, _ in resumed], RESUMED, work)
    work.emit(*(fact for _, _, fact in resumed))
