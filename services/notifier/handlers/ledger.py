"""What was mailed, and what became of it?"""

from uuid import UUID

from schemas.notifier import LedgerLines, ShowLedger
from services.notifier.store.ledger import Ledger
from services.runtime.errors import Refused
from services.runtime.work import Work


async def show_ledger(question: ShowLedger, work: Work) -> LedgerLines:
    lines = await Ledger(work.connection).lines(_id(question.occurrence) if question.occurrence else None)
    return LedgerLines(lines=tuple(lines))


def _id(occurrence: str) -> UUID:
    try:
        return UUID(occurrence)
    except ValueError as error:
        raise Refused("Mejlens liggare söks med tillfällets id, ett UUID.") from error
