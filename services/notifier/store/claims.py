"""Who is sending what at this moment, how far have they come, and what came of it?

A claim is fenced by its attempt number: whoever was paused past the lease finds that the row has moved on. Leases run
by the database's clock. Every step is also written to `attempt`, which only grows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select, text, true, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from schemas.notifier import MailState
from services.notifier.model.ceiling import monday
from services.notifier.model.mailing_hours import GATHER
from services.notifier.model.notice import Claim, Mail, Phase
from services.notifier.model.outcome import UNCERTAIN, Became, Outcome, phase_after
from services.notifier.store.ledger import AS_CLAIM, CLAIMED, PLANNED, as_claims
from services.notifier.store.marking import MARK, SETTLE
from services.notifier.store.tables import all_heard, attempt, notice
from services.runtime.connection import Connection
from services.runtime.turn import CLAIMING

PAGE = 1000
"""Below the 2,000 that one question to followup or agreements may name."""
LONG_AGO: ColumnElement[datetime] = literal_column("'-infinity'::timestamptz")
DB_NOW = func.statement_timestamp()
"""Not now(): a statement that waited for a lock must not judge a lease by the time before the wait."""
IN_DOUBT = notice.c.phase == Phase.DOT
ALIVE: Select[tuple[int]] = select(literal_column("pid")).select_from(text("pg_stat_activity"))
NOT_MARKED = and_(CLAIMED, notice.c.phase == Phase.CLAIMED)
ABANDONED = and_(CLAIMED, or_(notice.c.lease_until < DB_NOW, and_(NOT_MARKED, notice.c.claimed_by.not_in(ALIVE))))
"""By its lease; before the mark at once when the connection that claimed is gone, as it is when its process dies."""
NOT_TAKEN = {Became.REFUSED, Became.LATER, Became.UNREACHED}
Leaving = tuple[Mail, Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a notice becomes."""

    state: MailState
    reason: str
    now: datetime
    not_before: datetime | None = None
    wait: timedelta = timedelta(0)


_LOOK = insert(all_heard)
_LOOK = _LOOK.on_conflict_do_update(
    constraint="one", set_={"looked_on": _LOOK.excluded.looked_on, "looked_at": _LOOK.excluded.looked_at}
)


class Claims:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def more_is_coming(self, today: date, longest: timedelta) -> bool:
        """Whether nobody has said of this morning that all of it is said, or a notice was heard after that was said.

        A page made now would split a day's mail: what is left from before and what is said in a moment go together.
        Waits at most `longest` after the last notice, and after the first time that is asked on a day.
        """
        if await self._connection.scalar(select(all_heard.c.looked_on)) != today:
            await self._connection.execute(_LOOK.values(one=True, looked_on=today, looked_at=DB_NOW))
        patience = DB_NOW - longest
        unsaid = func.coalesce(all_heard.c.day < today, true()) & (all_heard.c.looked_at > patience)
        last = func.coalesce(select(all_heard.c.heard_at).scalar_subquery(), LONG_AGO)
        coming = select(notice.c.id).where(notice.c.heard_at > last, notice.c.heard_at > patience)
        return bool(
            await self._connection.scalar(select(select(all_heard.c.one).where(unsaid).exists() | coming.exists()))
        )

    async def is_alone(self) -> bool:
        """Whether no other process claims at this moment, and none will before we have: two would part a mail."""
        return bool(await self._connection.scalar(select(func.pg_try_advisory_xact_lock(CLAIMING))))

    async def give_up(self, now: datetime) -> list[Claim]:
        """What has been repeated once after a doubt, and is in doubt again, is not sent a third time."""
        statement = update(notice).where(ABANDONED, IN_DOUBT, notice.c.doubts >= 1)
        given_up = statement.values(state=MailState.SKIPPED, reason=UNCERTAIN, changed_at=now).returning(*AS_CLAIM)
        return as_claims(await self._connection.execute(given_up))

    async def take(self, now: datetime, lease: timedelta) -> list[Claim]:
        """A page of what is due, and of what was claimed by someone who did not come back.

        All that is due to a function is on one page, so that it becomes one mail.
        """
        due = _due(now + GATHER) & select(notice.c.id).where(_due(now)).exists().correlate(None)
        functions = select(notice.c.function_id).where(due | ABANDONED).order_by(notice.c.function_id).limit(PAGE)
        page = select(notice.c.id).where(due | ABANDONED, notice.c.function_id.in_(functions.subquery().select()))
        page_ids = page.order_by(notice.c.id).with_for_update(skip_locked=True).cte("page")
        claim = update(notice).where(notice.c.id.in_(select(page_ids.c.id)))
        taken = claim.values(
            state=MailState.CLAIMED,
            phase=Phase.CLAIMED,
            attempts=notice.c.attempts + 1,
            doubts=notice.c.doubts + case((IN_DOUBT, 1), else_=0),
            doubted=case((IN_DOUBT, notice.c.mail_id), else_=notice.c.doubted),
            claimed_by=func.pg_backend_pid(),
            lease_until=DB_NOW + lease,
            changed_at=now,
        )
        claims = as_claims(await self._connection.execute(taken.returning(*AS_CLAIM)))
        await self._note(claims, Phase.CLAIMED)
        return claims

    async def mark(
        self, leaving: Sequence[tuple[Mail, Sequence[Claim]]], today: date, ceiling: int, lease: timedelta
    ) -> set[UUID]:
        """Write down that the dots of these mails come next. Which they are.

        Not those of which a claim, or the mailbox's day, was lost, nor those to a mailbox to which mail is stopped or
        that has had as many as it may in a week: nothing of them may be sent.
        """
        mails = [
            {
                "id": mail.id,
                "message_id": mail.message_id,
                "mailbox": mail.mailbox_hash,
                "doubted": mail.doubted,
                "goes_above": mail.goes_above,
            }
            for mail, _ in leaving
        ]
        claims = [
            {"id": claim.notice_id, "attempt": claim.attempt, "mail": mail.id}
            for mail, claimed in leaving
            for claim in claimed
        ]
        told = {"mails": _json(mails), "claims": _json(claims), "day": today, "monday": monday(today)}
        return set(await self._connection.scalars(MARK, told | {"ceiling": ceiling, "lease": lease}))

    async def settle(self, outcomes: Sequence[tuple[Outcome, Change]]) -> set[UUID]:
        """Write down what came of attempts. Which notices were still these claims' to change."""
        told = [_told(outcome, change, claim) for outcome, change in outcomes for claim in outcome.claims]
        return set(await self._connection.scalars(SETTLE, {"told": _json(told)})) if told else set()

    async def doubt(self, outcome: Outcome, wait: timedelta) -> None:
        """The answer after the dot was lost: it stays claimed and in doubt until the wait is over."""
        await self._note(outcome.claims, Phase.LOST, outcome.mail, (outcome.code, outcome.text))
        statement = update(notice).where(_these(outcome.claims), CLAIMED)
        await self._connection.execute(statement.values(lease_until=DB_NOW + wait))

    async def delays(self, claims: Sequence[Claim]) -> int:
        """How often the mail server has put the most delayed of these off before."""
        ids = [claim.notice_id for claim in claims]
        return int(await self._connection.scalar(select(func.max(notice.c.delays)).where(notice.c.id.in_(ids))) or 0)

    async def _note(
        self, claims: Sequence[Claim], phase: Phase, mail: Mail | None = None, said: tuple[int, str] = (0, "")
    ) -> None:
        code, words = said
        rows = [
            {
                "notice_id": claim.notice_id,
                "number": claim.attempt,
                "phase": phase,
                "mail_id": mail.id if mail else None,
                "code": code,
                "text": words,
            }
            for claim in claims
        ]
        if rows:
            await self._connection.execute(insert(attempt), rows)


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(PLANNED, notice.c.not_before <= now, notice.c.retry_at <= DB_NOW)


def _these(claims: Sequence[Claim]) -> ColumnElement[bool]:
    return tuple_(notice.c.id, notice.c.attempts).in_([(claim.notice_id, claim.attempt) for claim in claims])


def _told(outcome: Outcome, change: Change, claim: Claim) -> dict[str, Any]:
    mail = outcome.mail
    return {
        "id": claim.notice_id,
        "attempt": claim.attempt,
        "role": claim.role,
        "phase": phase_after(outcome.became),
        "code": outcome.code,
        "text": outcome.text,
        "mail": mail and mail.id,
        "message_id": mail and mail.message_id,
        "sent": outcome.became is Became.SENT,
        "later": outcome.became is Became.LATER,
        "frees_the_day": outcome.became in NOT_TAKEN,
        "state": change.state,
        "reason": change.reason,
        "wait": change.wait.total_seconds(),
        "now": change.now,
        "not_before": change.not_before,
    }


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return to_json(rows).decode()
