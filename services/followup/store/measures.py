"""Where are measured values kept?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from services.followup.model.measure import Measure
from services.followup.store.clock_tables import measure
from services.followup.store.columns import among
from services.runtime.connection import Connection

NAMES = [field.name for field in fields(Measure)]
MEASURE = [measure.c[name] for name in NAMES]


class Measures:
    """One value per series and day: the last one told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def put(self, told: Measure) -> str | None:
        """Answers the value of that day until now, if one was told; of two at once the later sees the first."""
        row = {name: getattr(told, name) for name in NAMES}
        new = insert(measure).on_conflict_do_nothing().returning(measure.c.value)
        if await self._connection.scalar(new, row) is not None:
            return None
        that_day = (measure.c.series_id == told.series_id) & (measure.c.on == told.on)
        was: str = await self._connection.scalar(select(measure.c.value).where(that_day).with_for_update())
        renewed = {name: row[name] for name in ("value", "source", "measured")}
        await self._connection.execute(update(measure).where(that_day).values(renewed))
        return was

    async def of_municipalities(self, codes: Iterable[str]) -> dict[UUID, list[Measure]]:
        """By series, in the order of their days."""
        return await self._series(among(measure.c.municipality, codes))

    async def of_agreement(self, agreement_id: UUID, codes: Iterable[str]) -> dict[UUID, list[Measure]]:
        """Its own, and its municipalities' that are tied to no agreement."""
        own = measure.c.agreement_id == agreement_id
        return await self._series(or_(own, measure.c.agreement_id.is_(None) & among(measure.c.municipality, codes)))

    async def all(self) -> dict[UUID, list[Measure]]:
        return await self._series(true())

    async def _series(self, mine: ColumnElement[bool]) -> dict[UUID, list[Measure]]:
        found: defaultdict[UUID, list[Measure]] = defaultdict(list)
        query = select(*MEASURE).where(mine).order_by(measure.c.municipality, measure.c.series_id, measure.c.on)
        for row in (await self._connection.execute(query)).mappings():
            found[row["series_id"]].append(Measure(**row))
        return found
