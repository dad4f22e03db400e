"""What has been said of an agreement? Read from our own event log, which grows only through the runtime."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text

from schemas.base import REGISTRY, Event
from schemas.followup import (
    ActivityReported,
    CommitmentAssessed,
    CommitmentHandedOver,
    OccurrenceCancelled,
    OccurrenceCompleted,
    OccurrenceDueMoved,
    OccurrenceOverdue,
    OccurrenceReopened,
    OccurrencesPlanned,
    ReportCorrected,
)
from services.followup.model.log import Mark, Said
from services.runtime.clock import day_in_stockholm
from services.runtime.connection import Connection

TOLD_OF: tuple[type[Event], ...] = (
    OccurrencesPlanned,
    OccurrenceCompleted,
    OccurrenceReopened,
    OccurrenceDueMoved,
    OccurrenceOverdue,
    OccurrenceCancelled,
    CommitmentHandedOver,
    ActivityReported,
    ReportCorrected,
    CommitmentAssessed,
)
"""What a meeting gets to know of."""
# Events and positions in one statement: what has a position at or below the highest that it sees, it sees too. The
# aggregates as an array: then each is looked up in the index of (about, sequence), however long the log is.
_SAID = text("""
SELECT e.seq, p.position, e.subject, e.body, e.occurred_at
FROM event_log e LEFT JOIN event_position p USING (seq)
WHERE e.about = ANY (ARRAY(
    SELECT 'occurrence/' || id FROM occurrence WHERE agreement_id = :agreement
    UNION ALL SELECT 'commitment/' || id FROM commitment WHERE agreement_id = :agreement))
  AND e.subject = ANY (CAST(:subjects AS text[]))
  AND (p.position IS NULL OR p.position > :position)
ORDER BY e.occurred_at, e.about, e.sequence""")


class Log:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def said_of(
        self, agreement_id: UUID, after: Mark, kinds: Iterable[type[Event]] = TOLD_OF
    ) -> tuple[Said, ...]:
        """Everything that a mark does not cover by its position; what it covers by name is among it."""
        values = {
            "agreement": agreement_id,
            "subjects": [kind.subject for kind in kinds],
            "position": after.position,
        }
        return tuple(
            Said(row.seq, row.position, _fact(row.subject, row.body), day_in_stockholm(row.occurred_at))
            for row in await self._connection.execute(_SAID, values)
        )


def _fact(subject: str, body: str) -> Event:
    fact = REGISTRY[subject].model_validate_json(body)
    assert isinstance(fact, Event)  # noqa: S101  nothing else is in the log
    return fact
