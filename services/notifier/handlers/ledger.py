"""What was mailed, what became of it, and what should have left by now?"""

from datetime import datetime
from uuid import UUID

from schemas.notifier import LedgerLines, ShowLedger
from services.notifier.store.ledger import NEWEST, About, Ledger
from services.runtime.errors import Refused
from services.runtime.work import Work


async def show_ledger(question: ShowLedger, work: Work) -> LedgerLines:
    if question.commitment and not question.agreement:
        raise Refused("Ett åtagandes mejl söks tillsammans med överenskommelsens id.")
    about = About(
        _id(question.occurrence, "tillfällets"),
        question.deadline,
        _id(question.agreement, "överenskommelsens"),
        _id(question.commitment, "åtagandets"),
    )
    lines = await Ledger(work.connection).lines(about, question.page)
    return LedgerLines(lines=tuple(lines[:NEWEST]), more=len(lines) > NEWEST)


async def oldest_unsent(work: Work) -> datetime | None:
    """Of what is due. A clock that has died is seen by it, and a mail server that takes nothing."""
    return await Ledger(work.connection).oldest_due(work.now)


def _id(named: str | None, whose: str) -> UUID | None:
    try:
        return UUID(named) if named else None
    except ValueError as error:
        raise Refused(f"Mejlens liggare söks med {whose} id, ett UUID.") from error
