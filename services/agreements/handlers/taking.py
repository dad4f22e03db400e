"""How does a handler come by an agreement, and how does it keep what became of it?"""

from uuid import UUID

from services.agreements.model import Agreement, Facts
from services.agreements.store import Agreements
from services.runtime.errors import Refused
from services.runtime.work import Work


async def take(ref: str, work: Work) -> Agreement:
    agreement = await Agreements(work.connection).take(ref)
    if agreement is None:
        raise Refused(no_agreement(ref))
    return agreement


async def take_promising(ref: str, work: Work) -> tuple[Agreement, UUID]:
    found = await Agreements(work.connection).take_promising(ref)
    if found is None:
        raise Refused(f"Det finns inget åtagande som heter {ref}.")
    return found


def no_agreement(ref: str) -> str:
    return f"Det finns ingen överenskommelse som heter {ref}."


async def keep(work: Work, agreement: Agreement, facts: Facts) -> None:
    await Agreements(work.connection).save([agreement])
    work.emit(*facts)


async def promise(work: Work, commitment: UUID, agreement: Agreement, facts: Facts) -> None:
    await Agreements(work.connection).save_promises([(agreement, commitment)])
    work.emit(*facts)
