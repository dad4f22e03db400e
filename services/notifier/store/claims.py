"""Who is sending what at this moment, how far have they come, and what came of it?

A claim is fenced by its attempt number: whoever was paused past the lease finds that the row has moved on. Leases run
by the database's clock. Every step is also written to `attempt`, which only grows.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.notifier import MailState
from services.notifier.model.mailing_hours import GATHER
from services.notifier.model.notice import Claim, Mail, Phase
from services.notifier.model.outcome import UNCERTAIN, Became, Outcome, phase_after
from services.notifier.store.ledger import AS_CLAIM, CLAIMED, PLANNED, as_claims
from services.notifier.store.tables import attempt, mailed_day, notice

PAGE = 1000
"""Below the 2,000 that one question to followup or agreements may name."""
LONGEST_WAIT = timedelta(seconds=30)
"""Notices heard this long ago no longer wait for others that are still coming."""
DB_NOW = func.statement_timestamp()
"""Not now(): a statement that waited for a lock must not judge a lease by the time before the wait."""
IN_DOUBT = notice.c.phase == Phase.DOT
ABANDONED = and_(CLAIMED, notice.c.lease_until < DB_NOW)


@dataclass(frozen=True, slots=True)
class Change:
    """What a notice becomes."""

    state: MailState
    reason: str
    now: datetime
    not_before: datetime | None = None
    wait: timedelta = timedelta(0)


class Claims:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def more_is_coming(self, now: datetime, quiet: timedelta) -> bool:
        """Whether a notice was heard less than `quiet` ago: a page made now would split a day's mail."""
        coming = select(notice.c.id).where(notice.c.heard_at > DB_NOW - quiet)
        waited = select(notice.c.id).where(_due(now), notice.c.heard_at < DB_NOW - LONGEST_WAIT)
        return bool(await self._connection.scalar(select(coming.exists() & ~waited.exists())))

    async def give_up(self, now: datetime) -> list[Claim]:
        """What has been repeated once after a doubt, and is in doubt again, is not sent a third time."""
        statement = update(notice).where(ABANDONED, IN_DOUBT, notice.c.doubts >= 1)
        given_up = statement.values(state=MailState.SKIPPED, reason=UNCERTAIN, changed_at=now).returning(*AS_CLAIM)
        return as_claims(await self._connection.execute(given_up))

    async def take(self, now: datetime, lease: timedelta) -> list[Claim]:
        """A page of what is due, and of what was claimed by someone who did not come back.

        Ordered by function, so that what goes to one mailbox is seldom parted by a page's end.
        """
        due = _due(now + GATHER) & select(notice.c.id).where(_due(now)).exists().correlate(None)
        page = select(notice.c.id).where(due | ABANDONED).order_by(notice.c.function_id, notice.c.id).limit(PAGE)
        page_ids = page.with_for_update(skip_locked=True).cte("page")
        claim = update(notice).where(notice.c.id.in_(select(page_ids.c.id)))
        taken = claim.values(
            state=MailState.CLAIMED,
            phase=Phase.CLAIMED,
            attempts=notice.c.attempts + 1,
            doubts=notice.c.doubts + case((IN_DOUBT, 1), else_=0),
            doubted=case((IN_DOUBT, notice.c.mail_id), else_=notice.c.doubted),
            lease_until=DB_NOW + lease,
            changed_at=now,
        )
        claims = as_claims(await self._connection.execute(taken.returning(*AS_CLAIM)))
        await self._note(claims, Phase.CLAIMED)
        return claims

    async def mark(self, claims: Sequence[Claim], mail: Mail, day: date, lease: timedelta) -> bool:
        """Write down that the dot comes next. False when a claim or the mailbox's day was lost: nothing may be sent."""
        mine = and_(_these(claims), CLAIMED, notice.c.phase == Phase.CLAIMED, notice.c.lease_until > DB_NOW)
        held = (await self._connection.scalars(select(notice.c.id).where(mine).with_for_update())).all()
        if len(held) < len(claims) or not await self._reserve(mail, day):
            return False
        leaving = update(notice).where(notice.c.id.in_(held))
        await self._connection.execute(
            leaving.values(phase=Phase.DOT, mail_id=mail.id, message_id=mail.message_id, lease_until=DB_NOW + lease)
        )
        await self._note(claims, Phase.DOT, mail)
        return True

    async def day_is_taken(self, mail: Mail, day: date) -> bool:
        """Whether the mailbox has had another mail that day."""
        same_day = and_(mailed_day.c.mailbox_hash == mail.mailbox_hash, mailed_day.c.day == day)
        taken = select(mailed_day.c.mail_id).where(same_day, mailed_day.c.mail_id != mail.id).exists()
        return bool(await self._connection.scalar(select(taken)))

    async def settle(self, outcome: Outcome, change: Change) -> list[Claim]:
        """Write down what came of an attempt; the notices that were still this claim's to change."""
        phase = phase_after(outcome.became)
        await self._note(outcome.claims, phase, outcome.mail, (outcome.code, outcome.text))
        if outcome.mail and outcome.became in {Became.REFUSED, Became.LATER, Became.UNREACHED}:
            await self._connection.execute(delete(mailed_day).where(mailed_day.c.mail_id == outcome.mail.id))
        settled: list[Claim] = []
        for role, claims in _by_role(outcome.claims).items():
            columns = _columns(change) | {"role": role, "delays": notice.c.delays + int(outcome.became is Became.LATER)}
            if outcome.mail and outcome.became is Became.SENT:
                columns |= {"mail_id": outcome.mail.id, "message_id": outcome.mail.message_id}
            statement = update(notice).where(_mine_to_settle(claims, outcome)).values(columns)
            settled += as_claims(await self._connection.execute(statement.returning(*AS_CLAIM)))
        return settled

    async def doubt(self, outcome: Outcome, wait: timedelta) -> None:
        """The answer after the dot was lost: it stays claimed and in doubt until the wait is over."""
        await self._note(outcome.claims, Phase.LOST, outcome.mail, (outcome.code, outcome.text))
        statement = update(notice).where(_these(outcome.claims), CLAIMED)
        await self._connection.execute(statement.values(lease_until=DB_NOW + wait))

    async def delays(self, claims: Sequence[Claim]) -> int:
        """How often the mail server has put the most delayed of these off before."""
        ids = [claim.notice_id for claim in claims]
        return int(await self._connection.scalar(select(func.max(notice.c.delays)).where(notice.c.id.in_(ids))) or 0)

    async def _reserve(self, mail: Mail, day: date) -> bool:
        """The mailbox's day is ours if nobody has it, or if this mail (or the one it repeats) has it already."""
        row = insert(mailed_day).values(mailbox_hash=mail.mailbox_hash, day=day, mail_id=mail.id)
        ours = row.on_conflict_do_update(
            index_elements=["mailbox_hash", "day"],
            set_={"mail_id": mail.id},
            where=mailed_day.c.mail_id.in_([mail.id, mail.doubted or mail.id]),
        )
        return (await self._connection.execute(ours.returning(mailed_day.c.day))).first() is not None

    async def _note(
        self, claims: Sequence[Claim], phase: Phase, mail: Mail | None = None, said: tuple[int, str] = (0, "")
    ) -> None:
        code, text = said
        rows = [
            {
                "notice_id": claim.notice_id,
                "number": claim.attempt,
                "phase": phase,
                "mail_id": mail.id if mail else None,
                "code": code,
                "text": text,
            }
            for claim in claims
        ]
        if rows:
            await self._connection.execute(insert(attempt), rows)


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(PLANNED, notice.c.not_before <= now, notice.c.retry_at <= DB_NOW)


def _these(claims: Sequence[Claim]) -> ColumnElement[bool]:
    return tuple_(notice.c.id, notice.c.attempts).in_([(claim.notice_id, claim.attempt) for claim in claims])


def _mine_to_settle(claims: Sequence[Claim], outcome: Outcome) -> ColumnElement[bool]:
    """A mail that was taken is taken, whoever holds the claim now, unless its successor's dot is on the way too."""
    if outcome.became is not Became.SENT:
        return and_(_these(claims), CLAIMED)
    known = notice.c.id.in_([claim.notice_id for claim in claims])
    return and_(known, (_these(claims) & CLAIMED) | PLANNED | (CLAIMED & (notice.c.phase == Phase.CLAIMED)))


def _columns(change: Change) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "state": change.state,
        "phase": Phase.CLAIMED,
        "reason": change.reason,
        "retry_at": DB_NOW + change.wait,
        "changed_at": change.now,
    }
    return columns | ({"not_before": change.not_before} if change.not_before else {})


def _by_role(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    roles: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        roles[claim.role].append(claim)
    return roles
