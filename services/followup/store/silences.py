"""Where is something promised that a party which answers for it has told nothing of?"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import text

from schemas.base import Party
from services.followup.model.places import Scope
from services.runtime.connection import Connection

_UNTOLD = text("""
WITH followed AS (
    SELECT id, title FROM agreement
    WHERE state IN ('signed', 'active', 'expired')
      AND (CAST(:agreement AS uuid) IS NULL OR id = CAST(:agreement AS uuid))
      AND (CAST(:codes AS text[]) IS NULL OR municipalities && CAST(:codes AS text[]))
), asked AS (
    SELECT c.id, c.number, c.agreement_id, f.title, c.recurrence ->> 'kind' = 'continuous' AS anew,
        c.responsible @> '[{"party": "police"}]' AS by_police,
        c.responsible @> '[{"party": "municipality"}]' AS by_municipality
    FROM commitment c JOIN followed f ON f.id = c.agreement_id WHERE NOT c.cancelled
), told AS (
    SELECT commitment_id, max(day) FILTER (WHERE party = 'police') AS police,
        max(day) FILTER (WHERE party = 'municipality') AS municipality
    FROM (
        SELECT commitment_id, party, day FROM report r WHERE NOT EXISTS (SELECT FROM report n WHERE n.corrects = r.id)
        UNION ALL SELECT commitment_id, party, day FROM assessment
    ) AS each WHERE commitment_id = ANY (ARRAY(SELECT id FROM asked)) GROUP BY commitment_id
)
SELECT asked.id, told.police, told.municipality FROM asked LEFT JOIN told ON told.commitment_id = asked.id
WHERE anew OR (by_police AND told.police IS NULL) OR (by_municipality AND told.municipality IS NULL)
ORDER BY told.police IS NULL AND told.municipality IS NULL, asked.title, asked.agreement_id, asked.number
LIMIT :limit""")

Told = Mapping[Party, date]
"""The latest day that each party told of; who has told nothing is not in it."""


class Silences:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def untold(self, scope: Scope, most: int) -> dict[UUID, Told]:
        """By commitment, in order; what is to be commented anew too, since only the log knows when it was.

        One more than `most`, to know that there are more.
        """
        asked = {"agreement": scope.agreement_id, "codes": scope.municipalities, "limit": most + 1}
        found = await self._connection.execute(_UNTOLD, asked)
        return {
            row.id: {party: day for party in Party if (day := getattr(row, party.value)) is not None} for row in found
        }
