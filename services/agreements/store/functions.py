"""Where are functions and their mailboxes kept?"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from schemas.agreements import FunctionEntry
from schemas.base import Party
from services.agreements.store.tables import function
from services.runtime.connection import Connection


class Functions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, ids: Iterable[UUID]) -> list[FunctionEntry]:
        """Those that exist, in order of role and mailbox; their mailboxes as they are now."""
        question = select(function).where(function.c.id.in_(list(ids))).order_by(function.c.role, function.c.mailbox)
        rows = await self._connection.execute(question)
        return [FunctionEntry(id=row.id, party=Party(row.party), role=row.role, mailbox=row.mailbox) for row in rows]

    async def add_missing(self, entries: Iterable[FunctionEntry]) -> set[UUID]:
        """Which of them were new. A known function keeps its mailbox, which may have been changed since."""
        rows = [entry.model_dump(mode="json") | {"id": entry.id} for entry in sorted(entries, key=lambda one: one.id)]
        if not rows:
            return set()
        added = insert(function).values(rows).on_conflict_do_nothing().returning(function.c.id)
        return set(await self._connection.scalars(added))

    async def set_mailbox(self, function_id: UUID, mailbox: str) -> bool:
        """Whether there is such a function."""
        change = update(function).where(function.c.id == function_id).values(mailbox=mailbox)
        return await self._connection.scalar(change.returning(function.c.id)) is not None
