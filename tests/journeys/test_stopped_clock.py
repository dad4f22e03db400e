"""A clock that does not come back after a restart is seen from outside: how late is the oldest that is due?"""

from prometheus_client import generate_latest

from services.runtime.health import Health
from tests.builders import SAMORDNARE, a_commitment, register_agreement
from tests.system import System

HOUR = 3600


async def late(system: System, service: str) -> dict[str, float]:
    """As /ready and /metrics tell it; both ask the database, not the clock."""
    state = await Health(system.services[service]).state()
    told = generate_latest(system.services[service].measures.registry).decode()
    found = state["oldest_due_seconds"]
    assert isinstance(found, dict)
    for what, seconds in found.items():
        assert f'oldest_due_seconds{{what="{what}"}} {seconds}' in told
    return found


async def test_reminders_and_mails_that_a_dead_clock_leaves_behind_are_counted(system: System):
    system.clock.set("2026-01-07T09:00")
    await system.tell(register_agreement(commitments=(a_commitment(due="2026-03-31", by=(SAMORDNARE,)),)))
    await system.settle()
    assert (await late(system, "followup"), await late(system, "notifier")) == ({"reminders": 0.0}, {"mail": 0.0})

    system.clock.set("2026-03-03T10:00")  # and nothing ticks: a reminder's morning was two hours ago
    assert await late(system, "followup") == {"reminders": 2 * HOUR}

    system.post.answers.append("451 4.7.1 Greylisted")
    await system.settle()
    system.clock.set("2026-03-03T13:00")
    assert (await late(system, "followup"), await late(system, "notifier")) == ({"reminders": 0.0}, {"mail": 3 * HOUR})


async def test_what_has_left_is_late_no_longer(system: System):
    system.clock.set("2026-01-07T09:00")
    await system.tell(register_agreement(commitments=(a_commitment(due="2026-03-31", by=(SAMORDNARE,)),)))
    system.clock.set("2026-03-03T10:00")
    await system.settle()
    system.clock.set("2026-03-03T13:00")
    assert len(system.post.mails) == 1
    assert (await late(system, "followup"), await late(system, "notifier")) == ({"reminders": 0.0}, {"mail": 0.0})
