"""Where are meetings kept, what they decided, and their frozen summaries?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from schemas.followup import MeetingState
from services.followup.model.decision import AgendaItem, Decision
from services.followup.model.frozen import Frozen
from services.followup.model.log import Mark
from services.followup.model.meeting import Meeting
from services.followup.model.places import Scope
from services.followup.model.series import Series
from services.followup.store.columns import among, named
from services.followup.store.meeting_tables import agenda_item, decision, frozen_summary, meeting, series
from services.followup.store.promises import within
from services.runtime.connection import Connection
from services.runtime.errors import Refused

IN_ORDER = (meeting.c.day, meeting.c.slug, meeting.c.id)
MOST_LINES = 1000
"""Of those that are planned, and of those that are over: a person reads no further."""
_ONE_MOMENT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
_BEHIND = """
SELECT s.agreement_id FROM series s JOIN agreement a ON a.id = s.agreement_id
WHERE s.planned_until IS NOT NULL AND a.state IN ('signed', 'active')
  AND s.planned_until < least(CAST(:until AS date), (a.validity->>'until')::date + 1)
ORDER BY s.planned_until, s.agreement_id"""
_SERIES_BEHIND = text(_BEHIND)
_TO_PLAN = text(f"{_BEHIND} LIMIT :limit FOR UPDATE OF s SKIP LOCKED")


class Meetings:
    """Whoever changes anything about the meetings or the deadlines of an agreement takes its series first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def see_one_moment(self) -> None:
        """All that this transaction reads is as it stood at its first question; it must be asked before any.

        What others change meanwhile is not seen, and cannot be changed again here: PostgreSQL refuses, and the runtime
        carries the wish out anew.
        """
        await self._connection.execute(_ONE_MOMENT)

    async def take_series(self, agreement_id: UUID) -> Series:
        """Held until this transaction ends."""
        begun = insert_or(series).values(agreement_id=agreement_id, meetings=0, items=0)
        await self._connection.execute(begun.on_conflict_do_nothing())
        query = select(series).where(series.c.agreement_id == agreement_id).with_for_update()
        return Series(**(await self._connection.execute(query)).mappings().one())

    async def take_series_to_plan(self, until: date, limit: int) -> list[UUID]:
        """The agreements whose meetings are not planned as far; each is handed to one process only."""
        return await self._connection.scalars(_TO_PLAN, {"until": until, "limit": limit})

    async def series_behind(self, until: date) -> list[Series]:
        """Those whose meetings are not planned as far; held for nobody."""
        behind = await self._connection.scalars(_SERIES_BEHIND, {"until": until})
        query = select(series).where(among(series.c.agreement_id, behind)).order_by(series.c.agreement_id)
        return [Series(**row) for row in (await self._connection.execute(query)).mappings()]

    async def save_series(self, changed: Series) -> None:
        mine = series.c.agreement_id == changed.agreement_id
        await self._connection.execute(update(series).where(mine).values(_columns(series, changed)))

    async def named(self, ref: str) -> Meeting:
        """Raises Refused when there is none, or more than one."""
        found = await self._meetings(select(meeting).where(named(meeting, ref)).limit(2))
        if not found:
            raise Refused(f"Mötet {ref} finns inte.")
        if len(found) > 1:
            raise Refused(f"Flera möten heter {ref}. Ange mötets id i stället.")
        return found[0]

    async def of_agreement(self, agreement_id: UUID) -> tuple[Meeting, ...]:
        query = select(meeting).where(meeting.c.agreement_id == agreement_id).order_by(*IN_ORDER)
        return tuple(await self._meetings(query))

    async def with_ids(self, ids: Iterable[UUID]) -> dict[UUID, Meeting]:
        return {one.id: one for one in await self._meetings(select(meeting).where(among(meeting.c.id, ids)))}

    async def of_agreements(self, agreement_ids: Iterable[UUID]) -> defaultdict[UUID, list[Meeting]]:
        found: defaultdict[UUID, list[Meeting]] = defaultdict(list)
        for one in await self._meetings(select(meeting).where(among(meeting.c.agreement_id, agreement_ids))):
            found[one.agreement_id].append(one)
        return found

    async def planned(self, scope: Scope) -> list[Meeting]:
        """The first in order of days; one more than can be told, to know that there are more, as in `over`."""
        query = select(meeting).where(meeting.c.state == MeetingState.PLANNED, *within(meeting.c.agreement_id, scope))
        return await self._meetings(query.order_by(*IN_ORDER).limit(MOST_LINES + 1))

    async def over(self, scope: Scope) -> list[Meeting]:
        """Held or cancelled, the latest first."""
        query = select(meeting).where(meeting.c.state != MeetingState.PLANNED, *within(meeting.c.agreement_id, scope))
        return await self._meetings(query.order_by(*(each.desc() for each in IN_ORDER)).limit(MOST_LINES + 1))

    async def save(self, changed: Iterable[Meeting]) -> None:
        for one in sorted(changed, key=lambda one: one.id.int):
            row = _row(one)
            upsert = insert_or(meeting).values(row)
            await self._connection.execute(
                upsert.on_conflict_do_update(index_elements=["id"], set_={k: v for k, v in row.items() if k != "id"})
            )

    async def add_item(self, item: AgendaItem) -> None:
        await self._connection.execute(insert(agenda_item).values(_columns(agenda_item, item)))

    async def items_of(self, agreement_id: UUID) -> tuple[AgendaItem, ...]:
        mine = agenda_item.c.agreement_id == agreement_id
        rows = await self._connection.execute(
            select(agenda_item).where(mine).order_by(func.length(agenda_item.c.key), agenda_item.c.key)
        )
        return tuple(AgendaItem(**row) for row in rows.mappings())

    async def add_decision(self, decided: Decision) -> None:
        await self._connection.execute(insert(decision).values(_columns(decision, decided)))

    async def decisions_of(self, agreement_id: UUID) -> tuple[Decision, ...]:
        mine = decision.c.agreement_id == agreement_id
        rows = await self._connection.execute(select(decision).where(mine).order_by(decision.c.on, decision.c.id))
        return tuple(Decision(**row) for row in rows.mappings())

    async def freeze(self, frozen: Frozen) -> None:
        await self._connection.execute(insert(frozen_summary).values(_columns(frozen_summary, frozen)))

    async def versions_of(self, meeting_ids: Iterable[UUID]) -> dict[UUID, int]:
        """How many versions are frozen of each; none is not among them."""
        query = select(frozen_summary.c.meeting_id, frozen_summary.c.version)
        query = query.where(among(frozen_summary.c.meeting_id, meeting_ids)).order_by(frozen_summary.c.version)
        return {row.meeting_id: row.version for row in await self._connection.execute(query)}

    async def frozen(self, meeting_id: UUID, version: int) -> Frozen | None:
        mine = (frozen_summary.c.meeting_id == meeting_id) & (frozen_summary.c.version == version)
        row = (await self._connection.execute(select(frozen_summary).where(mine))).mappings().first()
        return Frozen(**row) if row else None

    async def _meetings(self, query: Select[Any]) -> list[Meeting]:
        return [_meeting(row) for row in (await self._connection.execute(query)).mappings()]


def _columns(table: Table, thing: object) -> dict[str, Any]:
    return {column.name: getattr(thing, column.name) for column in table.c}


def _row(one: Meeting) -> dict[str, Any]:
    row = {field.name: getattr(one, field.name) for field in fields(one) if field.name != "mark"}
    seen = one.mark
    return row | {
        "position": seen.position if seen else None,
        "unpositioned": sorted(seen.unpositioned) if seen else None,
    }


def _meeting(row: dict[str, Any]) -> Meeting:
    position, unpositioned = row.pop("position"), row.pop("unpositioned")
    return Meeting(**row, mark=None if position is None else Mark(position, frozenset(unpositioned)))
