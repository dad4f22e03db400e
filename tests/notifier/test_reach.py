"""Whom does mail not reach? It comes back, or nobody answers, by what the ledger and the reports tell."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import Party
from schemas.followup import ActivityReported, Rung
from schemas.notifier import Addressee, FindUnreached, MailState, RecordBounce, UnreachedFunction
from services.notifier.handlers.answers import find_unreached, on_activity_reported
from services.notifier.handlers.bounces import record_bounce
from services.notifier.model.reach import Mailed, unreached
from tests.fakes import StoppedClock
from tests.notifier.mailserver import MailServer
from tests.notifier.post_room import LATE, NEAR, Neighbours, Notifier
from tests.notifier.wholes import SAMORDNARE, TODAY, a_reminder_due, an_id

BEGAN = date(2026, 1, 1)
GONE = "550 5.1.1 No such mailbox"


async def found(notifier: Notifier, since: date = BEGAN) -> list[UnreachedFunction]:
    asked = Addressee(function_id=SAMORDNARE.function_id, party=SAMORDNARE.party, since=since)
    async with notifier.database.work() as work:
        return list((await find_unreached(FindUnreached(functions=(asked,)), work)).functions)


async def report(notifier: Notifier, *slugs: str, party: Party = Party.MUNICIPALITY) -> None:
    async with notifier.database.work() as work:
        heard = [
            ActivityReported(
                occurrence_id=an_id(slug),
                commitment_id=an_id("commitment"),
                agreement_id=an_id("agreement"),
                report_id=an_id("report"),
                party=party,
                count=0,
                on=TODAY,
                done=0,
            )
            for slug in slugs
        ]
        await on_activity_reported.handle([(one, work) for one in heard])


async def test_whose_mail_arrives_and_is_answered_is_not_found(notifier: Notifier, clock: StoppedClock):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    await report(notifier, NEAR.slug, NEAR.slug)
    clock.forward(days=100)

    assert await found(notifier) == []


async def test_a_mailbox_that_refuses_mail_is_found_with_the_reason(notifier: Notifier, mailserver: MailServer):
    mailserver.at_rcpt.append(GONE)
    await notifier.hear(a_reminder_due())
    await notifier.tick()

    [one] = await found(notifier)
    assert (one.came_back_on, one.silent_since) == (TODAY, None)
    assert one.reason == f"E-postservern tar inte emot: {GONE}"


async def test_a_mailbox_whose_mail_came_back_is_found(notifier: Notifier, mailserver: MailServer):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    [message_id] = await notifier.column("message_id")
    async with notifier.database.work() as work:
        await record_bounce(RecordBounce(message_id=message_id, code="5.1.1", on=TODAY), work)

    [one] = await found(notifier)
    assert one.reason == "Kom tillbaka 2026-03-02 med koden 5.1.1: adressen finns inte."


async def test_what_came_back_from_an_earlier_holder_is_not_held_against_the_new_one(
    notifier: Notifier, mailserver: MailServer
):
    mailserver.at_rcpt.append(GONE)
    await notifier.hear(a_reminder_due())
    await notifier.tick()

    assert len(await found(notifier, since=TODAY)) == 1
    assert await found(notifier, since=TODAY + timedelta(days=1)) == []


async def test_a_mail_that_arrives_later_ends_it(notifier: Notifier, mailserver: MailServer, clock: StoppedClock):
    mailserver.at_rcpt.append(GONE)
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    clock.forward(days=1)
    await notifier.hear(a_reminder_due(rung=Rung.T_MINUS_7))
    await notifier.tick()

    assert await found(notifier) == []


async def test_who_has_answered_nothing_for_sixty_days_is_found_silent(notifier: Notifier, clock: StoppedClock):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    clock.forward(days=59)
    assert await found(notifier) == []
    clock.forward(days=1)

    [one] = await found(notifier)
    assert (one.silent_since, one.came_back_on, one.reason) == (TODAY, None, "")


@pytest.mark.parametrize(
    ("slug", "party", "silent"),
    [
        (NEAR.slug, Party.MUNICIPALITY, False),
        (LATE.slug, Party.MUNICIPALITY, False),  # the other thing it was mailed about
        (NEAR.slug, Party.POLICE, True),
        ("annat", Party.MUNICIPALITY, True),
    ],
    ids=["its own", "its own, another", "the other party's", "about something else"],
)
async def test_only_its_own_party_on_what_it_was_mailed_about_breaks_the_silence(
    notifier: Notifier, clock: StoppedClock, slug: str, party: Party, silent: bool
):
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15))
    await notifier.tick()
    clock.forward(days=10)
    await report(notifier, slug, party=party)
    clock.forward(days=60)

    assert bool(await found(notifier)) is silent


async def test_silence_is_counted_from_the_first_mail_after_the_last_answer(
    notifier: Notifier, clock: StoppedClock, neighbours: Neighbours
):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    await report(notifier, NEAR.slug)
    for rung in (Rung.T_MINUS_7, Rung.T_PLUS_1):
        clock.forward(days=7)
        await notifier.hear(a_reminder_due(rung=rung))
        await notifier.tick()
    clock.forward(days=60)

    [one] = await found(notifier)
    assert one.silent_since == TODAY + timedelta(days=7)


async def test_a_new_holder_has_sixty_days_of_its_own(notifier: Notifier, clock: StoppedClock):
    await notifier.hear(a_reminder_due())
    await notifier.tick()
    clock.forward(days=60)

    assert await found(notifier, since=TODAY + timedelta(days=1)) == []


@given(last=st.sampled_from(MailState), silent=st.none() | st.integers(0, 400))
def test_unreached_is_who_sends_mail_back_or_is_silent_for_sixty_days(last: MailState, silent: int | None):
    since = None if silent is None else TODAY - timedelta(days=silent)
    told = unreached(Mailed(SAMORDNARE.function_id, last, TODAY, "", since), TODAY)
    came_back, is_silent = last in {MailState.REFUSED, MailState.BOUNCED}, silent is not None and silent >= 60

    assert (told is not None) is (came_back or is_silent)
    if told:
        assert (told.came_back_on is not None, told.silent_since is not None) == (came_back, is_silent)
