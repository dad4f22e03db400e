"""Which mails with a link to sign in by are there, and what became of them? All hours here are the database's."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import and_, func, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from schemas.notifier import MailState, SendSignInLink
from services.notifier.model.notice import Mail, Phase
from services.notifier.model.sign_in import TOO_LATE, UNANSWERED, SignInClaim
from services.notifier.store.marking import MARK_SIGN_INS
from services.notifier.store.tables import sign_in_mail
from services.runtime.connection import Connection

PAGE = 100
LEASE = timedelta(seconds=60)
DB_NOW = func.statement_timestamp()
IS_OPEN = sign_in_mail.c.state.in_([literal_column("'planned'"), literal_column("'claimed'")])
CLAIMED = sign_in_mail.c.state == MailState.CLAIMED
IN_DOUBT = and_(CLAIMED, sign_in_mail.c.phase == Phase.DOT)


class SignInMails:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def plan(self, wish: SendSignInLink, now: datetime) -> None:
        row = {"id": wish.sign_in_id, "account_id": wish.account_id, "expires_at": wish.expires_at, "changed_at": now}
        await self._connection.execute(insert(sign_in_mail).values(row).on_conflict_do_nothing())

    async def give_up(self, now: datetime) -> None:
        """What may have left is not sent again; what is too late is not sent at all."""
        left = sign_in_mail.c.lease_until < DB_NOW
        await self._skip(and_(IN_DOUBT, left), UNANSWERED, now)
        late = and_(IS_OPEN, sign_in_mail.c.phase == Phase.CLAIMED, sign_in_mail.c.expires_at < DB_NOW)
        await self._skip(late, TOO_LATE, now)

    async def take(self, now: datetime) -> list[SignInClaim]:
        """A page of those to be sent, and of those whose sender did not come back before the dot."""
        planned = and_(sign_in_mail.c.state == MailState.PLANNED, sign_in_mail.c.retry_at <= DB_NOW)
        abandoned = and_(CLAIMED, sign_in_mail.c.phase == Phase.CLAIMED, sign_in_mail.c.lease_until < DB_NOW)
        due = select(sign_in_mail.c.id).where(IS_OPEN, or_(planned, abandoned)).order_by(sign_in_mail.c.id)
        page = due.limit(PAGE).with_for_update(skip_locked=True).cte("page")
        claim = update(sign_in_mail).where(sign_in_mail.c.id.in_(select(page.c.id)))
        taken = claim.values(
            state=MailState.CLAIMED,
            phase=Phase.CLAIMED,
            attempts=sign_in_mail.c.attempts + 1,
            lease_until=DB_NOW + LEASE,
            changed_at=now,
        ).returning(sign_in_mail.c.id, sign_in_mail.c.account_id, sign_in_mail.c.expires_at, sign_in_mail.c.attempts)
        return [SignInClaim(*row) for row in await self._connection.execute(taken)]

    async def mark(self, leaving: Sequence[tuple[SignInClaim, Mail]], lease: timedelta) -> set[UUID]:
        """Write down that the dots of these come next. Which they are."""
        mails = [{"id": claim.id, "attempt": claim.attempt, "message_id": mail.message_id} for claim, mail in leaving]
        told = {"mails": to_json(mails).decode(), "lease": lease}
        return set(await self._connection.scalars(MARK_SIGN_INS, told))

    async def settle(self, claim: SignInClaim, state: MailState, reason: str, now: datetime) -> None:
        """What came of an attempt, unless somebody else holds it now."""
        await self._change(claim, state, reason, now)

    async def put_off(self, claim: SignInClaim, wait: timedelta, reason: str, now: datetime) -> None:
        await self._change(claim, MailState.PLANNED, reason, now, wait)

    async def _change(
        self, claim: SignInClaim, state: MailState, reason: str, now: datetime, wait: timedelta = timedelta(0)
    ) -> None:
        these = update(sign_in_mail).where(
            sign_in_mail.c.id == claim.id, sign_in_mail.c.attempts == claim.attempt, CLAIMED
        )
        changed = {"state": state, "phase": Phase.CLAIMED, "reason": reason, "changed_at": now}
        await self._connection.execute(these.values(retry_at=DB_NOW + wait, **changed))

    async def _skip(self, which: object, reason: str, now: datetime) -> None:
        statement = update(sign_in_mail).where(which)  # type: ignore[arg-type]
        await self._connection.execute(statement.values(state=MailState.SKIPPED, reason=reason, changed_at=now))
