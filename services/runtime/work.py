"""What may a handler read, change and announce? One message, one transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text

from schemas.base import Command, Event
from services.runtime import trace
from services.runtime.clock import day_in_stockholm
from services.runtime.connection import Connection

_APPEND = text("SELECT append_events(:ids, :abouts, :kinds, :targets, :bodies, :at, :causes, :traces)")
_FINISH = text("""
SELECT finish_commands(:commands, :wishes, :wished, :ids, :abouts, :kinds, :targets, :bodies, :at, :causes, :traces)""")

BIGGEST_BODY = 900_000
"""Bytes. What the bus would not take (1 MB with its headers) must not come into the log: all behind it would wait."""


class Repeated(Exception):
    """The wish has been carried out before: what it did now is undone, and it is answered as it was."""


@dataclass(slots=True)
class Work:
    """`connection` is inside the transaction; the runtime commits it, nobody else."""

    connection: Connection
    now: datetime
    """Aware, UTC; read once, so that every rule in this transaction agrees on the time."""
    cause: UUID
    """The command or event that this work answers."""
    facts: list[Event] = field(default_factory=list)
    trace: str = field(default_factory=trace.current)

    @property
    def today(self) -> date:
        """The day in Stockholm."""
        return day_in_stockholm(self.now)

    def emit(self, *facts: Event) -> None:
        """Say what has happened. It is written to the event log with this work, and published after the commit."""
        self.facts.extend(facts)


async def write_down(works: Sequence[Work]) -> None:
    """Write to the event log what these works emitted, in one statement. They share one transaction and moment."""
    if any(work.facts for work in works):
        await works[0].connection.execute(_APPEND, _said(works))


async def finish(asked: Sequence[tuple[Command, Work]]) -> None:
    """Note that these are done and write down what they emitted. Raises Repeated when one was done before."""
    named = {
        "commands": [wish.command_id for wish, _ in asked],
        "wishes": [wish.subject for wish, _ in asked],
        "wished": [fingerprint(wish) for wish, _ in asked],
    }
    works = [work for _, work in asked]
    if not await works[0].connection.scalar(_FINISH, named | _said(works)):
        raise Repeated


def fingerprint(wish: Command) -> bytes:
    """By which a repeat is known from another wish under the same id."""
    return hashlib.sha256(wish.model_dump_json().encode()).digest()


def _said(works: Sequence[Work]) -> dict[str, Any]:
    said = [(work, nr, fact) for work in works for nr, fact in enumerate(work.facts)]
    bodies = [fact.model_dump_json() for _, _, fact in said]
    if any(len(body.encode()) > BIGGEST_BODY for body in bodies):
        raise ValueError("a fact is too big for the bus")
    return {
        # the same cause gives the same ids: work done twice cannot be told twice
        "ids": [uuid5(work.cause, f"{fact.subject} {fact.about} {nr}") for work, nr, fact in said],
        "abouts": [fact.about for _, _, fact in said],
        "kinds": [fact.subject for _, _, fact in said],
        "targets": [" ".join(fact.subjects()) for _, _, fact in said],
        "bodies": bodies,
        "at": works[0].now,
        "causes": [work.cause for work, _, _ in said],
        "traces": [work.trace for work, _, _ in said],
    }
