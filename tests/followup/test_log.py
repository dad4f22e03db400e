"""Is each change told at exactly one meeting, whatever commits, is published and is held in whatever order?"""

from dataclasses import dataclass, field
from datetime import date
from itertools import count, pairwise
from uuid import UUID, uuid4

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from schemas.agreements import Responsible
from schemas.base import Party
from schemas.followup import (
    CloseMeeting,
    CommitmentHandedOver,
    FreezeSummaryAnew,
    PlanMeeting,
    RemindersSaid,
    ShowFrozenSummary,
    Summary,
)
from services.followup.model.log import NOTHING_SEEN, Mark, Said, between
from services.runtime.connection import Connection
from services.runtime.work import Work, write_down
from tests.builders import a_commitment, a_document
from tests.followup.following import Following, signed
from tests.followup.values import day

COMMITMENTS = 4
FACT = RemindersSaid(on=date(2026, 3, 2))
step = some.one_of(
    some.tuples(some.just("say"), some.integers(0, COMMITMENTS - 1)),
    some.tuples(some.just("commit"), some.integers(0, COMMITMENTS - 1)),
    some.tuples(some.just("publish"), some.integers(1, 3)),
    some.just(("meet", 0)),
)


@dataclass
class Ledger:
    """An event log as PostgreSQL keeps it: numbered when written, seen when committed, placed when published."""

    going_on: dict[int, int] = field(default_factory=dict)
    positions: dict[int, int | None] = field(default_factory=dict)
    """Of what is committed."""
    numbers: count = field(default_factory=lambda: count(1))

    def say(self, writer: int) -> None:
        self.going_on.setdefault(writer, next(self.numbers))

    def commit(self, writer: int) -> None:
        if writer in self.going_on:
            self.positions[self.going_on.pop(writer)] = None

    def publish(self, some_of_them: int) -> None:
        last = max((place for place in self.positions.values() if place), default=0)
        waiting = sorted(seq for seq, place in self.positions.items() if place is None)
        for place, seq in enumerate(waiting[:some_of_them], start=last + 1):
            self.positions[seq] = place

    def look(self, after: Mark) -> list[Said]:
        """As the store asks: all but what the mark covers by its position."""
        return [
            Said(seq, place, FACT, FACT.on)
            for seq, place in self.positions.items()
            if place is None or place > after.position
        ]


@given(some.lists(step, max_size=40))
def test_each_fact_is_news_to_exactly_one_meeting_in_any_order(taken: list[tuple[str, int]]):
    ledger, marks, told = Ledger(), [NOTHING_SEEN], list[int]()

    def meet() -> None:
        seen = ledger.look(marks[-1])
        told.extend(one.seq for one in between(seen, marks[-1]))
        marks.append(marks[-1].moved_to(seen))

    for what, number in taken:
        meet() if what == "meet" else getattr(ledger, what)(number)
    for writer in range(COMMITMENTS):
        ledger.commit(writer)
    meet()
    assert sorted(told) == sorted(ledger.positions), "nothing is lost and nothing is told twice"
    again = [one.seq for after, until in pairwise(marks) for one in between(ledger.look(after), after, until)]
    assert sorted(again) == sorted(told), "looked at later, each meeting was told the same"


@dataclass
class Writers:
    """Transactions on connections of their own, which commit when they like."""

    followup: Following
    agreement: UUID
    commitments: list[UUID]
    going_on: dict[int, tuple[asyncpg.Connection, asyncpg.transaction.Transaction]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    async def say(self, writer: int) -> None:
        if writer in self.going_on:
            return
        connection = await asyncpg.connect(self.followup.url)
        transaction = connection.transaction()
        await transaction.start()
        role = f"funktion {len(self.said) + 1}"
        self.said.append(role)
        await append(connection, self._handed_over(writer, role), self.followup)
        self.going_on[writer] = connection, transaction

    async def commit(self, writer: int) -> None:
        if writer in self.going_on:
            connection, transaction = self.going_on.pop(writer)
            await transaction.commit()
            await connection.close()

    async def publish(self, some_of_them: int) -> None:
        """As the relay does when the stream has acknowledged."""
        connection = await asyncpg.connect(self.followup.url)
        waiting = await connection.fetch("SELECT seq FROM event_queue ORDER BY seq LIMIT $1", some_of_them)
        seqs = [row["seq"] for row in waiting]
        await connection.execute("SELECT settle_events($1, 'EVENTS', $2)", seqs, [0] * len(seqs))
        await connection.close()

    def _handed_over(self, writer: int, role: str) -> CommitmentHandedOver:
        to = Responsible(function_id=uuid4(), party=Party.POLICE, role=role)
        return CommitmentHandedOver(
            commitment_id=self.commitments[writer],
            agreement_id=self.agreement,
            was=(),
            responsible=(to,),
            on=day("2026-03-02"),
        )


_numbers = count(1)


@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=some.lists(step, max_size=14))
async def test_each_change_is_told_at_exactly_one_meeting_on_a_real_log(
    followup: Following, taken: list[tuple[str, int]]
):
    slug = f"ort-{next(_numbers)}"
    promised = tuple(a_commitment(f"{slug}-{number}", agreement=slug) for number in range(COMMITMENTS))
    document = a_document(slug, commitments=promised)
    await followup.hear(*signed(document))
    writers, meetings = Writers(followup, document.id, [one.id for one in promised]), list[str]()

    async def meet() -> None:
        meetings.append(f"{slug}/meeting-{len(meetings) + 1}")
        await followup.tell(PlanMeeting(agreement=slug, on=day("2026-03-02")))
        await followup.tell(CloseMeeting(meeting=meetings[-1], on=day("2026-03-02")))

    for what, number in taken:
        await (meet() if what == "meet" else getattr(writers, what)(number))
    for writer in range(COMMITMENTS):
        await writers.commit(writer)
    await meet()
    first = [await told(followup, meeting) for meeting in meetings]
    assert sorted(role for roles in first for role in roles) == sorted(writers.said)
    await writers.publish(1000)
    for meeting in meetings:
        await followup.tell(FreezeSummaryAnew(meeting=meeting, reason="Rättat stavfel"))
    assert [await told(followup, meeting) for meeting in meetings] == first


async def told(followup: Following, meeting: str) -> list[str]:
    """The functions that a meeting was told of."""
    answer = await followup.ask(ShowFrozenSummary(meeting=meeting))
    changes = Summary.model_validate_json(answer.content).changes
    assert changes
    return sorted(one.words.split(" till ")[1].partition(" (")[0] for one in changes.handed_over)


async def append(connection: asyncpg.Connection, fact: CommitmentHandedOver, followup: Following) -> None:

    work = Work(Connection(connection, followup.clock.now()), followup.clock.now(), uuid4())
    work.emit(fact)
    await write_down([work])
