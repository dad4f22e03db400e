"""What happens when a reminder is due, and when what it was about has changed?"""

from schemas.agreements import FunctionMailboxChanged
from schemas.followup import (
    DeadlineReminderDue,
    OccurrenceCancelled,
    OccurrenceCompleted,
    OccurrenceDueMoved,
    OccurrencePaused,
    ReminderDue,
    RemindersSaid,
)
from services.notifier.model.mailing_hours import leaves_from
from services.notifier.model.notice import Claim
from services.notifier.model.outcome import Outcome, fact, skipped
from services.notifier.store.ledger import Ledger
from services.runtime.work import Work


async def on_reminder_due(due: ReminderDue, work: Work) -> None:
    await Ledger(work.connection).plan(due, leaves_from(work.now), work.now)


async def on_deadline_reminder_due(due: DeadlineReminderDue, work: Work) -> None:
    await Ledger(work.connection).plan(due, leaves_from(work.now), work.now)


async def on_reminders_said(said: RemindersSaid, work: Work) -> None:
    """Nobody's mail waits for more."""
    await Ledger(work.connection).note_all_heard(said.on)


async def on_occurrence_due_moved(moved: OccurrenceDueMoved, work: Work) -> None:
    reason = f"Datumet har flyttats till {moved.due}." if moved.due else "Det finns inte längre något datum."
    ledger = Ledger(work.connection)
    tell_skipped(await ledger.skip(moved.occurrence_id, reason, work.now, moved.due_version), reason, work)


async def on_occurrence_cancelled(cancelled: OccurrenceCancelled, work: Work) -> None:
    reason = "Utgår."
    tell_skipped(await Ledger(work.connection).skip(cancelled.occurrence_id, reason, work.now), reason, work)


async def on_occurrence_paused(paused: OccurrencePaused, work: Work) -> None:
    reason = "Pausat."
    tell_skipped(await Ledger(work.connection).skip(paused.occurrence_id, reason, work.now), reason, work)


async def on_occurrence_completed(completed: OccurrenceCompleted, work: Work) -> None:
    reason = f"Genomfört {completed.on}."
    tell_skipped(await Ledger(work.connection).skip(completed.occurrence_id, reason, work.now), reason, work)


async def on_function_mailbox_changed(changed: FunctionMailboxChanged, work: Work) -> None:
    """What the old mailbox's server put off goes to the new one without delay."""
    await Ledger(work.connection).hurry(changed.function_id)


def tell_skipped(claims: list[Claim], reason: str, work: Work) -> None:
    for claim in claims:
        tell(claim, skipped(claim, reason), work)


def tell(claim: Claim, outcome: Outcome, work: Work) -> None:
    said = fact(claim, outcome)
    if said:
        work.emit(said)
