"""How does a service act on what others say? Each event once, in order per aggregate, a page per transaction.

A watermark per producer and aggregate: at or below → a repeat, passed over; next → applied; beyond → held until the gap
is filled. As a rule all of a page follows on: one statement moves its watermarks, and tells where that is not so. When
a page fails it is undone and done again one event at a time; what fails then waits (waiting.py).
"""

from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from schemas.base import REGISTRY, Event
from services.runtime import trace, waiting
from services.runtime.connection import Connection
from services.runtime.crash import crash_point
from services.runtime.database import Database, passes
from services.runtime.errors import told
from services.runtime.letters import UNREADABLE, Heard, Unreadable, damaged, read
from services.runtime.measures import Measures
from services.runtime.pull import acknowledge
from services.runtime.together import Together, grouped
from services.runtime.work import Work, write_down

log = structlog.get_logger()
Handler = Callable[..., Awaitable[None]]
Aggregate = tuple[str, str]
"""A producer, and what its event is about."""


class Hearing:
    """What a service hears, and how it is applied. `handlers` is by subject; other subjects only move the watermark."""

    def __init__(self, database: Database, handlers: dict[str, Handler], measures: Measures) -> None:
        self._database = database
        self.handlers = handlers
        self._measures = measures

    async def take(self, nc: Client, messages: Sequence[Msg]) -> None:
        """Apply a page and acknowledge it. Raises only faults that pass (see database.passes); then nothing is done."""
        began = perf_counter()
        events = [self._read(message) for message in messages]
        try:
            await self._apply(events)
        except Exception as error:
            if passes(error):
                raise
            log.warning("page failed, one event at a time", events=len(events), error=told(error))
            for event in events:
                await self._apply_one(event)
        await acknowledge(nc, messages)
        self._measures.batch.observe(perf_counter() - began)

    async def catch_up(self) -> int:
        """Try again what is due: stuck aggregates whose delay is over, held events whose gap is filled."""
        async with self._database.reading() as connection:
            aggregates = await waiting.due(connection)
        for aggregate in aggregates:
            await self._retry(aggregate)
        return len(aggregates)

    def _read(self, message: Msg) -> Heard:
        try:
            return read(message)
        except Unreadable as error:
            log.error("unreadable event is parked", subject=message.subject, error=str(error))  # noqa: TRY400
            return damaged(message, self._database.clock.now())

    async def _apply(self, events: Sequence[Heard]) -> None:
        async with self._database.transaction() as connection:
            moved = await waiting.move(connection, spans(events))
            ready = [event for event in events if event.aggregate in moved]
            if len(ready) < len(events):
                others = [event for event in events if event.aggregate not in moved]
                ready += await self._look_closer(others, moved, connection)
            await write_down(await self._handle_all(ready, connection))
            await crash_point("hear.before_commit")
        await crash_point("hear.after_commit")
        self._measures.applied.inc(len(ready))
        for aggregate, holds in moved.items():
            if holds:  # a gap may be filled
                await self._retry(aggregate)

    async def _look_closer(
        self, events: Sequence[Heard], moved: dict[Aggregate, bool], connection: Connection
    ) -> list[Heard]:
        """What may be applied now where not all simply follows on: the rest is held, or a repeat."""
        stands = await waiting.stands(connection, list({event.aggregate: None for event in events}))
        marks: dict[Aggregate, int] = {}
        held: list[Heard] = []
        ready: list[Heard] = []
        for event in events:
            mark, stuck, _ = stands[event.aggregate]
            mark = marks.get(event.aggregate, mark)
            if event.sequence <= mark:
                self._measures.repeats.inc()
            elif stuck or event.sequence > mark + 1 or event.producer == UNREADABLE:
                held.append(event)
            else:
                ready.append(event)
                marks[event.aggregate] = event.sequence
        await waiting.set_marks(connection, {key: (stands[key][0], mark) for key, mark in marks.items()})
        await waiting.hold(connection, held)
        for event in held:
            if event.producer == UNREADABLE:
                await waiting.park(connection, event.aggregate, "the envelope cannot be read")
        holding = {event.aggregate for event in held}
        moved |= {key: stands[key][2] or key in holding for key in marks}
        return ready

    async def _apply_one(self, event: Heard) -> None:
        try:
            await self._apply([event])
        except Exception as error:
            if passes(error):
                raise
            log.exception("event failed", subject=event.subject, about=event.about, sequence=event.sequence)
            async with self._database.transaction() as connection:
                await waiting.hold(connection, [event])
                await waiting.trip(connection, event.aggregate, told(error))
                await crash_point("hear.before_hold_commit")
            await crash_point("hear.after_hold_commit")

    async def _retry(self, aggregate: tuple[str, str]) -> None:
        """Apply the held events of one aggregate as far as they follow on each other, each for itself."""
        try:
            while await self._apply_next_held(aggregate):
                self._measures.applied.inc()
        except Exception as error:
            if passes(error):
                raise
            log.exception("event failed again", producer=aggregate[0], about=aggregate[1])
            async with self._database.transaction() as connection:
                await waiting.trip(connection, aggregate, told(error))
                await crash_point("hear.before_trip_commit")
            await crash_point("hear.after_trip_commit")

    async def _apply_next_held(self, aggregate: tuple[str, str]) -> bool:
        async with self._database.transaction() as connection:
            [(mark, *_)] = (await waiting.stands(connection, [aggregate])).values()
            event = await waiting.next_held(connection, aggregate)
            if event is None or event.sequence != mark + 1:
                await waiting.release(connection, aggregate, mark)
                return False
            work = await self._handle(event, connection)
            await waiting.set_marks(connection, {aggregate: (mark, event.sequence)})
            await waiting.release(connection, aggregate, event.sequence)
            await write_down([work])
            await crash_point("hear.before_held_commit")
        await crash_point("hear.after_held_commit")
        return True

    async def _handle_all(self, events: Sequence[Heard], connection: Connection) -> list[Work]:
        works: list[Work] = []
        for group in grouped(events):
            handler = self.handlers.get(group[0].subject)
            if isinstance(handler, Together):
                works += (together := self._works(group, connection))
                await handler.handle([(_fact(event), work) for event, work in zip(group, together, strict=True)])
            elif handler:
                works += [await self._handle(event, connection) for event in group]
        return works

    def _works(self, events: Sequence[Heard], connection: Connection) -> list[Work]:
        now, span = connection.now, trace.new_span()
        return [Work(connection, now, event.id, trace=trace.continued(event.trace, span)) for event in events]

    async def _handle(self, event: Heard, connection: Connection) -> Work:
        trace.begin(event.trace)
        work = Work(connection, connection.now, event.id)
        handler = self.handlers.get(event.subject)
        if event.producer == UNREADABLE:
            raise Unreadable("nobody knows whose turn it is: it can only be skipped")
        if handler:
            await handler(_fact(event), work)
        return work


def spans(events: Sequence[Heard]) -> dict[Aggregate, tuple[int, int]]:
    """First and last of the events of each aggregate, where each follows on the one before."""
    found: dict[Aggregate, tuple[int, int]] = {}
    for event in events:
        first, last = found.get(event.aggregate, (event.sequence, event.sequence - 1))
        found[event.aggregate] = first, event.sequence if event.sequence == last + 1 else -1
    return {key: span for key, span in found.items() if span[1] > 0 and key[0] != UNREADABLE}


def _fact(event: Heard) -> Event:
    fact = REGISTRY[event.subject].model_validate_json(event.body)
    assert isinstance(fact, Event)  # noqa: S101  hears() takes events only
    return fact
