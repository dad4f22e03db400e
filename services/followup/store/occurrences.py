"""Where are occurrences kept, and which of them are waiting for something?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, Uuid, any_, bindparam, insert, or_, select, text, tuple_

from schemas.followup import MonthCount, OccurrenceState
from services.followup.model.act import Act
from services.followup.model.move import Move
from services.followup.model.occurrence import Occurrence
from services.followup.model.places import Scope
from services.followup.store.columns import among, insert_of, lists_of, meant
from services.followup.store.promises import within
from services.followup.store.tables import act, due_move, occurrence
from services.runtime.connection import Connection
from services.runtime.errors import Refused

OCCURRENCE = [occurrence.c[field.name] for field in fields(Occurrence)]
IN_ORDER = (occurrence.c.starts, occurrence.c.slug, occurrence.c.id)
_NAMED = {name: select(*OCCURRENCE).where(occurrence.c[name] == bindparam("ref")).limit(2) for name in ("id", "slug")}
_TO_CHANGE = select(*OCCURRENCE).where(
    or_(
        occurrence.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))),
        occurrence.c.slug == any_(bindparam("slugs", type_=ARRAY(Text))),
    )
)
_TO_CHANGE = _TO_CHANGE.order_by(occurrence.c.id).with_for_update()
ACT = [act.c[field.name] for field in fields(Act)]
COLUMNS = [column.name for column in occurrence.c]
_NEWER = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "id")
_SAVE = text(f"{insert_of(occurrence, COLUMNS)} ON CONFLICT (id) DO UPDATE SET {_NEWER}")
_OVERDUE = text("""
SELECT code, count(*) AS occurrences
FROM agreement a JOIN occurrence o ON o.agreement_id = a.id
CROSS JOIN LATERAL unnest(CASE WHEN o.municipality IS NULL THEN a.municipalities ELSE ARRAY[o.municipality] END) AS code
WHERE a.municipalities && CAST(:codes AS text[]) AND a.state IN ('signed', 'active', 'expired')
  AND o.state IN ('planned', 'in_progress') AND o.due < CAST(:today AS date) AND o.done < o.target
  AND code = ANY (CAST(:codes AS text[]))
GROUP BY code""")
"""Overdue as the model has it (`Occurrence.overdue_days`), counted where it lies: no list is cut."""
_BY_MONTH = text("""
SELECT code AS municipality, CAST(date_trunc('month', CAST(o.due AS timestamp)) AS date) AS month,
  count(*) AS occurrences, count(*) FILTER (WHERE o.done >= o.target) AS completed
FROM agreement a JOIN occurrence o ON o.agreement_id = a.id
CROSS JOIN LATERAL unnest(CASE WHEN o.municipality IS NULL THEN a.municipalities ELSE ARRAY[o.municipality] END) AS code
WHERE a.municipalities && CAST(:codes AS text[]) AND a.state NOT IN ('draft', 'shared', 'withdrawn')
  AND o.due BETWEEN CAST(:since AS date) AND CAST(:until AS date) AND o.target IS NOT NULL AND o.state <> 'cancelled'
  AND (o.state <> 'paused' OR o.done >= o.target) AND code = ANY (CAST(:codes AS text[]))
GROUP BY code, month ORDER BY code, month""")
"""One look at a county's occurrences: half a second where the whole nation's are three million."""
MOST_LINES = 1000
"""The longest list that is answered: a person reads no further, and a message has a limit."""


class Occurrences:
    """Windows of commitments and what became of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def named(self, ref: str) -> Occurrence:
        """Raises Refused when there is none, or more than one."""
        column, value = meant(ref)
        return _the_one(ref, await self._all(_NAMED[column], {"ref": value}))

    async def take_named(self, refs: Iterable[str]) -> list[Occurrence]:
        """To change them: the occurrence of each, in their order; locked in the order of their ids.

        Raises Refused when there is none, or more than one.
        """
        meanings = [(ref, *meant(ref)) for ref in refs]
        by = {name: [value for _, column, value in meanings if column == name] for name in ("id", "slug")}
        taken = await self._all(_TO_CHANGE, {"ids": by["id"], "slugs": by["slug"]})
        found: defaultdict[tuple[str, UUID | str], list[Occurrence]] = defaultdict(list)
        for one in taken:
            found["id", one.id].append(one)
            found["slug", one.slug].append(one)
        return [_the_one(ref, found[column, value]) for ref, column, value in meanings]

    async def with_ids(self, ids: Iterable[UUID]) -> list[Occurrence]:
        return await self._all(select(*OCCURRENCE).where(among(occurrence.c.id, ids)).order_by(occurrence.c.id))

    async def of_commitment(self, commitment_id: UUID) -> list[Occurrence]:
        return await self.of_commitments([commitment_id])

    async def of_commitments(self, commitment_ids: Iterable[UUID]) -> list[Occurrence]:
        mine = among(occurrence.c.commitment_id, commitment_ids)
        return await self._all(select(*OCCURRENCE).where(mine).order_by(*IN_ORDER))

    async def of_agreement(self, agreement_id: UUID) -> list[Occurrence]:
        mine = occurrence.c.agreement_id == agreement_id
        return await self._all(select(*OCCURRENCE).where(mine).order_by(*IN_ORDER))

    async def take_of_commitments(self, commitment_ids: Iterable[UUID]) -> dict[UUID, list[Occurrence]]:
        """To change them: locked in the order of their ids, as everywhere, so that nobody waits in a circle."""
        query = select(*OCCURRENCE).where(among(occurrence.c.commitment_id, commitment_ids))
        found: defaultdict[UUID, list[Occurrence]] = defaultdict(list)
        for one in await self._all(query.order_by(occurrence.c.id).with_for_update()):
            found[one.commitment_id].append(one)
        return found

    async def take_newly_overdue(self, today: date, after: tuple[date, UUID] | None, limit: int) -> list[Occurrence]:
        """Those whose due day has ended and that nobody has announced. `after`: where the page before ended."""
        place = tuple_(occurrence.c.announce_on, occurrence.c.id)
        query = select(*OCCURRENCE).where(occurrence.c.announce_on <= today)
        if after:
            query = query.where(place > after)
        query = query.order_by(occurrence.c.announce_on, occurrence.c.id).limit(limit)
        return await self._all(query.with_for_update(skip_locked=True))

    async def due_until(self, until: date, scope: Scope, most: int = MOST_LINES) -> list[Occurrence]:
        """Not done and due by a day, overdue ones too; most urgent first.

        One more than `most`, to know that there are more; what follows too.
        """
        going_on = occurrence.c.state.in_([OccurrenceState.PLANNED, OccurrenceState.IN_PROGRESS])
        asked = [going_on, occurrence.c.due <= until, *within(occurrence.c.agreement_id, scope)]
        query = select(*OCCURRENCE).where(*asked)
        return await self._all(query.order_by(occurrence.c.due, occurrence.c.id).limit(most + 1))

    async def due_between(self, agreement_id: UUID, since: date | None, until: date | None) -> list[Occurrence]:
        """Whatever became of them; without a day there is no limit on that side. In order of due days."""
        asked = [occurrence.c.agreement_id == agreement_id, occurrence.c.due.is_not(None)]
        asked += [occurrence.c.due >= since] if since else []
        asked += [occurrence.c.due <= until] if until else []
        query = select(*OCCURRENCE).where(*asked).order_by(occurrence.c.due, occurrence.c.id)
        return await self._all(query.limit(MOST_LINES + 1))

    async def overdue_in(self, codes: Iterable[str], today: date) -> dict[str, int]:
        """How many in each of these municipalities; what is not one municipality's is all its agreement's."""
        found = await self._connection.execute(_OVERDUE, {"codes": list(codes), "today": today})
        return {row.code: row.occurrences for row in found}

    async def by_month(self, codes: Iterable[str], since: date, until: date) -> list[MonthCount]:
        """Due in each month of these days, and completed; in order of municipality and month."""
        found = await self._connection.execute(_BY_MONTH, {"codes": list(codes), "since": since, "until": until})
        return [MonthCount(**row) for row in found.mappings()]

    async def add(self, new: Iterable[Occurrence]) -> None:
        await self._connection.copy(occurrence.name, COLUMNS, map(attrgetter(*COLUMNS), new))

    async def save(self, changed: Iterable[Occurrence]) -> None:
        """However many there are, in one statement."""
        if rows := sorted(changed, key=lambda one: one.id.int):
            await self._connection.execute(_SAVE, lists_of(rows, COLUMNS))

    async def note_moves(self, moves: Iterable[Move]) -> None:
        rows = [{field.name: getattr(move, field.name) for field in fields(Move)} for move in moves]
        if rows:
            await self._connection.execute(insert(due_move), rows)

    async def note_acts(self, acts: Iterable[Act]) -> None:
        rows = [{field.name: getattr(one, field.name) for field in fields(Act)} for one in acts]
        if rows:
            await self._connection.execute(insert(act), rows)

    async def acts_of(self, occurrence_id: UUID) -> list[Act]:
        """In the order they were done."""
        query = select(*ACT).where(act.c.occurrence_id == occurrence_id).order_by(act.c.number)
        return [Act(**row) for row in (await self._connection.execute(query)).mappings()]

    async def moves_of(self, occurrence_ids: Iterable[UUID]) -> list[Move]:
        query = select(due_move).where(among(due_move.c.occurrence_id, occurrence_ids)).order_by(due_move.c.due_version)
        return [Move(**row) for row in (await self._connection.execute(query)).mappings()]

    async def _all(self, query: Select[Any], values: dict[str, Any] | None = None) -> list[Occurrence]:
        return [Occurrence(*row) for row in await self._connection.execute(query, values)]


def _the_one(ref: str, found: Sequence[Occurrence]) -> Occurrence:
    if not found:
        raise Refused(f"Tillfället {ref} finns inte.")
    if len(found) > 1:
        raise Refused(f"Flera tillfällen heter {ref}. Ange tillfällets id i stället.")
    return found[0]
