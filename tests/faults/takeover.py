"""Who has the turn, and how long after a kill -9 has the other one taken over? Two of every service, under load."""

import asyncio
import os
import signal
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

from schemas.agreements import RegisterAgreement
from schemas.base import Command, Party
from services.runtime.clock import STOCKHOLM, real_now
from services.runtime.turn import HEARING, RELAY
from tests.builders import a_commitment, a_document, a_function
from tests.faults.checks import everything
from tests.faults.evidence import gather
from tests.faults.load import People
from tests.faults.outside import until
from tests.faults.quiet import until_quiet
from tests.faults.rig import SECOND, Rig
from tests.faults.run import some_mornings
from tests.faults.two import HEARERS, KEEPERS, Watch, processes_at

BEGIN = datetime(2026, 1, 7, 10, tzinfo=STOCKHOLM)
MINUTE_A_SECOND = 60.0
PROMISED = 15.0
"""Seconds."""
HAD = "what the dead one had is heard"
CLAIMS = "notifier: what the dead one had claimed is mailed"
LOOK = 0.05
LONGEST_STOP = 3.0
"""Less than those who ask wait for an answer."""
ASKED_AGAIN = 6.0
"""Seconds: whose wish died with a process asks again after five."""
BETWEEN = 0.5
LAST_SAID, LAST_PUBLISHED = (
    "SELECT coalesce(max(seq), 0) FROM event_log",
    "SELECT coalesce(max(seq), 0) FROM event_position",
)
HEARD = "SELECT coalesce(sum(sequence), 0)::bigint FROM watermark"
IN_HAND = """SELECT n.claimed_by, a.client_port FROM notice n JOIN pg_stat_activity a ON a.pid = n.claimed_by
WHERE n.state = 'claimed' AND n.phase = 'claimed' LIMIT 1"""
STILL_IN_HAND = "SELECT count(*) FROM notice WHERE state = 'claimed' AND phase = 'claimed' AND claimed_by = {}"
MAILED = "SELECT count(*) FROM attempt WHERE phase = 'accepted'"


class Steady(People):
    """Whose wishes never cease: what is published, heard and mailed never stands still for want of work."""

    def __init__(self, system: Rig) -> None:
        super().__init__(system, 1)
        self.waits: list[tuple[str, float, float]] = []
        """Of every wish: whose it was, and when it was told and answered."""
        self._numbers = count(1)

    async def go_on(self) -> None:
        """A promise whose reminder leaves at once, again and again."""
        async with asyncio.TaskGroup() as tasks:
            while not self._stopping.is_set():
                tasks.create_task(self.tell(one_that_is_soon_due(next(self._numbers), self.today)))
                await asyncio.sleep(BETWEEN)

    async def _until_answered(self, wish: Command) -> None:
        told = time.monotonic()
        await super()._until_answered(wish)
        self.waits.append((wish.subject.split(".")[1], told, time.monotonic()))

    def longest_wait(self, service: str, since: float) -> float:
        """From that moment on, of those that waited then or began soon after."""
        waited = [end - max(since, told) for of, told, end in self.waits if of == service and told < since + PROMISED]
        return max([0.0, *waited])


def one_that_is_soon_due(number: int, today: date) -> RegisterAgreement:
    slug, lead = f"snart-{number}", a_function(f"kommunpolis {number}", Party.POLICE, f"snart.{number}@example.se")
    document = a_document(
        slug,
        since=str(today - timedelta(days=6)),
        functions=(lead,),
        commitments=(a_commitment(f"{slug}-1", due=str(today + timedelta(days=3)), by=(lead,), agreement=slug),),
        registration_numbers=dict.fromkeys(Party, f"TEST snart {number}/2026"),
    )
    return RegisterAgreement(document=document, signed_on=today)


@dataclass(slots=True)
class Result:
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """How long each takeover took, by what was taken over."""
    wrong: list[str] = field(default_factory=list)

    @property
    def too_long(self) -> dict[str, float]:
        return {what: max(taken) for what, taken in self.seconds.items() if max(taken) > PROMISED}

    def __str__(self) -> str:
        lines = [f"{'taken over after a kill -9':42} {'times':>5} {'median':>7} {'longest':>8}"]
        for what, taken in sorted(self.seconds.items()):
            lines.append(f"{what:42} {len(taken):5} {sorted(taken)[len(taken) // 2]:6.1f}s {max(taken):7.1f}s")
        return "\n".join(lines)


async def run(folder: Path, rounds: int) -> Result:
    system, result = Rig(folder), Result()
    people = Steady(system)
    try:
        await asyncio.to_thread(system.up, BEGIN, MINUTE_A_SECOND)
        await people.agree(0)
        async with AsyncExitStack() as stack:
            watch = Watch(system)
            await watch.begin(stack)
            async with people.at_work(1):
                going_on = asyncio.create_task(people.go_on())
                await asyncio.sleep(2)
                for _ in range(rounds):
                    for act in (_kill_relays, _kill_listeners, _kill_with_a_page_in_hand, _kill_with_claims_in_hand):
                        await act(watch, people, result)
                        await until(system.is_ready, "all are back")
            await going_on
        await people.say_all_again()
        back = real_now()
        await until_quiet(system, back)
        quiet_since = await some_mornings(system, back, 60)
        evidence = await gather(system, people.notes, quiet_since)
        result.wrong = [f"{kind}: {what}" for kind, what in everything(evidence)]
    finally:
        await people.leave()
        await asyncio.to_thread(system.down)
    return result


async def _kill_relays(watch: Watch, people: Steady, result: Result) -> None:
    """The active relay of every service at the same moment."""
    holders = [await watch.holder(service, RELAY) for service in KEEPERS]
    await _kill(watch, people, result, dict(zip(KEEPERS, holders, strict=True)))


async def _kill_listeners(watch: Watch, people: Steady, result: Result) -> None:
    holders = [await watch.holder(service, HEARING) for service in HEARERS]
    await _kill(watch, people, result, dict(zip(HEARERS, holders, strict=True)))


async def _kill(watch: Watch, people: Steady, result: Result, victims: dict[str, str]) -> None:
    """All of them, and then measure until others do what they did."""
    looks = [look for service in victims for look in await _looks(watch, service)]
    for name in victims.values():
        assert name, f"nobody has the turn: {victims}"
        os.kill(watch.system.pid(name), signal.SIGKILL)
    killed = time.monotonic()
    taken = await asyncio.gather(*(_until(holds, killed) for _, holds in looks))
    for (what, _), seconds in zip(looks, taken, strict=True):
        result.seconds[what].append(seconds)
    await asyncio.sleep(max(0.0, killed + ASKED_AGAIN - time.monotonic()))
    for service in victims.keys() - {"notifier"}:
        result.seconds[f"{service}: a wish is answered"].append(people.longest_wait(service, killed))


Look = tuple[str, Callable[[], Awaitable[bool]]]


async def _looks(watch: Watch, service: str) -> Sequence[Look]:
    """By what one sees that somebody does the work again: more is published, heard, mailed than before."""
    said = await watch.value(service, LAST_SAID)
    questions = {f"{service}: what is said is published": (LAST_PUBLISHED, said)}
    if service in HEARERS:
        questions[f"{service}: what others say is heard"] = (HEARD, await watch.value(service, HEARD))
    if service == "notifier":
        questions["notifier: mails leave"] = (MAILED, await watch.value(service, MAILED))

    def more(question: str, before: int) -> Callable[[], Awaitable[bool]]:
        async def holds() -> bool:
            return await watch.value(service, question) > before

        return holds

    return [(what, more(*question)) for what, question in questions.items()]


async def _kill_with_a_page_in_hand(watch: Watch, people: Steady, result: Result) -> None:
    """Who listens is stopped, so that NATS gives it what it never reads; then killed. When is all that applied?"""
    await asyncio.gather(*(_kill_one_with_a_page_in_hand(watch, service, result) for service in HEARERS))


async def _kill_one_with_a_page_in_hand(watch: Watch, service: str, result: Result) -> None:
    pid, (before, _) = watch.system.pid(await watch.holder(service, HEARING)), await watch.given(service)
    os.kill(pid, signal.SIGSTOP)
    deadline = time.monotonic() + PROMISED
    while (given := (await watch.given(service))[0]) == before and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(LOOK)  # NATS tells nobody whom it has given what
    os.kill(pid, signal.SIGKILL)

    async def all_done() -> bool:
        return (await watch.given(service))[1] >= given

    if given > before:  # else nobody said anything meanwhile, and nothing was in its hands
        result.seconds[f"{service}: {HAD}"].append(await _until(all_done, time.monotonic()))


async def _kill_with_claims_in_hand(watch: Watch, _people: Steady, result: Result) -> None:
    """Who mails waits with its claims in hand while agreements is stopped and does not tell it where to."""
    deadline = time.monotonic() + 2 * PROMISED
    silent = [watch.system.pid("agreements" + nr) for nr in ("", SECOND)]
    while time.monotonic() < deadline:
        with _stopped(silent):
            claimed_by, victim = await _with_claims_in_hand(watch)
            if victim:
                os.kill(victim, signal.SIGKILL)
        if victim:
            in_hand = STILL_IN_HAND.format(claimed_by)

            async def none_left(in_hand: str = in_hand) -> bool:
                return not await watch.value("notifier", in_hand)

            result.seconds[CLAIMS].append(await _until(none_left, time.monotonic()))
            return
        await asyncio.sleep(BETWEEN)


@contextmanager
def _stopped(pids: Sequence[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


async def _with_claims_in_hand(watch: Watch) -> tuple[int, int]:
    """By which connection notices are claimed, and the process that has it; zeros when nobody has any for a while."""
    deadline = time.monotonic() + LONGEST_STOP
    while time.monotonic() < deadline:
        if found := await watch.row("notifier", IN_HAND):
            return found[0], next(iter(processes_at(found[1])), 0)
        await asyncio.sleep(LOOK)
    return 0, 0


async def _until(holds: Callable[[], Awaitable[bool]], since: float) -> float:
    """Seconds."""
    while not await holds():
        assert time.monotonic() < since + 120, "nobody has taken over"
        await asyncio.sleep(LOOK)
    return time.monotonic() - since
