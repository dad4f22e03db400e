"""Where are the ladders kept, and whose morning has come?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column, select, text, tuple_, update

from services.followup.model.occurrence import Occurrence
from services.followup.model.reminder import Reminder, ReminderState
from services.followup.store.columns import among, lists_of
from services.followup.store.occurrences import OCCURRENCE
from services.followup.store.tables import occurrence, reminder
from services.runtime.clock import morning
from services.runtime.connection import Connection

REMINDER = [reminder.c[field.name] for field in fields(Reminder)]
PLANNED = reminder.c.state == literal_column("0")  # a literal, so that the partial index serves every plan

NUMBERS = {state: nr for nr, state in enumerate(ReminderState)}
NEW = ("occurrence_id", "rung", "day", "leaves_at", "due_version", "to")
SETTLED = ("occurrence_id", "due_version", "rung", "reason")
_SETTLE = text("""
UPDATE reminder r SET state = s.state, reason = s.reason
FROM unnest(CAST(:occurrence_id AS uuid[]), CAST(:due_version AS integer[]), CAST(:rung AS text[]),
  CAST(:states AS smallint[]), CAST(:reason AS text[])) AS s(occurrence_id, due_version, rung, state, reason)
WHERE (r.occurrence_id, r.due_version, r.rung) = (s.occurrence_id, s.due_version, s.rung)""")

Place = tuple[datetime, UUID]
"""Where a page of reminders ended."""


class Reminders:
    """The rungs of all ladders."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def plan(self, new: Iterable[Reminder]) -> None:
        mornings: dict[date, datetime] = {}
        rows = (
            (one.occurrence_id, one.rung, one.day, leaves_at, one.due_version, one.to)
            for one in new
            for leaves_at in [mornings.get(one.day) or mornings.setdefault(one.day, morning(one.day))]
        )
        await self._connection.copy(reminder.name, NEW, rows)

    async def cancel(self, occurrence_ids: Iterable[UUID], reason: str) -> None:
        """All that have not left yet."""
        ids = list(occurrence_ids)
        if ids:
            statement = update(reminder).where(among(reminder.c.occurrence_id, ids), PLANNED)
            await self._connection.execute(statement.values(state=ReminderState.CANCELLED, reason=reason))

    async def take_due(
        self, now: datetime, after: Place | None, limit: int
    ) -> tuple[list[tuple[Occurrence, list[Reminder]]], Place | None]:
        """Occurrences with all of their reminders whose morning has come, and where the page ended (None: at the end).

        The occurrence is what is locked: then all its missed rungs are in one hand, however many processes look,
        and a report that completes it comes either before or after.
        """
        query = (
            select(reminder.c.leaves_at, *OCCURRENCE)
            .join(occurrence, occurrence.c.id == reminder.c.occurrence_id)
            .where(PLANNED, reminder.c.leaves_at <= now)
            .order_by(reminder.c.leaves_at, reminder.c.occurrence_id)
            .limit(limit)
            .with_for_update(of=occurrence, skip_locked=True)
        )
        if after:  # without a lower bound an old snapshot makes every page walk over the dead rows of all before it
            query = query.where(tuple_(reminder.c.leaves_at, reminder.c.occurrence_id) > after)
        page = (await self._connection.execute(query)).mappings().all()
        occurrences = {row["id"]: _occurrence(row) for row in page}
        missed = await self._missed(occurrences, now)
        place = (page[-1]["leaves_at"], page[-1]["id"]) if page else None
        return [(one, missed[key]) for key, one in occurrences.items() if missed[key]], place

    async def any_due(self, now: datetime) -> bool:
        """Whether rungs whose morning has come wait, in another's hand too."""
        waiting = select(reminder.c.occurrence_id).where(PLANNED, reminder.c.leaves_at <= now)
        return bool(await self._connection.scalar(select(waiting.exists())))

    async def settle(self, settled: Sequence[Reminder]) -> None:
        if settled:
            states = [NUMBERS[one.state] for one in settled]
            await self._connection.execute(_SETTLE, lists_of(settled, SETTLED) | {"states": states})

    async def of_occurrence(self, occurrence_id: UUID) -> list[Reminder]:
        query = select(*REMINDER).where(reminder.c.occurrence_id == occurrence_id)
        ordered = query.order_by(reminder.c.due_version, reminder.c.leaves_at, reminder.c.rung)
        return [Reminder(**row) for row in (await self._connection.execute(ordered)).mappings()]

    async def _missed(self, occurrence_ids: Iterable[UUID], now: datetime) -> defaultdict[UUID, list[Reminder]]:
        """Read after the occurrences are locked: what another process has settled meanwhile is settled here too."""
        waiting = (PLANNED, reminder.c.leaves_at <= now, among(reminder.c.occurrence_id, occurrence_ids))
        found: defaultdict[UUID, list[Reminder]] = defaultdict(list)
        rows = await self._connection.execute(select(*REMINDER).where(*waiting).order_by(reminder.c.leaves_at))
        for row in rows.mappings():
            found[row["occurrence_id"]].append(Reminder(**row))
        return found


def _occurrence(row: dict[str, Any]) -> Occurrence:
    return Occurrence(**{column.name: row[column.name] for column in OCCURRENCE})
