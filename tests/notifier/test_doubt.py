"""Killed, paused and cut off in the middle: nothing is lost, and every double is explained by the ledger."""

import asyncio
from typing import Any

from schemas.followup import OccurrenceState, Rung
from schemas.notifier import MailState
from services.runtime.database import Database
from tests.looking import until
from tests.notifier.mailserver import HANG_UP, MailServer
from tests.notifier.post_room import NEAR, Neighbours, Notifier
from tests.notifier.wholes import a_mailbox, a_reminder_due, an_occurrence


async def test_a_mail_in_doubt_is_sent_once_more_and_the_ledger_explains_the_double(
    notifier: Notifier, mailserver: MailServer
):
    mailserver.after_dot.append(HANG_UP)
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert await notifier.ledger() == {"t-28": MailState.CLAIMED}
    await notifier.time_passes()
    await notifier.tick()
    assert len({mail["Message-ID"] for mail in mailserver.took}) == 1
    assert len(mailserver.took) == 2
    assert await notifier.ledger() == {"t-28": MailState.SENT}
    assert await notifier.column("reason") == ["Skickat en gång till: den förra gången kom aldrig något svar."]
    assert await notifier.phases() == ["claimed", "dot", "lost", "claimed", "dot", "accepted"]


async def test_a_second_doubt_is_the_last(notifier: Notifier, mailserver: MailServer):
    mailserver.after_dot.extend([HANG_UP, HANG_UP])
    await notifier.hear(a_reminder_due())
    for _ in range(4):
        await notifier.tick()
        await notifier.time_passes()
    assert len(mailserver.took) == 2
    assert await notifier.ledger() == {"t-28": MailState.SKIPPED}
    assert (await notifier.column("reason"))[0].startswith("Oklart:")
    assert await notifier.told() == ["reminder-skipped"]


async def test_a_doubted_digest_is_repeated_without_what_is_done_meanwhile(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    mailserver.after_dot.append(HANG_UP)
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    neighbours.lines[NEAR.id] = an_occurrence(state=OccurrenceState.COMPLETED)
    await notifier.time_passes()
    await notifier.tick()
    assert [mail["Subject"].split()[0] for mail in mailserver.took] == ["Två", "Försenat:"]
    assert await notifier.ledger() == {"t+15": MailState.SENT, "t-28": MailState.SKIPPED}


async def test_a_claim_whose_holder_died_before_the_dot_is_sent_by_another(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due())
    async with notifier.database.work() as work:
        assert len(await notifier.mailing.claim(work)) == 1  # and then it dies
    assert await notifier.tick() == 0
    await notifier.time_passes()
    await notifier.tick()
    assert len(mailserver.took) == 1
    assert await notifier.phases() == ["claimed", "claimed", "dot", "accepted"]
    assert await notifier.column("reason") == [""]


async def test_a_claim_whose_holders_connection_is_gone_is_sent_at_once(notifier: Notifier, mailserver: MailServer):
    dying = Notifier(
        notifier.url,
        Database(notifier.url, notifier.clock),
        notifier.clock,
        notifier.neighbours,
        notifier.settings,
    )
    await notifier.hear(a_reminder_due())
    async with dying.database.work() as work:
        assert len(await dying.mailing.claim(work)) == 1
    assert await notifier.tick() == 0
    await dying.database.close()

    async def another_takes_it() -> bool:
        return bool(await notifier.tick())

    await until(another_takes_it, "another takes it", seconds=5)
    assert len(mailserver.took) == 1
    assert await notifier.phases() == ["claimed", "claimed", "dot", "accepted"]


async def test_a_holder_that_slept_past_its_lease_sends_nothing(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due())
    async with notifier.database.work() as work:
        claimed = await notifier.mailing.claim(work)
    bus: Any = notifier.neighbours
    (letter,) = await notifier.mailing.prepare(claimed, bus, notifier.clock.now())
    await notifier.time_passes()
    await notifier.tick()  # another one sends it

    async def ready() -> bool:
        async with notifier.database.work() as work:
            [marked] = await notifier.mailing.mark([letter], work)
            return marked

    outcome = await notifier.mailing.deliver(letter, ready)
    async with notifier.database.work() as work:
        await notifier.mailing.record([outcome], work)
    assert len(mailserver.took) == 1
    assert await notifier.ledger() == {"t-28": MailState.SENT}


async def test_two_notifiers_at_once_send_each_reminder_once(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    everybody = [a_mailbox(f"roll-{number}") for number in range(40)]
    neighbours.mailboxes |= {one.function_id: one for one in everybody}
    other = Notifier(notifier.url, notifier.database, notifier.clock, neighbours, notifier.settings)
    await notifier.hear(a_reminder_due(to=tuple(everybody)), a_reminder_due("sen", Rung.T_PLUS_1, to=tuple(everybody)))
    await asyncio.gather(notifier.tick(), other.tick())
    assert sorted(mail["To"] for mail in mailserver.took) == sorted(one.mailbox for one in everybody)
    assert set(await notifier.column("state")) == {MailState.SENT}
