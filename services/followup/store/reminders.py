"""Where are the ladders kept, and whose morning has come?"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import func, select, text, tuple_

from services.followup.model.occurrence import Occurrence
from services.followup.model.reminder import Ladder
from services.followup.store.columns import among, insert_of, lists_of
from services.followup.store.occurrences import OCCURRENCE
from services.followup.store.tables import OUTCOMES, RUNGS, ladder, occurrence
from services.runtime.clock import morning
from services.runtime.connection import Connection

LADDER = [ladder.c[field.name] for field in fields(Ladder)]
NEW = ("occurrence_id", "due_version", "leaves_at", "rungs")
REPLACED = (*NEW, "outcomes")
_SAVE = text("""
UPDATE ladder l SET leaves_at = s.leaves_at, outcomes = s.outcomes
FROM unnest(CAST(:occurrence_id AS uuid[]), CAST(:due_version AS integer[]), CAST(:leaves_at AS timestamptz[]),
  CAST(:outcomes AS json[])) AS s(occurrence_id, due_version, leaves_at, outcomes)
WHERE (l.occurrence_id, l.due_version) = (s.occurrence_id, s.due_version)""")
_REPLACE = text(f"""{insert_of(ladder, REPLACED)} ON CONFLICT (occurrence_id, due_version) DO UPDATE
SET leaves_at = excluded.leaves_at, rungs = excluded.rungs, outcomes = excluded.outcomes""")

Place = tuple[datetime, UUID]
"""Where a page of ladders ended."""


class Reminders:
    """All ladders, each with its rungs; `leaves_at` is when the next of them leaves."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def plan(self, new: Iterable[Ladder | None]) -> None:
        ladders = [one for one in new if one]
        shared = {id(one.rungs): one for one in ladders}  # windows of the same days have one and the same
        written = {
            key: (_morning(one.leaves_on), RUNGS.adapter.dump_json(one.rungs).decode()) for key, one in shared.items()
        }
        rows = ((one.occurrence_id, one.due_version, *written[id(one.rungs)]) for one in ladders)
        await self._connection.copy(ladder.name, NEW, rows)

    async def cancel(self, occurrence_ids: Iterable[UUID], reason: str) -> None:
        """All that have not left yet."""
        if ids := list(occurrence_ids):
            waiting = (among(ladder.c.occurrence_id, ids), ladder.c.leaves_at.is_not(None))
            query = select(*LADDER).where(*waiting).order_by(ladder.c.occurrence_id).with_for_update()
            await self.save([Ladder(*row).cancel(reason) for row in await self._connection.execute(query)])

    async def take_due(
        self, now: datetime, after: Place | None, limit: int
    ) -> tuple[list[tuple[Occurrence, Ladder]], Place | None]:
        """Occurrences and ladders whose next reminder's morning has come, and where the page ended (None: at the end).

        The occurrence is locked, so that a report that completes it comes either before or after; and the ladder, so
        that what another process has settled meanwhile is seen as it is now, and passed by.
        """
        place = tuple_(ladder.c.leaves_at, ladder.c.occurrence_id)
        query = (
            select(*LADDER, *OCCURRENCE, ladder.c.leaves_at)
            .join(occurrence, occurrence.c.id == ladder.c.occurrence_id)
            .where(ladder.c.leaves_at <= now)
            .order_by(ladder.c.leaves_at, ladder.c.occurrence_id)
            .limit(limit)
            .with_for_update(of=(occurrence, ladder), skip_locked=True)
        )
        if after:  # without a lower bound an old snapshot makes every page walk over the dead rows of all before it
            query = query.where(place > after)
        page = await self._connection.execute(query)
        width = len(LADDER)
        due = [(Occurrence(*row[width:-1]), Ladder(*row[:width])) for row in page]
        return due, (page[-1].leaves_at, page[-1].occurrence_id) if page else None

    async def oldest_due(self, now: datetime) -> datetime | None:
        """The earliest morning that has come of reminders that wait, in another's hand too; None: none waits."""
        waiting = select(func.min(ladder.c.leaves_at)).where(ladder.c.leaves_at <= now)
        oldest: datetime | None = await self._connection.scalar(waiting)
        return oldest

    async def take_current(self, occurrences: Iterable[Occurrence]) -> dict[UUID, Ladder]:
        """To change them: the ladders of these occurrences for the due days that they have now."""
        versions = {one.id: one.due_version for one in occurrences}
        query = select(*LADDER).where(among(ladder.c.occurrence_id, versions)).order_by(ladder.c.occurrence_id)
        ladders = [Ladder(*row) for row in await self._connection.execute(query.with_for_update())]
        return {one.occurrence_id: one for one in ladders if one.due_version == versions[one.occurrence_id]}

    async def replace(self, changed: Iterable[Ladder | None]) -> None:
        """With other rungs than before, or the first for their due days."""
        if ladders := [one for one in changed if one]:
            lists = lists_of(ladders, ("occurrence_id", "due_version"))
            lists["leaves_at"] = [_morning(one.leaves_on) for one in ladders]
            lists["rungs"] = [RUNGS.adapter.dump_json(one.rungs).decode() for one in ladders]
            lists["outcomes"] = [OUTCOMES.adapter.dump_json(one.outcomes).decode() for one in ladders]
            await self._connection.execute(_REPLACE, lists)

    async def save(self, changed: Sequence[Ladder]) -> None:
        if changed:
            lists = lists_of(changed, ("occurrence_id", "due_version"))
            lists["leaves_at"] = [_morning(one.leaves_on) for one in changed]
            lists["outcomes"] = [OUTCOMES.adapter.dump_json(one.outcomes).decode() for one in changed]
            await self._connection.execute(_SAVE, lists)

    async def of_occurrence(self, occurrence_id: UUID) -> list[Ladder]:
        """Of its earlier due days too; in order."""
        query = select(*LADDER).where(ladder.c.occurrence_id == occurrence_id).order_by(ladder.c.due_version)
        return [Ladder(*row) for row in await self._connection.execute(query)]


@lru_cache(maxsize=1000)
def _morning(day: date | None) -> datetime | None:
    return morning(day) if day else None
