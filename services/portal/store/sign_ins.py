"""Which links to sign in by were asked for, and has anyone used them?

By the database's clock. No link is kept, nor the mailbox that was typed: an id, and what recognises the mailbox.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Executable, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from services.portal.model.signing_in import LINK_LASTS, MOST_LINKS, WITHIN
from services.portal.store.tables import sign_in
from services.runtime.connection import Connection

_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(encode(:asked_for, 'hex'), 0))")
UNUSED = (sign_in.c.used_at.is_(None), sign_in.c.expires_at > func.now())


@dataclass(frozen=True, slots=True)
class SignIn:
    id: UUID
    account_id: UUID | None
    """None: the mailbox has no account, and nothing is sent."""
    back_to: str
    expires_at: datetime


class SignIns:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def ask(self, asked_for: bytes, account_id: UUID | None, back_to: str) -> SignIn | None:
        """None when this mailbox has had as many as it may. The same is done whether there is an account or not."""
        await self._connection.execute(_ALONE, {"asked_for": asked_for})
        await self._connection.execute(delete(sign_in).where(sign_in.c.asked_at < func.now() - 2 * WITHIN))
        lately = select(func.count()).where(sign_in.c.asked_for == asked_for, sign_in.c.asked_at > func.now() - WITHIN)
        if int(await self._connection.scalar(lately) or 0) >= MOST_LINKS:
            return None
        row = {"id": uuid4(), "asked_for": asked_for, "account_id": account_id, "back_to": back_to}
        asked = insert(sign_in).values(row | {"expires_at": func.now() + LINK_LASTS}).returning(sign_in)
        return await self._one(asked)

    async def unused(self, sign_in_id: UUID) -> SignIn | None:
        """Looking changes nothing: mail scanners open every link."""
        return await self._one(select(sign_in).where(sign_in.c.id == sign_in_id, *UNUSED))

    async def use(self, sign_in_id: UUID) -> bool:
        """Whether it was unused: of two at once, one uses it. The account's other links are used up with it."""
        used = update(sign_in).where(sign_in.c.id == sign_in_id, *UNUSED).values(used_at=func.now())
        account_id = await self._connection.scalar(used.returning(sign_in.c.account_id))
        if account_id is None:
            return False
        others = update(sign_in).where(sign_in.c.account_id == account_id, sign_in.c.used_at.is_(None))
        await self._connection.execute(others.values(used_at=func.now()))
        return True

    async def _one(self, statement: Executable) -> SignIn | None:
        found = await self._connection.execute(statement)
        return next((SignIn(row.id, row.account_id, row.back_to, row.expires_at) for row in found), None)
