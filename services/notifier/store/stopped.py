"""Where is it kept to which mailboxes nothing is sent?"""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.notifier.model.stopping import Stopped
from services.notifier.store.tables import stopped_mailbox
from services.runtime.connection import Connection


class StoppedMail:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, mailbox_hash: str) -> Stopped | None:
        query = select(stopped_mailbox).where(stopped_mailbox.c.mailbox_hash == mailbox_hash)
        return next((Stopped(*row) for row in await self._connection.execute(query)), None)

    async def all(self) -> list[Stopped]:
        """Newest first."""
        query = select(stopped_mailbox).order_by(stopped_mailbox.c.at.desc(), stopped_mailbox.c.stop_id)
        return [Stopped(*row) for row in await self._connection.execute(query)]

    async def add(self, one: Stopped) -> bool:
        """Whether it was not there: of two at once, one adds it."""
        row = {"mailbox_hash": one.mailbox_hash, "stop_id": one.stop_id, "reason": one.reason, "at": one.at}
        statement = insert(stopped_mailbox).values(row).on_conflict_do_nothing().returning(stopped_mailbox.c.stop_id)
        return await self._connection.scalar(statement) is not None

    async def remove(self, mailbox_hash: str) -> Stopped | None:
        """What was there: of two at once, one gets it."""
        statement = delete(stopped_mailbox).where(stopped_mailbox.c.mailbox_hash == mailbox_hash)
        removed = await self._connection.execute(statement.returning(stopped_mailbox))
        return next((Stopped(*row) for row in removed), None)
