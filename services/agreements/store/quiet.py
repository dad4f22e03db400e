"""Where is it kept which organisations want mails that carry only role and link?

As `2506`, or `police/2506` for the police there.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Delete, delete, select, text
from sqlalchemy.dialects.postgresql import Insert, insert

from schemas.agreements import QuietOrganisation
from schemas.base import Party
from services.agreements.store.tables import quiet_organisation
from services.runtime.connection import Connection
from services.runtime.rows import Row

_POLICE = "police/"
_AMONG = text("""
SELECT id FROM function
WHERE id = ANY (CAST(:ids AS uuid[])) AND CASE WHEN municipality IS NULL THEN true ELSE EXISTS (
  SELECT FROM quiet_organisation
  WHERE organisation = CASE party WHEN 'police' THEN 'police/' ELSE '' END || municipality) END""")


class Quiet:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> list[QuietOrganisation]:
        query = select(quiet_organisation).order_by(quiet_organisation.c.organisation)
        return [_organisation(row) for row in await self._connection.execute(query)]

    async def among(self, functions: Iterable[UUID]) -> set[UUID]:
        """Which of these functions belong to such an organisation, or to one that nobody has told."""
        return set(await self._connection.scalars(_AMONG, {"ids": list(functions)}))

    async def add(self, one: QuietOrganisation) -> bool:
        """Whether it was new. What was there keeps its reason and its day."""
        row = {"organisation": _kept(one.party, one.municipality)} | {
            "reason": one.reason,
            "since": one.since,
            "asked_by": one.asked_by,
        }
        return await self._made_a_difference(insert(quiet_organisation).values(row).on_conflict_do_nothing())

    async def remove(self, party: Party, municipality: str) -> bool:
        """Whether it was there."""
        which = quiet_organisation.c.organisation == _kept(party, municipality)
        return await self._made_a_difference(delete(quiet_organisation).where(which))

    async def _made_a_difference(self, change: Insert | Delete) -> bool:
        changed = await self._connection.scalars(change.returning(quiet_organisation.c.organisation))
        return bool(list(changed))


def _kept(party: Party, municipality: str) -> str:
    return f"{_POLICE if party is Party.POLICE else ''}{municipality}"


def _organisation(row: Row) -> QuietOrganisation:
    kept: str = row.organisation
    return QuietOrganisation(
        party=Party.POLICE if kept.startswith(_POLICE) else Party.MUNICIPALITY,
        municipality=kept.removeprefix(_POLICE),
        reason=row.reason,
        since=row.since,
        asked_by=row.asked_by,
    )
