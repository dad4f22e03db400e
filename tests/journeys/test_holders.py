"""Mail follows whoever holds a function on the day it leaves, on the whole system."""

from datetime import date

from schemas.agreements import AppointHolder, AppointSubstitute, EndHolder, HandOverWork
from schemas.notifier import LedgerLines, MailState, ShowLedger
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_function, register_agreement
from tests.system import System

SCHOOL = a_function("skola")
NEW = "ny.samordnare@example.se"


async def promise(system: System) -> None:
    """Due 2026-03-31, by the coordinator alone; the first reminder leaves on 2026-03-03."""
    system.clock.set("2026-01-07T09:00")
    promised = (a_commitment(due="2026-03-31", by=(SAMORDNARE,)),)
    await system.tell(register_agreement(commitments=promised, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL)))
    await system.settle()


def mailed(system: System) -> list[str]:
    told = [mail["To"] for mail in system.post.mails]
    system.post.mails.clear()
    return told


async def test_the_new_holder_gets_the_mails_from_its_first_day_and_the_old_one_none(system: System):
    await promise(system)
    await system.tell(AppointHolder(function_id=SAMORDNARE.id, mailbox=NEW, since=date(2026, 3, 20)))
    system.clock.set("2026-03-03T09:00")
    await system.settle()
    before = mailed(system)
    system.clock.set("2026-03-24T09:00")
    await system.settle()

    assert (before, mailed(system)) == ([SAMORDNARE.mailbox], [NEW])


async def test_a_mail_that_is_on_its_way_when_the_holder_changes_goes_to_the_new_one(system: System):
    await promise(system)
    system.clock.set("2026-03-03T09:00")
    system.post.answers.append("452 4.2.2 Mailbox full")
    await system.settle()
    assert mailed(system) == []
    await system.tell(AppointHolder(function_id=SAMORDNARE.id, mailbox=NEW))
    await system.settle()

    assert mailed(system) == [NEW]


async def test_a_substitute_gets_the_mail_and_a_function_that_nobody_holds_is_told_of(system: System):
    await promise(system)
    away = AppointSubstitute(
        function_id=SAMORDNARE.id, substitute_id=SCHOOL.id, since=date(2026, 3, 1), until=date(2026, 3, 8)
    )
    await system.tell(away)
    await system.tell(EndHolder(function_id=SAMORDNARE.id, on=date(2026, 3, 9)))
    system.clock.set("2026-03-03T09:00")
    await system.settle()
    [mail] = system.post.mails
    assert mail["To"] == SCHOOL.mailbox
    assert "ersättare för samordnare" in mail.get_body(("plain",)).get_content()

    system.clock.set("2026-03-24T09:00")
    await system.settle()
    newest = (await system.ask(ShowLedger(), LedgerLines)).lines[0]
    assert (newest.state, newest.role) == (MailState.SKIPPED, "samordnare")
    assert newest.reason == "Funktionen har ingen innehavare, och ingen ersättare når någon."


async def test_after_work_is_handed_over_the_next_mail_goes_to_whom_it_was_handed(system: System):
    await promise(system)
    await system.tell(HandOverWork(function_id=SAMORDNARE.id, to_id=SCHOOL.id))
    await system.settle()
    system.clock.set("2026-03-03T09:00")
    await system.settle()

    assert mailed(system) == [SCHOOL.mailbox]


async def test_whoever_took_over_a_coordinators_work_hears_of_what_is_late_by_fourteen_days(system: System):
    await promise(system)
    await system.tell(HandOverWork(function_id=SAMORDNARE.id, to_id=SCHOOL.id))
    await system.settle()
    system.clock.set("2026-04-14T09:00")
    await system.settle()

    assert sorted(mailed(system)) == [KOMMUNPOLIS.mailbox, SCHOOL.mailbox]
