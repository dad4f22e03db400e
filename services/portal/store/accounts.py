"""Who may sign in?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from schemas.portal import AccountRole
from services.portal.model.account import Account, known_as
from services.portal.store.tables import account, session, sign_in
from services.runtime.connection import Connection
from services.runtime.rows import Row

STANDS = account.c.ended_at.is_(None)


class Accounts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> list[Account]:
        """Those that have not ended, by label."""
        found = await self._connection.execute(select(account).where(STANDS).order_by(account.c.label, account.c.id))
        return [as_account(row) for row in found]

    async def with_mailbox(self, mailbox: str) -> Account | None:
        return await self._one(account.c.known_as == known_as(mailbox))

    async def with_id(self, account_id: UUID) -> Account | None:
        return await self._one(account.c.id == account_id)

    async def add(self, new: Account) -> bool:
        """Whether its mailbox had none: of two at once, one adds it."""
        row = {
            "id": new.id,
            "mailbox": new.mailbox,
            "known_as": known_as(new.mailbox),
            "role": new.role.value,
            "label": new.label,
            "organisation": new.organisation,
            "places": list(new.places),
            "added_at": new.added_at,
        }
        added = insert(account).values(row).on_conflict_do_nothing().returning(account.c.id)
        return await self._connection.scalar(added) is not None

    async def end(self, account_id: UUID, now: datetime) -> bool:
        """Whether it stood. Its links and sessions end with it."""
        ended = update(account).where(account.c.id == account_id, STANDS).values(ended_at=now)
        for passing in (sign_in, session):
            await self._connection.execute(delete(passing).where(passing.c.account_id == account_id))
        return await self._connection.scalar(ended.returning(account.c.id)) is not None

    async def make_calendars_anew(self, account_id: UUID) -> None:
        anew = update(account).where(account.c.id == account_id).values(calendars=account.c.calendars + 1)
        await self._connection.execute(anew)

    async def _one(self, which: ColumnElement[bool]) -> Account | None:
        found = await self._connection.execute(select(account).where(STANDS, which))
        return next((as_account(row) for row in found), None)


def as_account(row: Row) -> Account:
    return Account(
        row.id,
        row.mailbox,
        AccountRole(row.role),
        row.label,
        row.organisation,
        tuple(row.places),
        row.added_at,
        row.calendars,
    )
