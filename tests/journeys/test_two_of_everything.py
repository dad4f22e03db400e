"""Two instances of every service at once do what one does: nothing twice, nothing lost, positions without gaps."""

import asyncio
import contextlib
from collections import Counter
from datetime import date

import pytest

from schemas.base import Party
from schemas.followup import ListDue, OccurrenceLines, ReportActivity
from services.runtime.service import Service
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, register_agreement
from tests.looking import rows
from tests.system import System

AGREEMENTS = 6


async def both_tick(system: System, twins: dict[str, Service]) -> None:
    """Both instances' clocks at the same moment, until neither finds more to do."""
    quiet = 0
    while quiet < 2:
        services = [*system.services.values(), *twins.values()]
        done = sum(await asyncio.gather(*(service.tick() for service in services)))
        await system.settle({})
        quiet = 0 if done else quiet + 1


async def test_two_of_everything_do_what_one_does(stopped_system: System):
    system = stopped_system
    system.clock.set("2026-01-07T09:00")
    async with system.running(), contextlib.AsyncExitStack() as stack:
        twins = system.build()
        for twin in twins.values():
            await stack.enter_async_context(twin.running(by_the_clock=False))
        wishes = [
            register_agreement(
                slug=f"a{nr}-2026",
                commitments=(a_commitment(f"a{nr}-1", due="2026-03-31", agreement=f"a{nr}-2026"),),
            )
            for nr in range(AGREEMENTS)
        ]
        # every wish twice at the same moment, with the same command_id
        await asyncio.gather(*(system.tell(wish) for wish in [*wishes, *wishes]))
        await both_tick(system, twins)
        system.clock.set("2026-03-03T09:00")  # T−28 for all of them
        await both_tick(system, twins)
        reports = [
            ReportActivity(occurrence=f"a{nr}-1/once", party=Party.POLICE, count=1, on=date(2026, 3, 2))
            for nr in range(AGREEMENTS)
        ]
        await asyncio.gather(*(system.tell(report) for report in [*reports, *reports]))
        await both_tick(system, twins)
        due = await system.ask(ListDue(), OccurrenceLines)

    assert due.occurrences == ()
    assert Counter(mail["To"] for mail in system.post.mails).total() == 2  # one digest each, and no more
    for function in (KOMMUNPOLIS, SAMORDNARE):
        assert len(system.post.to(function.mailbox)) == 1
    told = await rows(system.urls["followup"], "SELECT subject FROM event_log")
    subjects = Counter(row["subject"] for row in told)
    assert subjects["event.followup.activity-reported.v1"] == AGREEMENTS
    assert subjects["event.followup.occurrence-completed.v1"] == AGREEMENTS
    assert subjects["event.followup.reminder-due.v1"] == AGREEMENTS
    for url in system.urls.values():
        [row] = await rows(url, "SELECT count(*) AS given, coalesce(max(position), 0) AS top FROM event_position")
        assert row["given"] == row["top"]


@pytest.mark.parametrize("gone", ["agreements", "followup", "notifier"])
async def test_the_other_one_goes_on_when_one_is_gone(stopped_system: System, gone: str):
    system = stopped_system
    system.clock.set("2026-01-07T09:00")
    async with system.running(), contextlib.AsyncExitStack() as stack:
        twins = system.build()
        async with contextlib.AsyncExitStack() as short_lived:
            for name, twin in twins.items():
                await (short_lived if name == gone else stack).enter_async_context(twin.running(by_the_clock=False))
            await system.tell(register_agreement())
            await both_tick(system, twins)
        system.clock.set("2026-12-03T09:00")  # T−28 of the year
        await system.settle()

    assert len(system.post.to(KOMMUNPOLIS.mailbox)) == 1
