"""Where are functions kept, with their holders and substitutes?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, Uuid, any_, bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert

from schemas.agreements import ListFunctions
from schemas.base import Party
from services.agreements.model import STANDING, Function, Holder, Substitute, areas_of
from services.agreements.store.tables import function, function_holder, function_substitute
from services.runtime.connection import Connection

_IDS = any_(bindparam("ids", type_=ARRAY(Uuid)))
_FUNCTIONS = select(function).where(function.c.id == _IDS).order_by(function.c.role, function.c.id)
_HOLDERS = select(function_holder).where(function_holder.c.function_id == _IDS).order_by(function_holder.c.since)
_SUBSTITUTES = select(function_substitute).where(function_substitute.c.function_id == _IDS)
_SUBSTITUTES = _SUBSTITUTES.order_by(function_substitute.c.since)
_REACHABLE = text("""
WITH RECURSIVE reachable AS (
  SELECT id FROM function WHERE id = ANY (CAST(:ids AS uuid[]))
  UNION
  SELECT s.substitute_id FROM function_substitute s JOIN reachable r ON s.function_id = r.id
  WHERE :day <= s.until)
SELECT id FROM reachable""")
_NAMED = text("""
WITH seen AS (
  SELECT id AS agreement_id, state = ANY (:standing) AS stands, shared_on IS NOT NULL AS shared,
    document -> 'functions' AS functions FROM agreement
  WHERE CAST(:asker AS text) IS NULL OR shared_on IS NOT NULL OR drafted_by = :asker),
place AS (
  SELECT DISTINCT agreement_id FROM agreement_municipality
  WHERE (CAST(:municipality AS text) IS NULL OR code = :municipality)
    AND (CAST(:county AS text) IS NULL OR starts_with(code, :county))),
promised AS (
  SELECT (r ->> 'function_id')::uuid AS id, agreement_id, shared, stands AND NOT cancelled AND fate = 'null' AS open
  FROM commitment JOIN seen USING (agreement_id), jsonb_array_elements(entry -> 'responsible') r),
named AS (
  SELECT id, agreement_id, shared FROM promised JOIN place USING (agreement_id)
  UNION
  SELECT (f ->> 'id')::uuid, agreement_id, shared
  FROM place JOIN seen USING (agreement_id), jsonb_array_elements(functions) f),
own AS (SELECT DISTINCT agreement_id FROM agreement_municipality WHERE code LIKE ANY (:own)),
told AS (
  SELECT named.id, bool_or(
    shared AND own.agreement_id IS NOT NULL AND (municipality IS NULL OR party.code IS NOT NULL)) AS agreed
  FROM named JOIN function USING (id)
  LEFT JOIN own ON own.agreement_id = named.agreement_id
  LEFT JOIN agreement_municipality party ON party.agreement_id = named.agreement_id AND party.code = municipality
  GROUP BY named.id)
SELECT id, agreed, count(*) FILTER (WHERE open) AS commitments
FROM told LEFT JOIN promised USING (id) GROUP BY id, agreed
""").bindparams(bindparam("standing", type_=ARRAY(Text)), bindparam("own", type_=ARRAY(Text)))
_ANSWERED_BY = text("""
SELECT agreement_id FROM commitment
WHERE NOT cancelled AND entry -> 'responsible' @> jsonb_build_array(jsonb_build_object('function_id', :id))
UNION
SELECT id FROM agreement WHERE document -> 'functions' @> jsonb_build_array(jsonb_build_object('id', :id))
""").bindparams(bindparam("id", type_=Text))


class Named(NamedTuple):
    agreed: bool
    """By an agreement that has been shared, and that both its municipality and who asks are party to."""
    commitments: int
    """Open ones, anywhere."""


class Functions:
    """`take` locks a function until the work is committed; the others only read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, ids: Iterable[UUID]) -> list[Function]:
        """Those that exist, in order of role."""
        return await self._all(_FUNCTIONS, list(ids))

    async def take(self, function_id: UUID) -> Function | None:
        # key_share: two that are to stand in for each other may be changed at one moment
        found = await self._all(_FUNCTIONS.with_for_update(key_share=True), [function_id])
        return found[0] if found else None

    async def find_reachable(self, ids: Iterable[UUID], day: date) -> dict[UUID, Function]:
        """These, and all to which their substitutes lead, that day or later."""
        reachable = await self._connection.scalars(_REACHABLE, {"ids": list(ids), "day": day})
        return {one.id: one for one in await self.find(reachable)}

    async def named(self, question: ListFunctions) -> dict[UUID, Named]:
        """Those that the agreements of a place name.

        Of agreements that the asker sees: what has been shared, and its own drafts; None sees all.
        """
        asked = {
            "county": question.county,
            "municipality": question.municipality,
            "asker": question.asker,
            "own": [f"{area}%" for area in areas_of(question.asker, question.places)],
            "standing": list(STANDING),
        }
        return {row.id: Named(row.agreed, row.commitments) for row in await self._connection.execute(_NAMED, asked)}

    async def agreements_of(self, function_id: UUID) -> list[UUID]:
        """The agreements that name it, or in which it answers for something that has not been cancelled."""
        return list(await self._connection.scalars(_ANSWERED_BY, {"id": str(function_id)}))

    async def add_missing(self, functions: Iterable[Function]) -> set[UUID]:
        """Which of them were new. A known function keeps its holders, who may have changed since."""
        ordered = sorted(functions, key=lambda one: one.id)
        rows = [
            {"id": one.id, "party": one.party.value, "municipality": one.municipality, "role": one.role}
            for one in ordered
        ]
        if not rows:
            return set()
        added = insert(function).values(rows).on_conflict_do_nothing().returning(function.c.id)
        new = set(await self._connection.scalars(added))
        await self._add_terms([one for one in ordered if one.id in new])
        return new

    async def save(self, changed: Function) -> None:
        """Write who holds it and who stands in."""
        for terms in (function_holder, function_substitute):
            await self._connection.execute(delete(terms).where(terms.c.function_id == changed.id))
        await self._add_terms([changed])

    async def succeed(self, was: str, now: str, named: Iterable[UUID]) -> None:
        """Of these, a municipality's own are its successor's."""
        gone = update(function).where(function.c.party == Party.MUNICIPALITY.value, function.c.municipality == was)
        await self._connection.execute(gone.where(function.c.id == _IDS).values(municipality=now), {"ids": list(named)})

    async def _add_terms(self, functions: list[Function]) -> None:
        held = [
            {
                "function_id": one.id,
                "since": term.since,
                "until": term.until,
                "mailbox": term.mailbox,
                "label": term.label,
            }
            for one in functions
            for term in one.holders
        ]
        stood_in_for = [
            {"function_id": one.id, "since": term.since, "until": term.until, "substitute_id": term.function_id}
            for one in functions
            for term in one.substitutes
        ]
        await self._connection.execute(insert(function_holder), held)
        await self._connection.execute(insert(function_substitute), stood_in_for)

    async def _all(self, question: Select[tuple[object, ...]], ids: list[UUID]) -> list[Function]:
        rows = (await self._connection.execute(question, {"ids": ids})).all()
        holders: defaultdict[UUID, list[Holder]] = defaultdict(list)
        substitutes: defaultdict[UUID, list[Substitute]] = defaultdict(list)
        for row in await self._connection.execute(_HOLDERS, {"ids": ids}):
            holders[row.function_id].append(Holder(row.since, row.mailbox, row.label, row.until))
        for row in await self._connection.execute(_SUBSTITUTES, {"ids": ids}):
            substitutes[row.function_id].append(Substitute(row.substitute_id, row.since, row.until))
        return [
            Function(
                row.id,
                Party(row.party),
                row.municipality,
                row.role,
                tuple(holders[row.id]),
                tuple(substitutes[row.id]),
            )
            for row in rows
        ]
