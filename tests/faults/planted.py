"""Would the harness see a fault? These are planted on purpose, one at a time, and each must be found.

`LOFTESKOLL_TEST=1 LOFTESKOLL_PLANTED=<name> python -m tests.faults.planted services.followup.app` runs a service with
one of its rules broken. The services themselves hold nothing of it: what is planted replaces a function as they start.
"""

import asyncio
import inspect
import os
import runpy
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import false, text

from schemas import progress
from services.followup.model import occurrence
from services.followup.store import reminders
from services.notifier.channels import letter as letters
from services.notifier.handlers import hearing as heard
from services.notifier.handlers import mailing
from services.notifier.model import draft as drafts
from services.notifier.model.outcome import Became, Outcome
from services.notifier.store import claims
from services.runtime import answering, hearing, relay, waiting, work

PLANTED: dict[str, Callable[[], None]] = {}
NOTHING = UUID(int=0)
TOGETHER = "+"
A_BUSY_MOMENT = 0.2
"""Seconds, as on a machine with much to do: long enough for a kill to meet."""


def plants(bug: Callable[[], None]) -> Callable[[], None]:
    PLANTED[bug.__name__.replace("_", "-")] = bug
    return bug


def put(place: Any, name: str, other: object) -> None:
    """What is replaced must be there, and called as the other is: a plant that breaks all would be found for that."""
    if not hasattr(place, name):
        raise AttributeError(f"{place} has no {name}: plant it elsewhere")
    if inspect.isfunction(was := getattr(place, name)) and callable(other):
        inspect.signature(other).bind(*inspect.signature(was).parameters)
    setattr(place, name, other)


def other_ids() -> None:
    """The log refuses an id it has: with that left, what is done twice could not be told twice."""
    put(work, "uuid5", lambda *_: uuid4())


@plants
def settled_before_published() -> None:
    async def send(self: Any, connection: Any, stream: str, rows: Sequence[Any]) -> None:
        if rows:
            nowhere = [row["seq"] for row in rows], stream, [0 for _ in rows]
            await connection.execute("SELECT settle_events($1, $2, $3)", *nowhere)
            await relay.publish(self._nc, stream, [one for row in rows for one in relay.copies(self._producer, row)])

    put(relay.Relay, "_send", send)


@plants
def cursor_instead_of_queue() -> None:
    head, _, tail = relay._NEXT.partition("FROM event_queue q JOIN event_log e USING (seq)")
    where = "WHERE e.seq > (SELECT coalesce(max(seq), 0) FROM event_position) ORDER BY q.seq"
    newer = tail.replace("ORDER BY q.seq", where).replace("q.seq", "e.seq")
    put(relay, "_NEXT", head.replace("q.seq", "e.seq") + "FROM event_log e" + newer)


@plants
def nothing_put_back_after_a_wipe() -> None:
    async def reconcile(*_: object) -> bool:
        return False

    async def already_taken(*_: object) -> dict[tuple[str, str], int]:
        return {}

    put(relay, "reconcile", reconcile)
    put(relay, "already_taken", already_taken)


@plants
def acknowledged_before_the_commit() -> None:
    take = hearing.Hearing.take

    async def hasty(self: Any, nc: Any, messages: Any) -> None:
        await hearing.acknowledge(nc, messages)
        await nc.flush()
        await asyncio.sleep(A_BUSY_MOMENT)
        await take(self, nc, messages)

    put(hearing.Hearing, "take", hasty)


@plants
def no_watermark() -> None:
    highest = text("""
    INSERT INTO watermark AS w VALUES (:producer, :about, :sequence) ON CONFLICT (producer, about)
    DO UPDATE SET sequence = greatest(w.sequence, excluded.sequence)""")

    async def apply(self: Any, events: Any) -> None:
        async with self._database.transaction() as connection:
            for event in events:
                await work.write_down([await self._handle(event, connection)])
                named = {"producer": event.producer, "about": event.about, "sequence": event.sequence}
                await connection.execute(highest, named)

    put(hearing.Hearing, "_apply", apply)
    other_ids()


@plants
def early_events_dropped() -> None:
    take = hearing.Hearing.take

    async def slow(self: Any, nc: Any, messages: Any) -> None:
        await asyncio.sleep(A_BUSY_MOMENT)
        await take(self, nc, messages)

    async def hold(*_: object) -> None:
        return None

    put(hearing.Hearing, "take", slow)
    put(waiting, "hold", hold)


@plants
def commands_carried_out_again() -> None:
    async def finish(asked: Any) -> None:
        await work.write_down([done for _, done in asked])

    put(answering, "finish", finish)
    put(occurrence, "uuid5", lambda *_: uuid4())
    other_ids()


@plants
def sent_before_smtp() -> None:
    mark = mailing.Mailing.mark

    async def hasty(self: Any, letters: Any, work: Any) -> list[bool]:
        marked = await mark(self, letters, work)
        leaving = [letter for letter, may in zip(letters, marked, strict=True) if may]
        await self.record([Outcome(Became.SENT, one.claims, one.mail) for one in leaving], work)
        return marked

    put(mailing.Mailing, "mark", hasty)


@plants
def abandoned_claims_left() -> None:
    put(claims, "ABANDONED", false())


@plants
def no_fence_at_the_dot() -> None:
    async def mark(self: Any, leaving: Any, *_: object) -> set[Any]:
        for mail, held in leaving:
            ids = [claim.notice_id for claim in held]
            these = claims.update(claims.notice).where(claims.notice.c.id.in_(ids))
            phase = {"phase": claims.Phase.DOT, "mail_id": mail.id, "message_id": mail.message_id}
            await self._connection.execute(these.values(phase))
            await self._note(held, claims.Phase.DOT, mail)
        return {mail.id for mail, _ in leaving}

    put(claims.Claims, "mark", mark)


@plants
def rungs_within_a_day_only() -> None:
    take_due = reminders.Reminders.take_due

    async def polled(self: Any, now: datetime, after: Any, limit: int) -> Any:
        return await take_due(self, now, after or (now - timedelta(days=1), NOTHING), limit)

    put(reminders.Reminders, "take_due", polled)


@plants
def overdue_without_a_version() -> None:
    report = occurrence.Occurrence.report

    def forgetful(self: Any, *told: Any) -> Any:
        told_of, one, facts = report(self, *told)
        return replace(told_of, overdue_version=0), one, facts

    put(occurrence.Occurrence, "report", forgetful)


@plants
def digest_without_its_last() -> None:
    write = letters.write

    def short(draft: Any, head: Any, now: Any) -> Any:
        whole = write(draft, head, now)
        if len(draft.items) == 1:
            return whole
        less = write(replace(draft, items=draft.items[:-1]), head, now)
        names = less.mail.message_id.encode(), whole.mail.message_id.encode()
        return replace(whole, content=less.content.replace(*names))

    put(mailing, "write", short)


@plants
def message_ids_by_chance() -> None:
    mail = drafts.Draft.mail

    def another(self: Any, domain: str, *red_too: Any) -> Any:
        same = mail(self, domain, *red_too)
        return replace(same, message_id=f"<r.{same.id}.{uuid4().hex[:16]}@{domain}>")

    put(drafts.Draft, "mail", another)


@plants
def progress_to_the_wrong_county() -> None:
    put(progress, "county_of", lambda _code: "01")


@plants
def mailed_though_done() -> None:
    put(drafts, "why_not", lambda *_: "")

    async def told(*_: object) -> None:
        return None

    put(heard, "on_occurrence_completed", told)


@plants
def hash_chain_not_extended() -> None:
    """Planted in the databases by the harness: this rule stands in SQL."""


UNCHAINED = """
CREATE OR REPLACE FUNCTION event_hash(prev bytea, id uuid, about text, sequence bigint, subjects text,
  occurred_at timestamptz, cause uuid, body text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(concat_ws(E'\\n', id, about, sequence, subjects,
    (extract(epoch FROM occurred_at) * 1000000)::bigint, cause, body), 'UTF8'))
$$"""


def main(module: str) -> None:
    name = os.environ.get("LOFTESKOLL_PLANTED", "")
    if os.environ.get("LOFTESKOLL_TEST") != "1":
        sys.exit("A fault is planted only where LOFTESKOLL_TEST=1.")
    for one in name.split(TOGETHER):
        if one not in PLANTED:
            sys.exit(f"No fault is called {one!r}; there are {', '.join(PLANTED)}.")
        PLANTED[one]()
    sys.modules.pop(module, None)
    runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1])
