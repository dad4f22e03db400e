"""From a due notice to a mail and its row in the ledger: real PostgreSQL, real SMTP, the runtime's own clockwork."""

import asyncio
from datetime import date, timedelta

import pytest

from schemas.agreements import FunctionMailboxChanged
from schemas.followup import OccurrenceState, Rung
from schemas.notifier import MailState
from services.notifier.handlers.hearing import on_function_mailbox_changed, on_occurrence_completed
from services.notifier.settings import Settings
from services.notifier.store.claims import Claims
from tests.fakes import StoppedClock
from tests.notifier.mailserver import MailServer
from tests.notifier.post_room import NEAR, Neighbours, Notifier
from tests.notifier.test_hearing import COMPLETED
from tests.notifier.wholes import a_mailbox, a_reminder_due, an_occurrence


async def test_a_due_reminder_becomes_a_mail_and_the_ledger_tells_it(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    (mail,) = mailserver.took
    assert mail["Subject"] == "Påminnelse: Trygghetsvandring dit allmänheten bjuds in, senast 2026-03-30"
    assert await notifier.ledger() == {"t-28": MailState.SENT}
    assert await notifier.column("message_id") == [mail["Message-ID"]]
    assert await notifier.column("role") == ["samordnare"]
    assert await notifier.phases() == ["claimed", "dot", "accepted"]
    assert await notifier.told() == ["reminder-sent"]


async def test_two_items_for_a_mailbox_are_one_digest(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    assert [mail["Subject"] for mail in mailserver.took] == ["Två löften att följa upp, ett av dem försenat"]
    assert set((await notifier.ledger()).values()) == {MailState.SENT}
    assert await notifier.told() == ["reminder-sent", "reminder-sent"]


async def test_nothing_leaves_before_eight_or_on_a_red_day(
    notifier: Notifier, mailserver: MailServer, clock: StoppedClock
):
    clock.set("2026-02-28T10:00")
    await notifier.hear(a_reminder_due())
    assert await notifier.tick() == 0
    clock.set("2026-03-02T07:59")
    assert await notifier.tick() == 0
    clock.set("2026-03-02T08:05")
    await notifier.tick()
    assert len(mailserver.took) == 1


async def test_the_second_item_of_a_day_joins_the_next_working_days_mail(
    notifier: Notifier, mailserver: MailServer, clock: StoppedClock
):
    clock.set("2026-03-06T08:00")
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    clock.set("2026-03-06T13:00")
    await notifier.hear(a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    assert len(mailserver.took) == 1
    assert await notifier.column("reason") == ["Väntar: brevlådan har redan fått dagens mejl.", ""]
    clock.set("2026-03-09T08:00")
    await notifier.hear(a_reminder_due(rung=Rung.T_MINUS_7))
    await notifier.tick()
    assert [mail["Subject"] for mail in mailserver.took[1:]] == ["Två löften att följa upp, ett av dem försenat"]


async def test_two_functions_behind_one_mailbox_get_one_mail_a_day(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    second = a_mailbox("folkhalsa", mailbox="Samordnare@example.se")
    neighbours.mailboxes[second.function_id] = second
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    await notifier.hear(a_reminder_due("sen", Rung.T_PLUS_1, to=(second,)))
    await notifier.tick()
    assert len(mailserver.took) == 1


@pytest.mark.parametrize("state", [OccurrenceState.COMPLETED, OccurrenceState.CANCELLED, OccurrenceState.PAUSED])
async def test_how_things_stand_when_it_leaves_decides(
    state: OccurrenceState, notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    neighbours.lines[NEAR.id] = an_occurrence(state=state)
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert mailserver.took == []
    assert await notifier.ledger() == {"t-28": MailState.SKIPPED}
    assert await notifier.told() == ["reminder-skipped"]


async def test_what_is_done_between_asking_and_sending_is_not_sent(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    async def done() -> None:
        async with notifier.database.work() as work:
            await on_occurrence_completed(COMPLETED, work)

    neighbours.then = done
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    assert [mail["Subject"].split(":")[0] for mail in mailserver.took] == ["Försenat"]  # the other item, alone
    assert await notifier.ledger() == {"t+15": MailState.SENT, "t-28": MailState.SKIPPED}


async def test_when_another_service_is_away_nothing_is_lost(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    neighbours.away = True
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert await notifier.ledger() == {"t-28": MailState.PLANNED}
    neighbours.away = False
    assert await notifier.tick() == 0  # not at once
    await notifier.time_passes()
    await notifier.tick()
    assert len(mailserver.took) == 1


async def test_not_now_grows_from_a_minute_and_ends_in_a_mail(notifier: Notifier, mailserver: MailServer):
    mailserver.at_dot.extend(["451 4.7.1 Greylisted", "451 4.7.1 Greylisted"])
    await notifier.hear(a_reminder_due())
    for minutes in (1, 5):
        await notifier.tick()
        (wait,) = await notifier.column("retry_at - now()")
        assert timedelta(minutes=minutes) - timedelta(seconds=5) < wait <= timedelta(minutes=minutes)
        await notifier.time_passes()
    await notifier.tick()
    assert len(mailserver.took) == 1
    assert await notifier.phases() == ["claimed", "dot", "failed"] * 2 + ["claimed", "dot", "accepted"]
    assert await notifier.column("attempts") == [3]


async def test_a_changed_mailbox_lets_what_was_put_off_leave_at_once(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    mailserver.at_rcpt.append("452 4.2.2 Mailbox full")
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    moved = a_mailbox(mailbox="ny.samordnare@example.se")
    neighbours.mailboxes[moved.function_id] = moved
    async with notifier.database.work() as work:
        await on_function_mailbox_changed(FunctionMailboxChanged(function_id=moved.function_id), work)
    await notifier.tick()
    assert len(mailserver.to("ny.samordnare@example.se")) == 1


async def test_no_for_good_is_written_down_and_announced(notifier: Notifier, mailserver: MailServer):
    mailserver.at_rcpt.append("550 5.1.1 No such mailbox")
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert await notifier.ledger() == {"t-28": MailState.REFUSED}
    assert await notifier.column("reason") == ["E-postservern tar inte emot: 550 5.1.1 No such mailbox"]
    assert await notifier.told() == ["reminder-refused"]


async def test_a_mail_server_that_was_away_is_tried_again_within_a_moment(notifier: Notifier, mailserver: MailServer):
    await mailserver.stop()
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    (wait,) = await notifier.column("retry_at - now()")
    assert wait <= timedelta(seconds=30)
    await mailserver.start()
    await asyncio.sleep(2)  # the channel leaves it alone for a moment
    await notifier.time_passes()
    await notifier.tick()
    assert len(mailserver.took) == 1


async def test_mails_wait_for_the_word_that_the_last_reminder_was_the_last(notifier: Notifier, mailserver: MailServer):
    slow = Settings(**(notifier.settings.model_dump() | {"gather_seconds": 60}))
    patient = Notifier(notifier.url, notifier.database, notifier.clock, notifier.neighbours, slow)
    await patient.hear_the_last(date(2026, 3, 1))  # of another morning
    await patient.hear(a_reminder_due())
    assert await patient.tick() == 0
    await patient.hear(a_reminder_due("sen", Rung.T_PLUS_15))
    assert await patient.tick() == 0
    await patient.hear_the_last(date(2026, 3, 2))
    await patient.tick()
    assert [mail["Subject"].startswith("Två löften") for mail in mailserver.took] == [True]


async def test_what_is_left_from_yesterday_waits_for_what_today_brings(notifier: Notifier, mailserver: MailServer):
    notifier.clock.set("2026-03-01T22:00")  # a Sunday: nothing leaves
    await notifier.hear(a_reminder_due())
    await notifier.hear_the_last(date(2026, 3, 1))
    slow = Settings(**(notifier.settings.model_dump() | {"gather_seconds": 60}))
    after = Notifier(notifier.url, notifier.database, notifier.clock, notifier.neighbours, slow)
    notifier.clock.set("2026-03-02T10:00")  # it was down in the morning
    assert await after.tick() == 0
    await after.hear(a_reminder_due("sen", Rung.T_PLUS_15))
    await after.hear_the_last(date(2026, 3, 2))
    await after.tick()
    assert [mail["Subject"].startswith("Två löften") for mail in mailserver.took] == [True]


async def test_mails_do_not_wait_for_ever_for_a_word_that_does_not_come(notifier: Notifier, mailserver: MailServer):
    slow = Settings(**(notifier.settings.model_dump() | {"gather_seconds": 2}))
    patient = Notifier(notifier.url, notifier.database, notifier.clock, notifier.neighbours, slow)
    await patient.hear(a_reminder_due())
    assert await patient.tick() == 0
    await asyncio.sleep(2.1)
    await patient.tick()
    assert len(mailserver.took) == 1


async def test_two_at_once_do_not_part_what_goes_to_one_mailbox(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    async with notifier.database.work() as other:
        assert await Claims(other.connection).is_alone()
        assert await notifier.tick() == 0
    await notifier.tick()
    assert [mail["Subject"] for mail in mailserver.took] == ["Två löften att följa upp, ett av dem försenat"]


async def test_many_items_are_asked_about_a_few_at_a_time_and_are_one_mail(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    many = [an_occurrence(f"n{number}") for number in range(230)]
    neighbours.lines |= {one.id: one for one in many}
    await notifier.hear(*(a_reminder_due(one.slug) for one in many))
    await notifier.tick()
    assert [mail["Subject"] for mail in mailserver.took] == ["230 löften att följa upp"]
    assert neighbours.most_asked == 100  # an answer about all of them would be too large for the bus
