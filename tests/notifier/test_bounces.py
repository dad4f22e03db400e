"""A mail that comes back: what the ledger and the others are told, on a real database and mail server."""

from datetime import date

import pytest

from schemas.followup import Rung
from schemas.notifier import MailState, RecordBounce, ReminderBounced
from services.notifier.handlers.bounces import record_bounce
from services.notifier.model.bounce import reason
from services.runtime.errors import Refused
from tests.fakes import StoppedClock
from tests.notifier.mailserver import HANG_UP, MailServer
from tests.notifier.post_room import Notifier
from tests.notifier.wholes import KOMMUNPOLIS, SAMORDNARE, TODAY, a_reminder_due

NOT_FOUND = "Kom tillbaka 2026-03-02 med koden 5.1.1: adressen finns inte."


async def comes_back(
    notifier: Notifier, message_id: str, code: str = "5.1.1", on: date = TODAY
) -> list[ReminderBounced]:
    """The facts that were said about it."""
    async with notifier.database.work() as work:
        await record_bounce(RecordBounce(message_id=message_id, code=code, on=on), work)
        return [fact for fact in work.facts if isinstance(fact, ReminderBounced)]


async def test_every_notice_of_a_digest_has_come_back_and_the_others_are_told(
    notifier: Notifier, mailserver: MailServer
):
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()

    told = await comes_back(notifier, mailserver.took[0]["Message-ID"])

    assert await notifier.ledger() == {"t+15": MailState.BOUNCED, "t-28": MailState.BOUNCED}
    assert await notifier.column("reason") == [NOT_FOUND, NOT_FOUND]
    assert {(fact.rung, fact.function_id, fact.code, fact.on) for fact in told} == {
        (rung, SAMORDNARE.function_id, "5.1.1", TODAY) for rung in (Rung.T_MINUS_28, Rung.T_PLUS_15)
    }
    assert await notifier.told() == ["reminder-bounced", "reminder-bounced", "reminder-sent", "reminder-sent"]


async def test_a_mail_to_somebody_else_has_not_come_back(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due(to=(SAMORDNARE, KOMMUNPOLIS)))
    await notifier.tick()

    (mail,) = mailserver.to("kommunpolis@example.se")
    (told,) = await comes_back(notifier, mail["Message-ID"])

    assert told.function_id == KOMMUNPOLIS.function_id
    assert sorted(await notifier.column("state")) == [MailState.BOUNCED, MailState.SENT]


async def test_what_is_known_to_have_come_back_stays_as_it_was_written(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    await comes_back(notifier, mailserver.took[0]["Message-ID"])

    assert await comes_back(notifier, mailserver.took[0]["Message-ID"], "550") == []
    assert await notifier.column("reason") == [NOT_FOUND]
    assert (await notifier.told()).count("reminder-bounced") == 1


async def test_a_mail_that_is_not_ours_is_refused(notifier: Notifier):
    with pytest.raises(Refused, match="Inget mejl härifrån har det Message-ID som rapporten nämner"):
        await comes_back(notifier, "<4711@example.se>")


async def test_a_mail_that_was_never_taken_is_refused(notifier: Notifier, mailserver: MailServer):
    mailserver.after_dot.append("554 no")
    await notifier.hear(a_reminder_due())
    await notifier.tick()

    with pytest.raises(Refused, match="blev aldrig skickat"):
        await comes_back(notifier, mailserver.took[0]["Message-ID"])
    assert await notifier.ledger() == {"t-28": MailState.REFUSED}


async def test_a_day_that_has_not_come_is_refused(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due())
    await notifier.tick()

    with pytest.raises(Refused, match="2026-03-03 har inte kommit än"):
        await comes_back(notifier, mailserver.took[0]["Message-ID"], on=date(2026, 3, 3))


async def test_a_mail_in_doubt_that_comes_back_is_not_sent_again(notifier: Notifier, mailserver: MailServer):
    """It was taken, then: its coming back is the answer that was lost."""
    mailserver.after_dot.append(HANG_UP)
    await notifier.hear(a_reminder_due())
    await notifier.tick()

    await comes_back(notifier, mailserver.took[0]["Message-ID"])
    await notifier.time_passes()
    await notifier.tick()

    assert len(mailserver.took) == 1
    assert await notifier.ledger() == {"t-28": MailState.BOUNCED}
    assert await notifier.told() == ["reminder-bounced"]


async def test_a_doubted_mail_that_waits_for_its_second_try_may_come_back(notifier: Notifier, mailserver: MailServer):
    mailserver.after_dot.append(HANG_UP)
    mailserver.at_dot.extend(["", "451 later"])
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    await notifier.time_passes()
    await notifier.tick()
    assert await notifier.ledger() == {"t-28": MailState.PLANNED}

    await comes_back(notifier, mailserver.took[0]["Message-ID"])
    await notifier.time_passes()
    await notifier.tick()

    assert len(mailserver.took) == 1
    assert await notifier.ledger() == {"t-28": MailState.BOUNCED}


async def test_the_mailbox_gets_the_next_reminder_all_the_same(
    notifier: Notifier, mailserver: MailServer, clock: StoppedClock
):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    await comes_back(notifier, mailserver.took[0]["Message-ID"])

    clock.set("2026-03-23T08:00")
    await notifier.hear(a_reminder_due(rung=Rung.T_MINUS_7))
    await notifier.tick()

    assert await notifier.ledger() == {"t-28": MailState.BOUNCED, "t-7": MailState.SENT}


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("5.1.1", ": adressen finns inte."),
        ("5.1.10", ": adressen finns inte."),
        ("5.2.2", ": brevlådan är full."),
        ("4.4.7", ": mottagarens e-postserver gick inte att nå i tid."),
        ("5.7.1", ": mottagarens e-postserver släpper inte in våra mejl."),
        ("5.0.0", "."),
        ("550", "."),
    ],
)
def test_a_code_is_told_with_what_it_means(code: str, meaning: str):
    assert reason(code, TODAY) == f"Kom tillbaka 2026-03-02 med koden {code}{meaning}"
