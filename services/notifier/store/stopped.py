"""Where is it kept to which mailboxes nothing is sent?"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert

from schemas.asked import AskedBy
from schemas.notifier import MailStopped
from services.notifier.model.stopping import Stopped
from services.notifier.store.tables import stopped_mailbox
from services.runtime.connection import Connection

_SAID = text("SELECT body FROM event_log WHERE about = ANY (CAST(:abouts AS text[])) AND subject = :subject")


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

    async def asked_by(self, stops: Iterable[UUID]) -> Mapping[UUID, AskedBy | None]:
        """As who each was asked for: as our own event log has it."""
        told = {"abouts": [f"stop/{one}" for one in stops], "subject": MailStopped.subject}
        facts = map(MailStopped.model_validate_json, await self._connection.scalars(_SAID, told))
        return {fact.stop_id: fact.asked_by for fact in facts}

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
