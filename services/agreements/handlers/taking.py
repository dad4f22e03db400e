"""How does a handler come by an agreement, and how does it keep what became of it?"""

from uuid import UUID

from schemas.agreements import Document
from services.agreements import model
from services.agreements.model import Agreement, Facts
from services.agreements.store import Agreements, Lines
from services.runtime.errors import Refused
from services.runtime.work import Work


async def take(ref: str, work: Work, *beside: str) -> Agreement:
    """`beside`: those that are locked with it, in the order of their ids."""
    agreement = (await Agreements(work.connection).take_all([ref, *beside]))[0]
    if agreement is None:
        raise Refused(no_agreement(ref))
    return agreement


async def take_with_parent(ref: str, parent_id: UUID | None, work: Work) -> Agreement:
    """`parent_id`: what it shall stand under; None: it stays where it is."""
    if parent_id is None:
        known = await Agreements(work.connection).find(ref)
        parent_id = known.document.parent_id if known else None
    return await take(ref, work, *([str(parent_id)] if parent_id else []))


async def take_both(first: str, second: str, work: Work) -> tuple[Agreement, Agreement]:
    """Locked in the order of their ids, so that two who take the same two never wait for each other."""
    one, other = await Agreements(work.connection).take_all([first, second])
    if one is None or other is None:
        raise Refused(no_agreement(second if one else first))
    return one, other


async def check_family(document: Document, work: Work) -> None:
    """May it stand under its parent? Held until the work is committed, so that a year never gets two plans."""
    if document.parent_id is None:
        return model.check_family(document, None)
    lines = Lines(work.connection)
    parent = await Agreements(work.connection).take(str(document.parent_id))
    ancestors = await lines.ancestors_of(document.parent_id)
    return model.check_family(document, parent, ancestors, await lines.children_of(document.parent_id))


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
