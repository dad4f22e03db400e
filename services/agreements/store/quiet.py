"""Where is it kept which organisations want mails that carry only role and link?"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Delete, delete, select, text
from sqlalchemy.dialects.postgresql import Insert, insert

from services.agreements.store.tables import quiet_organisation
from services.runtime.connection import Connection

_AMONG = text("""
WITH place AS (
  SELECT DISTINCT agreement_id FROM quiet_organisation JOIN agreement_municipality ON code = organisation),
named AS (
  SELECT (f ->> 'id')::uuid AS id
  FROM agreement a JOIN place ON agreement_id = a.id, jsonb_array_elements(document -> 'functions') f
  UNION
  SELECT (r ->> 'function_id')::uuid
  FROM commitment JOIN place USING (agreement_id), jsonb_array_elements(entry -> 'responsible') r)
SELECT id FROM function
WHERE id = ANY (CAST(:ids AS uuid[])) AND CASE party
  WHEN 'police' THEN EXISTS (SELECT FROM quiet_organisation WHERE organisation = 'police')
  ELSE id IN (SELECT id FROM named) END""")


class Quiet:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> list[str]:
        query = select(quiet_organisation.c.organisation).order_by(quiet_organisation.c.organisation)
        return list(await self._connection.scalars(query))

    async def among(self, functions: Iterable[UUID]) -> set[UUID]:
        """Which of these functions belong to such an organisation.

        A municipality's are those that an agreement of it names: who shares an agreement shares its quiet.
        """
        return set(await self._connection.scalars(_AMONG, {"ids": list(functions)}))

    async def add(self, organisation: str) -> bool:
        """Whether it was new."""
        row = {"organisation": organisation}
        added = insert(quiet_organisation).values(row).on_conflict_do_nothing()
        return await self._made_a_difference(added)

    async def remove(self, organisation: str) -> bool:
        """Whether it was there."""
        return await self._made_a_difference(
            delete(quiet_organisation).where(quiet_organisation.c.organisation == organisation)
        )

    async def _made_a_difference(self, change: Insert | Delete) -> bool:
        changed = await self._connection.scalars(change.returning(quiet_organisation.c.organisation))
        return bool(list(changed))
