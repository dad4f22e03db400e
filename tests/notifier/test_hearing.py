"""What the notifier does with what it hears, on a real database."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import date

import pytest

from schemas.followup import DeadlineKind, OccurrenceCancelled, OccurrenceCompleted, OccurrenceDueMoved, Rung
from schemas.notifier import MailState, ReminderSkipped, ShowLedger
from services.notifier.handlers.hearing import (
    on_deadline_reminder_due,
    on_occurrence_cancelled,
    on_occurrence_completed,
    on_occurrence_due_moved,
    on_reminder_due,
)
from services.notifier.handlers.ledger import show_ledger
from services.notifier.store.ledger import NEWEST
from services.runtime.errors import Refused
from services.runtime.work import Work
from tests.conftest import MakeDatabase, work_in
from tests.fakes import StoppedClock
from tests.notifier.wholes import KOMMUNPOLIS, SAMORDNARE, a_deadline, a_deadline_due, a_reminder_due, an_id

ABOUT = {"occurrence_id": an_id("vandring"), "commitment_id": an_id("commitment"), "agreement_id": an_id("agreement")}
COMPLETED = OccurrenceCompleted(**ABOUT, on=date(2026, 3, 1), done=2, target=2, late=False)


class Open:
    """Opens transactions in one notifier's database."""

    def __init__(self, url: str, clock: StoppedClock) -> None:
        self.url, self.clock = url, clock

    def __call__(self) -> AbstractAsyncContextManager[Work]:
        return work_in(self.url, self.clock)

    async def ledger(self) -> list[tuple[Rung, MailState, str]]:
        async with self() as work:
            lines = (await show_ledger(ShowLedger(), work)).lines
        return sorted((line.rung, line.state, line.reason) for line in lines)


@pytest.fixture
async def opened(database: MakeDatabase, clock: StoppedClock) -> AsyncIterator[Open]:
    return Open(await database("notifier"), clock)


async def test_a_reminder_is_one_planned_notice_per_function_however_often_it_is_heard(opened: Open):
    for _ in range(2):
        async with opened() as work:
            await on_reminder_due(a_reminder_due(to=(SAMORDNARE, KOMMUNPOLIS)), work)
    async with opened() as work:
        lines = (await show_ledger(ShowLedger(occurrence=str(an_id("vandring"))), work)).lines
    assert sorted(line.function_id for line in lines) == sorted((SAMORDNARE.function_id, KOMMUNPOLIS.function_id))
    assert {line.state for line in lines} == {MailState.PLANNED}
    assert {line.attempts for line in lines} == {0}


async def test_what_is_done_is_not_reminded_of_the_pair_neither(opened: Open):
    async with opened() as work:
        await on_reminder_due(a_reminder_due(rung=Rung.T_PLUS_1), work)
        await on_reminder_due(a_reminder_due(rung=Rung.PAIR_14, to=(KOMMUNPOLIS,)), work)
        await on_reminder_due(a_reminder_due("annat"), work)
    async with opened() as work:
        await on_occurrence_completed(COMPLETED, work)
        told = list(work.facts)
    assert [(type(fact), fact.rung, fact.reason) for fact in sorted(told, key=lambda one: one.rung)] == [
        (ReminderSkipped, Rung.PAIR_14, "Genomfört 2026-03-01."),
        (ReminderSkipped, Rung.T_PLUS_1, "Genomfört 2026-03-01."),
    ]
    assert await opened.ledger() == [
        (Rung.PAIR_14, MailState.SKIPPED, "Genomfört 2026-03-01."),
        (Rung.T_PLUS_1, MailState.SKIPPED, "Genomfört 2026-03-01."),
        (Rung.T_MINUS_28, MailState.PLANNED, ""),
    ]


async def test_a_moved_day_skips_only_the_reminders_of_the_day_before(opened: Open):
    async with opened() as work:
        await on_reminder_due(a_reminder_due(rung=Rung.T_MINUS_28, version=1), work)
        await on_reminder_due(a_reminder_due(rung=Rung.T_MINUS_7, version=2), work)
    moved = OccurrenceDueMoved(
        **ABOUT, was_due=date(2026, 3, 30), due=date(2026, 4, 30), due_version=2, reason="Sent snöfall."
    )
    async with opened() as work:
        await on_occurrence_due_moved(moved, work)
    assert await opened.ledger() == [
        (Rung.T_MINUS_28, MailState.SKIPPED, "Datumet har flyttats till 2026-04-30."),
        (Rung.T_MINUS_7, MailState.PLANNED, ""),
    ]


async def test_what_no_longer_applies_is_not_reminded_of(opened: Open):
    async with opened() as work:
        await on_reminder_due(a_reminder_due(), work)
        await on_occurrence_cancelled(OccurrenceCancelled(**ABOUT, reason="Inga medel."), work)
    assert await opened.ledger() == [(Rung.T_MINUS_28, MailState.SKIPPED, "Utgår.")]


async def test_a_reminder_heard_again_after_it_was_skipped_stays_skipped(opened: Open):
    async with opened() as work:
        await on_reminder_due(a_reminder_due(), work)
        await on_occurrence_completed(COMPLETED, work)
        await on_reminder_due(a_reminder_due(), work)
    assert [state for _, state, _ in await opened.ledger()] == [MailState.SKIPPED]


async def test_the_ledger_is_asked_by_uuid(opened: Open):
    async with opened() as work:
        with pytest.raises(Refused, match="tillfällets id"):
            await show_ledger(ShowLedger(occurrence="vandring"), work)


async def test_the_ledger_is_asked_for_an_agreement_and_for_a_commitment_by_pages(opened: Open):
    agreement, commitment = str(an_id("agreement")), str(an_id("commitment"))
    other = a_reminder_due("annat").model_copy(update={"commitment_id": an_id("other")})
    elsewhere = a_reminder_due("deras").model_copy(update={"agreement_id": an_id("theirs")})
    meeting, clock = a_deadline(), a_deadline(DeadlineKind.SITUATION_PICTURE)
    async with opened() as work:
        for due in (*(a_reminder_due(f"vandring-{number}") for number in range(NEWEST)), other, elsewhere):
            await on_reminder_due(due, work)
        for line in (meeting, clock):
            await on_deadline_reminder_due(a_deadline_due(line), work)
    async with opened() as work:
        first, second, third = [
            await show_ledger(ShowLedger(agreement=agreement, page=page), work) for page in (1, 2, 3)
        ]
        of_one = await show_ledger(ShowLedger(agreement=agreement, commitment=commitment), work)
        with pytest.raises(Refused, match=r"tillsammans med överenskommelsens id\."):
            await show_ledger(ShowLedger(commitment=commitment), work)

    told = [line.occurrence_id or line.deadline_id for line in (*first.lines, *second.lines)]
    assert (len(first.lines), first.more, len(second.lines), second.more, third.lines) == (NEWEST, True, 2, False, ())
    assert len(set(told)) == len(told)
    assert {an_id("annat"), meeting.id} <= set(told)
    assert not {an_id("deras"), clock.id} & set(told)
    assert (len(of_one.lines), of_one.more) == (NEWEST, False)
    assert {an_id("annat"), meeting.id}.isdisjoint(line.occurrence_id or line.deadline_id for line in of_one.lines)
