"""Where is kept which ladders people have chosen?"""

from collections.abc import Iterable
from dataclasses import fields
from uuid import UUID

from sqlalchemy import insert, select

from services.followup.model.chosen_ladder import Chosen, ChosenLadder, standing
from services.followup.store.columns import among
from services.followup.store.tables import chosen_ladder
from services.runtime.connection import Connection

CHOSEN = [chosen_ladder.c[field.name] for field in fields(ChosenLadder)]


class ChosenLadders:
    """Every choice; the last for each thing stands.

    Whoever plans reads them after locking the commitments or occurrences that it plans, or for an agreement's days its
    series, and whoever chooses locks these before it writes: so none is planned by a ladder that was just replaced.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, chosen: ChosenLadder) -> None:
        values = {field.name: getattr(chosen, field.name) for field in fields(chosen)}
        await self._connection.execute(insert(chosen_ladder).values(values))

    async def within(self, agreement_ids: Iterable[UUID] | None) -> Chosen:
        """What stands chosen for these agreements and their commitments. None: for all."""
        query = select(*CHOSEN).order_by(chosen_ladder.c.number)
        if agreement_ids is not None:
            query = query.where(among(chosen_ladder.c.agreement_id, agreement_ids))
        return standing(ChosenLadder(**row) for row in (await self._connection.execute(query)).mappings())
