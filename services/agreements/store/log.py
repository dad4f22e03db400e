"""What has been told of an agreement? Read from our own event log, which grows only through the runtime."""

from uuid import UUID

from sqlalchemy import text

from schemas.base import REGISTRY, Event
from services.agreements.model import Told
from services.runtime.clock import day_in_stockholm
from services.runtime.connection import Connection

_TOLD = text("SELECT subject, body, occurred_at, cause FROM event_log WHERE about = :about ORDER BY sequence")


class Log:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def told_of(self, agreement_id: UUID) -> list[Told]:
        """In the order it was told."""
        rows = await self._connection.execute(_TOLD, {"about": f"agreement/{agreement_id}"})
        return [Told(_fact(row.subject, row.body), day_in_stockholm(row.occurred_at), row.cause) for row in rows]


def _fact(subject: str, body: str) -> Event:
    fact = REGISTRY[subject].model_validate_json(body)
    assert isinstance(fact, Event)  # noqa: S101  nothing else is in the log
    return fact
