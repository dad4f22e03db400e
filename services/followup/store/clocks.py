"""Where are the clocks kept?"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert

from schemas.followup import ClockKind
from services.followup.model.clock import Clock, statutory
from services.followup.store.clock_tables import clock
from services.followup.store.columns import among, overlaps
from services.runtime.connection import Connection

CLOCK = [clock.c[field.name] for field in fields(Clock)]


class Clocks:
    """Of municipalities only those of which something has been told; the others are unknown."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def save(self, changed: Iterable[Clock]) -> None:
        """New ones too."""
        rows = [_row(one) for one in sorted(changed, key=lambda one: one.id.int)]
        put = insert(clock)
        renewed = {name: put.excluded[name] for name in _row_names() if name != "id"}
        if rows:
            await self._connection.execute(put.on_conflict_do_update(index_elements=["id"], set_=renewed), rows)

    async def take_statutory(self, municipality: str, kind: ClockKind) -> Clock:
        """To change it; one that nobody has told of is made first, so that two who tell at once wait for each other."""
        unknown = statutory(municipality, kind)
        await self._connection.execute(insert(clock).on_conflict_do_nothing(), _row(unknown))
        (taken,) = await self._all(select(*CLOCK).where(clock.c.id == unknown.id).with_for_update())
        return taken

    async def take_of_agreement(self, agreement_id: UUID) -> Clock | None:
        """To change it."""
        found = await self._all(select(*CLOCK).where(clock.c.agreement_id == agreement_id).with_for_update())
        return found[0] if found else None

    async def take_to_announce(self, today: date, limit: int) -> list[Clock]:
        """Those of which something is to be said; each is handed to one process only."""
        query = select(*CLOCK).where(clock.c.announce_on <= today).order_by(clock.c.announce_on, clock.c.id)
        return await self._all(query.limit(limit).with_for_update(skip_locked=True))

    async def running(self) -> list[Clock]:
        return await self._all(select(*CLOCK).where(clock.c.running).order_by(clock.c.id))

    async def of(self, municipalities: Iterable[str]) -> list[Clock]:
        """The running clocks of these municipalities, and of the agreements they are part of."""
        mine = overlaps(clock.c.municipalities, municipalities)
        return await self._all(select(*CLOCK).where(clock.c.running, mine).order_by(clock.c.id))

    async def of_agreements(self, agreement_ids: Iterable[UUID]) -> dict[UUID, Clock]:
        """Their revision clocks, running or not, by agreement."""
        found = await self._all(select(*CLOCK).where(among(clock.c.agreement_id, agreement_ids)))
        return {one.agreement_id: one for one in found if one.agreement_id}

    async def with_ids(self, ids: Iterable[UUID]) -> dict[UUID, Clock]:
        return {one.id: one for one in await self._all(select(*CLOCK).where(among(clock.c.id, ids)))}

    async def _all(self, query: Select[Any]) -> list[Clock]:
        return [Clock(**row) for row in (await self._connection.execute(query)).mappings()]


def _row_names() -> list[str]:
    return [column.name for column in clock.columns]


def _row(one: Clock) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _row_names()}
