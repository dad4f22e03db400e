"""Who is signed in? By the database's clock; only the hash of what the browser holds is kept."""

from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert

from services.portal.model.account import Account
from services.portal.model.signing_in import ABSOLUTE, IDLE
from services.portal.store.accounts import STANDS, as_account
from services.portal.store.tables import account, session
from services.runtime.connection import Connection

BYTES = 32
LASTS = (session.c.seen_at > func.now() - IDLE, session.c.begun_at > func.now() - ABSOLUTE)


class Sessions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def begin(self, account_id: UUID) -> str:
        """A new token, known to nobody but the browser that gets it. What has ended by itself is cleared away."""
        gone = session.c.begun_at < func.now() - ABSOLUTE
        await self._connection.execute(delete(session).where(gone))
        token = token_urlsafe(BYTES)
        await self._connection.execute(insert(session).values({"token_hash": _hash(token), "account_id": account_id}))
        return token

    async def go_on(self, token: str) -> Account | None:
        """Whose session it is, which then lasts on; None when it has ended, or its account has."""
        seen = update(session).where(session.c.token_hash == _hash(token), *LASTS, STANDS)
        whose = seen.where(session.c.account_id == account.c.id).values(seen_at=func.now()).returning(account)
        return next((as_account(row) for row in await self._connection.execute(whose)), None)

    async def end(self, token: str) -> None:
        await self._connection.execute(delete(session).where(session.c.token_hash == _hash(token)))

    async def end_all(self, account_id: UUID) -> None:
        await self._connection.execute(delete(session).where(session.c.account_id == account_id))


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
