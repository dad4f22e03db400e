"""A service that is switched off while the others go on: what it did not hear then, it hears when it is back."""

import contextlib

from schemas.agreements import AppointHolder
from schemas.notifier import LedgerLines, MailState, ShowLedger
from tests.builders import SAMORDNARE, a_commitment, register_agreement
from tests.system import System

NEW = "ny.samordnare@example.se"


async def test_who_was_switched_off_loses_nothing_that_was_said_meanwhile(stopped_system: System):
    system = stopped_system
    system.clock.set("2026-01-07T09:00")
    async with system.infrastructure(), contextlib.AsyncExitStack() as running:
        services = system.build()
        off = services.pop("notifier")
        system.services = services
        for service in services.values():
            await running.enter_async_context(service.running(by_the_clock=False))
        promised = tuple(a_commitment(f"arjeplog-{nr}", due="2026-03-31", by=(SAMORDNARE,)) for nr in (1, 2, 3))
        await system.tell(register_agreement(commitments=promised))
        await system.settle()
        for day in ("2026-03-03T09:00", "2026-03-24T09:00"):
            system.clock.set(day)
            await system.settle()
        await system.tell(AppointHolder(function_id=SAMORDNARE.id, mailbox=NEW))
        await system.settle()
        assert system.post.mails == []

        system.services = services | {"notifier": off}
        await running.enter_async_context(off.running(by_the_clock=False))
        await system.settle()

        lines = (await system.ask(ShowLedger(), LedgerLines)).lines
        assert [line.state for line in lines] == [MailState.SENT] * 6  # t-28 and t-7 of each of the three
        assert [mail["To"] for mail in system.post.mails] == [NEW]
