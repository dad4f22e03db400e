"""Which notices are there, and what became of them?"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert

from schemas.notifier import LedgerLine, MailState
from services.notifier.model.notice import Claim, Due, Phase, claims_of
from services.notifier.store.tables import all_heard, notice
from services.runtime.connection import Connection
from services.runtime.rows import Row

PLANNED = notice.c.state == literal_column("'planned'")  # literals, so that the partial indexes serve every plan
CLAIMED = notice.c.state == literal_column("'claimed'")
NOT_YET_LEAVING = PLANNED | (CLAIMED & (notice.c.phase == Phase.CLAIMED))
AS_CLAIM = (
    notice.c.id,
    notice.c.occurrence_id,
    notice.c.deadline_id,
    notice.c.function_id,
    notice.c.rung,
    notice.c.due_version,
    notice.c.attempts,
    notice.c.doubted,
    notice.c.role,
)
LEFT = (notice.c.state == MailState.SENT) | (notice.c.phase == Phase.DOT) | (notice.c.doubted == notice.c.mail_id)
"""Sent, or perhaps: a mail that comes back was taken, though nobody heard the answer after its dot."""
NEWEST = 200
"""Lines to a page."""


@dataclass(frozen=True, slots=True)
class About:
    """What mails are asked for: about all that is told here, or, where nothing is, about anything."""

    occurrence: UUID | None = None
    deadline: UUID | None = None
    agreement: UUID | None = None
    commitment: UUID | None = None
    """Only with its agreement, which the index finds."""

    @property
    def asked(self) -> Iterator[ColumnElement[bool]]:
        for name, value in asdict(self).items():
            if value:
                yield notice.c[f"{name}_id"] == value


class Ledger:
    """Every notice, from the day it is heard of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def plan(self, due: Due, not_before: datetime, now: datetime) -> None:
        """One notice per function; a notice that is known stays as it is."""
        rows = [
            {
                "id": new.notice_id,
                "occurrence_id": new.occurrence_id,
                "deadline_id": new.deadline_id,
                "agreement_id": due.agreement_id,
                "commitment_id": getattr(due, "commitment_id", None),
                "function_id": new.function_id,
                "rung": new.rung,
                "due_version": new.due_version,
                "not_before": not_before,
                "created_at": now,
                "changed_at": now,
            }
            for new in claims_of(due)
        ]
        if rows:
            await self._connection.execute(insert(notice).values(rows).on_conflict_do_nothing())

    async def note_all_heard(self, day: date) -> None:
        """Of what is due up to this day's morning no more notices are coming."""
        now = insert(all_heard).values(one=True, heard_at=func.now(), day=day)
        newer = {"heard_at": now.excluded.heard_at, "day": func.greatest(all_heard.c.day, now.excluded.day)}
        statement = now.on_conflict_do_update(constraint="one", set_=newer)
        await self._connection.execute(statement)

    async def skip(
        self, occurrence_id: UUID, reason: str, now: datetime, before_version: int | None = None
    ) -> list[Claim]:
        """Skip what is not yet leaving: all of an occurrence's notices, or those of due days older than a version."""
        matching = [notice.c.occurrence_id == occurrence_id, NOT_YET_LEAVING]
        if before_version is not None:
            matching.append(notice.c.due_version < before_version)
        statement = update(notice).where(*matching).values(state=MailState.SKIPPED, reason=reason, changed_at=now)
        return as_claims(await self._connection.execute(statement.returning(*AS_CLAIM)))

    async def hurry(self, function_id: UUID) -> None:
        """Try what a mail server has put off for this function again at once."""
        statement = update(notice).where(notice.c.function_id == function_id, PLANNED)
        await self._connection.execute(statement.values(retry_at=func.now(), delays=0))

    async def bounce(self, message_id: str, reason: str, now: datetime) -> list[Claim]:
        """The notices of a mail that left; those that are known to have come back stay as they are."""
        statement = update(notice).where(notice.c.message_id == message_id, LEFT, notice.c.state != MailState.BOUNCED)
        bounced = statement.values(state=MailState.BOUNCED, phase=Phase.CLAIMED, reason=reason, changed_at=now)
        return as_claims(await self._connection.execute(bounced.returning(*AS_CLAIM)))

    async def states(self, message_id: str) -> set[MailState]:
        """Of a mail's notices; empty when no mail has that Message-ID."""
        query = select(notice.c.state).where(notice.c.message_id == message_id)
        return set(await self._connection.scalars(query))

    async def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the oldest has been due that has not left; None: all has."""
        waiting = select(func.min(notice.c.not_before)).where(PLANNED | CLAIMED, notice.c.not_before <= now)
        oldest: datetime | None = await self._connection.scalar(waiting)
        return oldest

    async def lines(self, about: "About", page: int = 1) -> list[LedgerLine]:
        """Newest first. One more than a page, to know whether there are more."""
        query = select(notice).order_by(notice.c.changed_at.desc(), notice.c.id)
        query = query.where(*about.asked).limit(NEWEST + 1).offset((page - 1) * NEWEST)
        return [_line(row) for row in await self._connection.execute(query)]


def as_claims(rows: Iterable[Row]) -> list[Claim]:
    return [
        Claim(
            notice_id=row.id,
            subject_id=row.deadline_id or row.occurrence_id,
            of_deadline=row.deadline_id is not None,
            function_id=row.function_id,
            rung=row.rung,
            due_version=row.due_version,
            attempt=row.attempts,
            doubted=row.doubted,
            role=row.role,
        )
        for row in rows
    ]


def _line(row: Row) -> LedgerLine:
    return LedgerLine(
        notice_id=row.id,
        occurrence_id=row.occurrence_id,
        deadline_id=row.deadline_id,
        function_id=row.function_id,
        role=row.role,
        rung=row.rung,
        state=row.state,
        reason=row.reason,
        attempts=row.attempts,
        message_id=row.message_id,
        at=row.changed_at,
    )
