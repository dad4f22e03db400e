"""What was answered to what was mailed?"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Date, bindparam, text

from schemas.base import Party
from schemas.notifier import Addressee, MailState
from services.notifier.model.reach import Mailed
from services.runtime.connection import Connection

_NOTE = text("""
INSERT INTO answer (occurrence_id, party, "on")
SELECT id, party, :on FROM unnest(CAST(:occurrences AS uuid[]), CAST(:parties AS text[])) AS told(id, party)
ON CONFLICT (occurrence_id, party) DO UPDATE SET "on" = excluded."on"
""").bindparams(bindparam("on", type_=Date))
_MAILED = text("""
WITH asked AS (
  SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:parties AS text[]), CAST(:since AS date[])) AS a(id, party, since)),
mailed AS (
  SELECT a.id, n.state, n.reason, n.changed_at, n.occurrence_id IS NOT NULL AS asks,
    (n.changed_at AT TIME ZONE 'Europe/Stockholm')::date AS day,
    max(w."on") OVER (PARTITION BY a.id) AS answered
  FROM asked a JOIN notice n ON n.function_id = a.id AND n.state IN ('sent', 'refused', 'bounced')
  LEFT JOIN answer w ON w.occurrence_id = n.occurrence_id AND w.party = a.party
  WHERE (n.changed_at AT TIME ZONE 'Europe/Stockholm')::date >= a.since)
SELECT DISTINCT ON (id) id, state, reason, day, -- a mail about deadlines alone awaits no report
  min(day) FILTER (WHERE state = 'sent' AND asks AND (answered IS NULL OR day > answered))
    OVER (PARTITION BY id) AS unanswered
FROM mailed ORDER BY id, changed_at DESC, state, reason""")


class Answers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def note(self, answered: Iterable[tuple[UUID, Party]], on: date) -> None:
        """Which parties reported on which occurrences that day; only the last day is kept."""
        each = sorted(set(answered))
        told = {"occurrences": [one for one, _ in each], "parties": [party.value for _, party in each], "on": on}
        await self._connection.execute(_NOTE, told)

    async def mailed(self, addressees: Sequence[Addressee]) -> list[Mailed]:
        """Nothing of those who have been sent nothing."""
        asked = {
            "ids": [one.function_id for one in addressees],
            "parties": [one.party.value for one in addressees],
            "since": [one.since for one in addressees],
        }
        return [
            Mailed(row.id, MailState(row.state), row.day, row.reason, row.unanswered)
            for row in await self._connection.execute(_MAILED, asked)
        ]
