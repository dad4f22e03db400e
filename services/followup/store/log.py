"""What has been said of an agreement? Read from our own event log, which grows only through the runtime."""

from collections.abc import Iterable
from typing import get_args
from uuid import UUID

from sqlalchemy import TextClause, text

from schemas.base import REGISTRY, Event
from schemas.followup import CommitmentHandedOver
from services.followup.model.log import NEWS, Mark, Said, Told
from services.runtime.clock import day_in_stockholm
from services.runtime.connection import Connection

_THEIRS = "WHERE agreement_id = ANY (CAST(:agreements AS uuid[]))"
_COMMITMENTS = f"SELECT 'commitment/' || id FROM commitment {_THEIRS}"  # noqa: S608
_ALL = f"SELECT 'occurrence/' || id FROM occurrence {_THEIRS} UNION ALL {_COMMITMENTS}"  # noqa: S608


def _said(abouts: str) -> TextClause:
    """Events and positions in one statement: what has a position below the highest that it sees, it sees too.

    The aggregates as an array: then each is looked up in the index of (about, sequence), however long the log is.
    """
    return text(f"""
SELECT e.seq, p.position, e.subject, e.body, e.occurred_at
FROM event_log e LEFT JOIN event_position p USING (seq)
WHERE e.about = ANY (ARRAY({abouts})) AND e.subject = ANY (CAST(:subjects AS text[]))
  AND (p.position IS NULL OR p.position > :position)
ORDER BY e.occurred_at, e.about, e.sequence""")  # noqa: S608  our own names


_SAID, _SAID_OF_COMMITMENTS = _said(_ALL), _said(_COMMITMENTS)
_TOLD = _said("""SELECT 'occurrence/' || id FROM occurrence WHERE commitment_id = ANY (CAST(:commitments AS uuid[]))
    UNION ALL SELECT 'commitment/' || id FROM unnest(CAST(:commitments AS uuid[])) AS asked(id)""")


class Log:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def said_of(self, agreement_id: UUID, after: Mark) -> tuple[Said, ...]:
        """Everything that a mark does not cover by its position; what it covers by name is among it."""
        return await self._read(_SAID, [agreement_id], NEWS, after.position)

    async def told_in(self, agreement_ids: Iterable[UUID], after: Mark) -> tuple[Said, ...]:
        """What parties have told of these agreements, that a mark does not cover by its position."""
        return await self._read(_SAID, agreement_ids, get_args(Told), after.position)

    async def handed_over(self, agreement_id: UUID) -> tuple[Said, ...]:
        """What stands nowhere but in the log."""
        return await self._read(_SAID_OF_COMMITMENTS, [agreement_id], (CommitmentHandedOver,), 0)

    async def told_of(self, commitment_ids: Iterable[UUID], after: Mark) -> tuple[Said, ...]:
        """What parties have told of these, that a mark does not cover by its position."""
        kinds = [kind.subject for kind in get_args(Told)]
        values = {"commitments": sorted(commitment_ids), "subjects": kinds, "position": after.position}
        return await self._all(_TOLD, values)

    async def _read(
        self, statement: TextClause, agreement_ids: Iterable[UUID], kinds: Iterable[type[Event]], position: int
    ) -> tuple[Said, ...]:
        subjects, theirs = [kind.subject for kind in kinds], sorted(agreement_ids)
        return await self._all(statement, {"agreements": theirs, "subjects": subjects, "position": position})

    async def _all(self, statement: TextClause, values: dict[str, object]) -> tuple[Said, ...]:
        return tuple(
            Said(row.seq, row.position, _fact(row.subject, row.body), day_in_stockholm(row.occurred_at))
            for row in await self._connection.execute(statement, values)
        )


def _fact(subject: str, body: str) -> Event:
    fact = REGISTRY[subject].model_validate_json(body)
    assert isinstance(fact, Event)  # noqa: S101  nothing else is in the log
    return fact
