"""What is still to come, read without holding it: whose reminders wait, and what is not planned to its end?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.followup.model.occurrence import QUIET, Occurrence
from services.followup.model.places import Scope
from services.followup.model.reminder import Ladder
from services.followup.store.columns import among
from services.followup.store.occurrences import OCCURRENCE
from services.followup.store.promises import within
from services.followup.store.reminders import LADDER
from services.followup.store.tables import commitment, ladder, occurrence
from services.runtime.clock import morning
from services.runtime.connection import Connection


class Waiting:
    """Only of the agreements that are asked about."""

    def __init__(self, connection: Connection, scope: Scope) -> None:
        self._connection = connection
        self._scope = scope

    async def reminders(self, until: date) -> list[tuple[Occurrence, Ladder]]:
        """Occurrences with the ladder of which something leaves by that day."""
        query = (
            select(*LADDER, *OCCURRENCE)
            .join(occurrence, occurrence.c.id == ladder.c.occurrence_id)
            .where(ladder.c.leaves_at <= morning(until), *within(occurrence.c.agreement_id, self._scope))
        )
        width = len(LADDER)
        return [(Occurrence(*row[width:]), Ladder(*row[:width])) for row in await self._connection.execute(query)]

    async def all_open(self) -> list[tuple[Occurrence, Ladder | None]]:
        """All occurrences that something is still to be done for, with the ladders of their due days."""
        now = (ladder.c.occurrence_id == occurrence.c.id) & (ladder.c.due_version == occurrence.c.due_version)
        query = select(*LADDER, *OCCURRENCE).select_from(occurrence).join(ladder, now, isouter=True)
        query = query.where(occurrence.c.state.not_in(QUIET), occurrence.c.due.is_not(None))
        query = query.where(*within(occurrence.c.agreement_id, self._scope))
        width = len(LADDER)
        found = await self._connection.execute(query)
        return [(Occurrence(*row[width:]), Ladder(*row[:width]) if row[0] else None) for row in found]

    async def to_plan(self, until: date) -> list[UUID]:
        """The commitments that are not planned as far as that day."""
        behind = [commitment.c.planned_until < until, *within(commitment.c.agreement_id, self._scope)]
        query = select(commitment.c.id).where(*behind)
        return list((await self._connection.execute(query)).scalars())

    async def planned(self, commitment_ids: Iterable[UUID]) -> dict[UUID, list[Occurrence]]:
        """All their occurrences."""
        query = select(*OCCURRENCE).where(among(occurrence.c.commitment_id, commitment_ids))
        found: defaultdict[UUID, list[Occurrence]] = defaultdict(list)
        for row in (await self._connection.execute(query)).mappings():
            found[row["commitment_id"]].append(Occurrence(**row))
        return found
