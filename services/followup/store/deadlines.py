"""Where are the deadlines kept, with their ladders, and whose morning has come?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import distinct_on

from services.followup.model.deadline import Deadline, Kept
from services.followup.model.reminder import Ladder
from services.followup.store.columns import among
from services.followup.store.deadline_tables import deadline
from services.runtime.clock import morning
from services.runtime.connection import Connection

DEADLINE = [deadline.c[field.name] for field in fields(Deadline) if field.name not in {"why_quiet", "chosen"}]
KEPT = [*DEADLINE, deadline.c.rungs, deadline.c.outcomes]
MOST_LINES = 500

Place = tuple[datetime, UUID]
"""Where a page ended."""


class Deadlines:
    """A row for each version; only the last has rungs that wait. `leaves_at` is when the next of them leaves."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, begun: Iterable[Kept]) -> None:
        rows = [
            {column.name: getattr(one, column.name) for column in DEADLINE}
            | {"leaves_at": _morning(ladder), "rungs": ladder.rungs, "outcomes": ladder.outcomes}
            for one, ladder in sorted(begun, key=lambda kept: kept[0].id.int)
        ]
        if rows:
            await self._connection.execute(insert(deadline), rows)

    async def save(self, changed: Iterable[Ladder]) -> None:
        mine = (deadline.c.id == bindparam("key"), deadline.c.version == bindparam("number"))
        rows = [
            {"key": one.occurrence_id, "number": one.due_version, "at": _morning(one)}
            | {"steps": one.rungs, "became": one.outcomes}
            for one in sorted(changed, key=lambda one: one.occurrence_id.int)
        ]
        if rows:
            settled = update(deadline).where(*mine).values(leaves_at=bindparam("at"), outcomes=bindparam("became"))
            await self._connection.execute(settled.values(rungs=bindparam("steps")), rows)

    async def take_of_agreement(self, agreement_id: UUID) -> dict[UUID, Kept]:
        """To change them: each as it is now."""
        return await self._take(deadline.c.agreement_id == agreement_id)

    async def take(self, deadline_id: UUID) -> Kept | None:
        """To change it."""
        return (await self._take(deadline.c.id == deadline_id)).get(deadline_id)

    async def take_due(self, now: datetime, after: Place | None, limit: int) -> tuple[list[Kept], Place | None]:
        """Those whose next reminder's morning has come, and where the page ended (None: at the end).

        Locked, so that what changes them comes either before or after.
        """
        query = (
            select(*KEPT, deadline.c.leaves_at)
            .where(deadline.c.leaves_at <= now)
            .order_by(deadline.c.leaves_at, deadline.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if after:
            query = query.where(tuple_(deadline.c.leaves_at, deadline.c.id) > after)
        page = await self._connection.execute(query)
        return [_kept(row) for row in page], (page[-1].leaves_at, page[-1].id) if page else None

    async def oldest_due(self, now: datetime) -> datetime | None:
        """The earliest morning that has come of reminders that wait, in another's hand too; None: none waits."""
        waiting = select(func.min(deadline.c.leaves_at)).where(deadline.c.leaves_at <= now)
        oldest: datetime | None = await self._connection.scalar(waiting)
        return oldest

    async def with_ids(self, ids: Iterable[UUID]) -> dict[UUID, list[Kept]]:
        """All versions of each, in order; so do those that follow."""
        return await self._versions(select(*KEPT).where(among(deadline.c.id, ids)))

    async def of_agreement(self, agreement_id: UUID) -> dict[UUID, list[Kept]]:
        return await self._versions(select(*KEPT).where(deadline.c.agreement_id == agreement_id))

    async def waiting(self, until: date, agreement_id: UUID | None) -> list[Kept]:
        """Those of which something leaves by that day, of one agreement if told."""
        query = select(*KEPT).where(deadline.c.leaves_at <= morning(until))
        if agreement_id:
            query = query.where(deadline.c.agreement_id == agreement_id)
        return [_kept(row) for row in await self._connection.execute(query)]

    async def latest(self, since: date, agreement_id: UUID | None) -> list[Kept]:
        """Each in its last version, due since then; of one agreement if told."""
        query = select(*KEPT).ext(distinct_on(deadline.c.id)).order_by(deadline.c.id, deadline.c.version.desc())
        if agreement_id:
            query = query.where(deadline.c.agreement_id == agreement_id)
        last = query.subquery()
        return [_kept(row) for row in await self._connection.execute(select(last).where(last.c.due >= since))]

    async def standing(self) -> dict[UUID, list[Kept]]:
        """Those of which anything is still to leave, soonest due first; one more than can be told, to know of more."""
        query = select(*KEPT).where(deadline.c.leaves_at.is_not(None)).order_by(deadline.c.due, deadline.c.id)
        return {row.id: [_kept(row)] for row in await self._connection.execute(query.limit(MOST_LINES + 1))}

    async def _take(self, mine: ColumnElement[bool]) -> dict[UUID, Kept]:
        query = select(*KEPT).where(mine).order_by(deadline.c.id, deadline.c.version).with_for_update()
        return {row.id: _kept(row) for row in await self._connection.execute(query)}

    async def _versions(self, query: Select[Any]) -> dict[UUID, list[Kept]]:
        found: defaultdict[UUID, list[Kept]] = defaultdict(list)
        for row in await self._connection.execute(query.order_by(deadline.c.id, deadline.c.version)):
            found[row.id].append(_kept(row))
        return found


def _kept(row: Sequence[Any]) -> Kept:
    width = len(DEADLINE)
    one = Deadline(*row[:width])
    rungs, outcomes = row[width : width + 2]
    return one, Ladder(one.id, one.version, rungs, outcomes)


def _morning(ladder: Ladder) -> datetime | None:
    return morning(ladder.leaves_on) if ladder.leaves_on else None
