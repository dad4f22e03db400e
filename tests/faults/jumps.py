"""What if the clock is wrong, and is put right, while all goes on? It jumps an hour, a month and a day, both ways."""

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from deploy.embedded.folder import CLOCK
from deploy.embedded.secret import write_private
from deploy.provision import keepers
from services.runtime.clock import STOCKHOLM, day_in_stockholm, real_now
from tests.faults.checks import everything
from tests.faults.evidence import Attempt, Evidence, gather
from tests.faults.load import People
from tests.faults.mails import doubles
from tests.faults.outside import until
from tests.faults.quiet import until_quiet
from tests.faults.rig import OWN_SETTINGS, Rig
from tests.faults.run import some_mornings
from tests.faults.verdict import Kind, Wrong

BEGIN = datetime(2026, 1, 7, 7, 20, tzinfo=STOCKHOLM)
"""A Wednesday, so shortly before eight that the jumps of an hour pass it, come back, and pass it again."""
HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)
JUMPS = (HOUR, -HOUR, HOUR, MONTH, -DAY, DAY)
MINUTE_A_SECOND = 60.0
STANDS_STILL = 60.0
"""Seconds without any change after which what still waits will wait for ever."""
SLACK = timedelta(minutes=5)
"""Of the domain's time: some seconds in which a process goes on with the time it has read."""
LEASE = timedelta(seconds=float(OWN_SETTINGS["LOFTESKOLL_NOTIFIER_LEASE_SECONDS"]))
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Plan:
    agreements: int
    jumps: Sequence[timedelta]
    between: float
    """Seconds of work between two jumps."""
    planted: str = ""


@dataclass(frozen=True, slots=True)
class Lived:
    """What was found at the end, and which times the clock has shown."""

    evidence: Evidence
    spans: Sequence[Span]
    told_at: Mapping[UUID, datetime]
    """By event: the time that stands on it."""
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        events, mails = len(self.told_at), len(self.evidence.mails)
        return f"{len(self.spans) - 1} jumps under load: {events} events, {mails} mails, {len(self.wrong)} wrong"


class Careful(People):
    """Who reports only on days that have begun also when the clock goes back while they speak."""

    @property
    def today(self) -> date:
        return day_in_stockholm(self._system.now() - DAY - HOUR)


async def run(folder: Path, plan: Plan) -> Lived:
    system, spans = Rig(folder, planted=plan.planted), []
    people = Careful(system, 1)
    try:
        await asyncio.to_thread(system.up, BEGIN, MINUTE_A_SECOND)
        began = system.now()
        for number in range(plan.agreements):
            await people.agree(number)
        async with people.at_work(plan.agreements):
            for by in plan.jumps:
                await asyncio.sleep(plan.between)
                spans.append((began, system.now()))
                began = await asyncio.to_thread(jump, system, by)
            await asyncio.sleep(plan.between)
        await people.say_all_again()
        await until(system.is_ready, "all are ready")
        back = real_now()
        await until_quiet(system, back, STANDS_STILL)
        quiet_since = await some_mornings(system, back, STANDS_STILL)
        spans.append((began, system.now()))
        lived = Lived(await gather(system, people.notes, quiet_since), spans, await _told_at(system))
    finally:
        await people.leave()
        await asyncio.to_thread(system.down)
    found = [*everything(lived.evidence), *(one for check in CHECKS for one in check(lived))]
    lived.wrong.extend(f"{kind}: {what}" for kind, what in found)
    return lived


def jump(system: Rig, by: timedelta) -> datetime:
    """The clock's file says another time from now on. Its keeper writes it too: again until it holds."""
    path, aim, since = system.folder / CLOCK, system.now() + by, real_now()

    def off() -> timedelta:
        told = json.loads(path.read_text())
        return abs(system.now() - aim - (real_now() - since) * float(told["speed"]))

    held = 0
    while held < 3:
        if off() > timedelta(seconds=30):
            now = aim + (real_now() - since) * float(json.loads(path.read_text())["speed"])
            told = {"domain": now.isoformat(), "real": real_now().isoformat()}
            write_private(path, json.dumps(json.loads(path.read_text()) | told))
            held = 0
        held += 1
        time.sleep(0.2)
    return aim


async def _told_at(system: Rig) -> dict[UUID, datetime]:
    return {
        row["id"]: row["occurred_at"]
        for name in keepers()
        for row in await system.rows(name, "SELECT id, occurred_at FROM event_log")
    }


def each_event_is_of_a_time_that_the_clock_has_shown(lived: Lived) -> Iterator[Wrong]:
    for event, at in lived.told_at.items():
        if not any(since - SLACK <= at <= until + SLACK for since, until in lived.spans):
            yield Kind.WRONG_ROWS, f"event {event} says {at}, and the clock never did"


def no_claim_is_taken_from_who_holds_it(lived: Lived) -> Iterator[Wrong]:
    """Leases run by the database's time: a jump of the domain's ends none of them."""
    tries: defaultdict[UUID, dict[int, list[Attempt]]] = defaultdict(lambda: defaultdict(list))
    for attempt in lived.evidence.attempts:
        tries[attempt.notice_id][attempt.number].append(attempt)
    for notice, numbers in tries.items():
        for before, after in zip(sorted(numbers), sorted(numbers)[1:], strict=False):
            left = {one.phase for one in numbers[before]} <= {"claimed", "dot"}
            held = numbers[after][0].at - numbers[before][0].at
            if left and held < LEASE:
                yield Kind.WRONG_ROWS, f"notice {notice} was claimed again after {held}, while it was held"


def no_mail_comes_twice(lived: Lived) -> Iterator[Wrong]:
    """Nobody was killed, so no doubt explains a copy; and what one mail has told, no other tells."""
    if many := doubles(lived.evidence):
        yield Kind.DOUBLE_UNEXPLAINED, f"{many} mails came more than once, though nobody died"
    accepted = Counter(one.notice_id for one in lived.evidence.attempts if one.phase == "accepted")
    for notice, times in accepted.items():
        if times > 1:
            yield Kind.DOUBLE_UNEXPLAINED, f"notice {notice} was mailed {times} times"


CHECKS = (each_event_is_of_a_time_that_the_clock_has_shown, no_claim_is_taken_from_who_holds_it, no_mail_comes_twice)
