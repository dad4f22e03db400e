"""Where is kept what residents have been told?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, fields
from uuid import UUID

from sqlalchemy import insert, select

from services.followup.model.public_feedback import Feedback
from services.followup.store.clock_tables import public_feedback
from services.followup.store.columns import among
from services.runtime.connection import Connection

FEEDBACK = [public_feedback.c[field.name] for field in fields(Feedback)]


class PublicFeedback:
    """Only ever added to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, told: Feedback) -> None:
        await self._connection.execute(insert(public_feedback), asdict(told))

    async def of_agreements(self, agreement_ids: Iterable[UUID]) -> defaultdict[UUID, list[Feedback]]:
        """By agreement, in the order of their days."""
        found: defaultdict[UUID, list[Feedback]] = defaultdict(list)
        query = select(*FEEDBACK).where(among(public_feedback.c.agreement_id, agreement_ids))
        ordered = query.order_by(public_feedback.c.on, public_feedback.c.number)
        for row in (await self._connection.execute(ordered)).mappings():
            found[row["agreement_id"]].append(Feedback(**row))
        return found
