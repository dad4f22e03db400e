"""Mail to a mailbox can be stopped: one list, one gate, and nothing else is stopped by it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from schemas.followup import Rung
from schemas.notifier import AllowMail, ListStoppedMailboxes, MailState, StopMail
from services.notifier.handlers.stopping import allow_mail, stop_mail, stopped_mailboxes
from services.notifier.model.stopping import stop
from services.runtime.errors import Refused
from tests.notifier.mailserver import MailServer
from tests.notifier.post_room import Neighbours, Notifier
from tests.notifier.wholes import KOMMUNPOLIS, SAMORDNARE, a_mailbox, a_reminder_due

REASON = "Kommunen vill inte ha mejl."
STOP = StopMail(mailbox="SAMORDNARE@example.se", reason=REASON)
ALLOW = AllowMail(mailbox=SAMORDNARE.mailbox)


async def stopped(notifier: Notifier) -> None:
    async with notifier.database.work() as work:
        await stop_mail(STOP, work)


async def allowed(notifier: Notifier) -> None:
    async with notifier.database.work() as work:
        await allow_mail(ALLOW, work)


async def test_nothing_is_sent_to_a_mailbox_to_which_mail_is_stopped_and_the_ledger_says_why(
    notifier: Notifier, mailserver: MailServer
):
    await stopped(notifier)
    await notifier.hear(a_reminder_due(to=(SAMORDNARE, KOMMUNPOLIS)), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    assert [mail["To"] for mail in mailserver.took] == [KOMMUNPOLIS.mailbox]
    reasons = set(await notifier.column("state || ' ' || reason"))
    assert reasons == {"sent ", f"skipped Mejl till brevlådan är stoppat: {REASON}"}
    assert await notifier.told() == ["mail-stopped", "reminder-sent", "reminder-skipped", "reminder-skipped"]


async def test_what_is_stopped_while_a_mail_is_on_its_way_stops_it(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    neighbours.then = lambda: stopped(notifier)
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    assert mailserver.took == []
    assert await notifier.ledger() == {"t-28": MailState.SKIPPED}


async def test_whichever_function_the_mailbox_holds_it_gets_nothing_and_the_function_s_next_holder_gets_its_mail(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    await stopped(notifier)
    second = a_mailbox("folkhalsa", mailbox=SAMORDNARE.mailbox)
    neighbours.mailboxes[second.function_id] = second
    await notifier.hear(a_reminder_due(to=(second,)))
    await notifier.tick()
    assert mailserver.took == []
    neighbours.mailboxes[second.function_id] = a_mailbox("folkhalsa", mailbox="ny@example.se")
    await notifier.hear(a_reminder_due(rung=Rung.T_MINUS_7, to=(second,)))
    await notifier.tick()
    assert [mail["To"] for mail in mailserver.took] == ["ny@example.se"]


async def test_a_mailbox_that_is_allowed_again_gets_the_next_mail_and_no_other_is_let_in(
    notifier: Notifier, mailserver: MailServer
):
    await stopped(notifier)
    async with notifier.database.work() as work:
        await stop_mail(StopMail(mailbox=KOMMUNPOLIS.mailbox, reason="Fel brevlåda."), work)
        await allow_mail(AllowMail(mailbox=SAMORDNARE.mailbox), work)
    await notifier.hear(a_reminder_due(to=(SAMORDNARE, KOMMUNPOLIS)))
    await notifier.tick()
    assert [mail["To"] for mail in mailserver.took] == [SAMORDNARE.mailbox]
    async with notifier.database.work() as work:
        every = (await stopped_mailboxes(3)(ListStoppedMailboxes(), work)).mailboxes
        of_one = (await stopped_mailboxes(3)(ListStoppedMailboxes(mailbox=SAMORDNARE.mailbox), work)).mailboxes
    assert ([one.reason for one in every], of_one) == (["Fel brevlåda."], ())


async def test_a_mail_offers_no_list_to_leave_since_there_is_only_one(notifier: Notifier, mailserver: MailServer):
    """Reminders are work, not a letter that one subscribes to; whoever wants none asks the operator."""
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    (mail,) = mailserver.took
    assert [name for name in mail if name.lower().startswith("list-")] == []


def test_stopping_again_changes_nothing_and_a_reason_is_needed_that_may_be_kept():
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    first, facts = stop(STOP, None, now)
    assert (first.reason, len(facts)) == (REASON, 1)
    assert stop(STOP.model_copy(update={"reason": "Annat."}), first, now) == (first, [])
    for reason, sentence in ((" ", "varför"), ("Anna 811218-9876 vill inte", "personnummer")):
        with pytest.raises(Refused, match=sentence):
            stop(STOP.model_copy(update={"reason": reason}), None, now)


@pytest.mark.parametrize(("wish", "told"), [(stopped, 1), (allowed, 2)])
async def test_of_two_who_wish_the_same_at_once_one_is_told_of(
    notifier: Notifier, wish: Callable[[Notifier], Awaitable[None]], told: int
):
    if wish is allowed:
        await stopped(notifier)
    before = len(await notifier.told())
    async with notifier.database.work() as work:
        first = stop_mail(STOP, work) if wish is stopped else allow_mail(ALLOW, work)
        await first
        second = asyncio.create_task(wish(notifier))
        await asyncio.sleep(0.2)
        assert not second.done()  # it waits for the first
    with contextlib.suppress(Refused):
        await second
    assert len(await notifier.told()) == before + 1 == told


async def test_what_is_not_stopped_cannot_be_allowed(notifier: Notifier):
    async with notifier.database.work() as work:
        with pytest.raises(Refused, match="inte stoppat"):
            await allow_mail(AllowMail(mailbox=SAMORDNARE.mailbox), work)


def test_a_mailbox_that_differs_in_anything_but_case_is_another():
    one, _ = stop(STOP, None, datetime(2026, 3, 2, tzinfo=UTC))
    other, _ = stop(StopMail(mailbox="samordnare2@example.se", reason=REASON), None, datetime(2026, 3, 2, tzinfo=UTC))
    same, _ = stop(StopMail(mailbox="samordnare@example.se", reason=REASON), None, datetime(2026, 3, 2, tzinfo=UTC))
    assert one.mailbox_hash == same.mailbox_hash != other.mailbox_hash
