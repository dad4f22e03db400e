"""What happens when time goes by? Reminders leave, due days pass, and windows come within the horizon.

Each job handles one page and is run again at once while there is more. Two processes may run them at the same time:
each row is handed to one of them.
"""

from datetime import date, datetime
from uuid import UUID

from schemas.followup import RemindersSaid
from services.followup.handlers.deadlines import DeadlinesThatAreDue, last_morning
from services.followup.handlers.planning import plan_anew
from services.followup.model import progress
from services.followup.model.planning import HORIZON, Occasion
from services.followup.model.reminder import settle
from services.followup.store.deadlines import Deadlines
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reminders import Place, Reminders
from services.runtime.work import Work

PAGE = 500
COMMITMENTS_PER_PAGE = 100


class RemindersThatAreDue:
    """Says ReminderDue and DeadlineReminderDue for the rungs whose morning has come, and then that it was all of them.

    That once a morning at least. Remembers where the page before ended, and of which morning it last said so.
    """

    def __init__(self) -> None:
        self._after: Place | None = None
        self._deadlines = DeadlinesThatAreDue()
        self._all_said_of: date | None = None

    async def leave(self, work: Work) -> int:
        handled = await self._of_occurrences(work) or await self._deadlines.leave(work)
        until = last_morning(work)
        if handled:
            self._all_said_of = None
        elif self._all_said_of != until and not await oldest_unsaid(work):  # others may hold some just now
            work.emit(RemindersSaid(on=until))
            self._all_said_of = until
        return handled

    async def _of_occurrences(self, work: Work) -> int:
        reminders = Reminders(work.connection)
        waiting, self._after = await reminders.take_due(work.now, self._after, PAGE)
        promises = await Promises(work.connection).of(occurrence.commitment_id for occurrence, _ in waiting)
        until = last_morning(work)
        handled = []
        for occurrence, ladder in waiting:
            settled, facts = settle(promises[occurrence.commitment_id], occurrence, ladder, until)
            handled.append(settled)
            work.emit(*facts)
        await reminders.save(handled)
        return len(handled)


class DueDaysThatPassed:
    """Says OccurrenceOverdue, once for each due day that ended without the target being reached."""

    def __init__(self) -> None:
        self._after: tuple[date, UUID] | None = None

    async def announce(self, work: Work) -> int:
        occurrences = Occurrences(work.connection)
        page = await occurrences.take_newly_overdue(work.today, self._after, PAGE)
        self._after = (page[-1].announce_on or work.today, page[-1].id) if page else None
        promises = await Promises(work.connection).of(occurrence.commitment_id for occurrence in page)
        announced = []
        for occurrence in page:
            announced_one, fact = occurrence.announce_overdue()
            announced.append(announced_one)
            told = progress.of_occurrence(promises[occurrence.commitment_id], announced_one, fact)
            work.emit(fact, *told)
        await occurrences.save(announced)
        return len(announced)


async def oldest_unsaid(work: Work) -> datetime | None:
    """Of the reminders whose morning has come. A clock that has died is seen by it."""
    oldest = [await kept(work.connection).oldest_due(work.now) for kept in (Reminders, Deadlines)]
    return min((one for one in oldest if one), default=None)


async def extend_the_horizon(work: Work) -> int:
    """Plans what has come within the horizon since yesterday."""
    promises = Promises(work.connection)
    taken = await promises.take_next_to_plan(work.today + HORIZON, COMMITMENTS_PER_PAGE)
    found = await promises.of(taken)
    await plan_anew([found[key] for key in taken], Occasion(work.today, by_horizon=True), work)
    return len(taken)
