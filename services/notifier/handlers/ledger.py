"""What was mailed, what became of it, and what should have left by now?"""

from datetime import datetime
from uuid import UUID

from schemas.notifier import LedgerLines, ShowLedger
from services.notifier.store.ledger import Ledger
from services.runtime.errors import Refused
from services.runtime.work import Work


async def show_ledger(question: ShowLedger, work: Work) -> LedgerLines:
    occurrence = _id(question.occurrence) if question.occurrence else None
    lines = await Ledger(work.connection).lines(occurrence, question.deadline)
    return LedgerLines(lines=tuple(lines))


async def oldest_unsent(work: Work) -> datetime | None:
    """Of what is due. A clock that has died is seen by it, and a mail server that takes nothing."""
    return await Ledger(work.connection).oldest_due(work.now)


def _id(occurrence: str) -> UUID:
    try:
        return UUID(occurrence)
    except ValueError as error:
        raise Refused("Mejlens liggare söks med tillfällets id, ett UUID.") from error
