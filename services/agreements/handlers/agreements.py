"""What happens when an agreement is begun, signed, extended or given up, and when a day dawns?"""

from schemas.agreements import (
    DraftAgreement,
    ExtendAgreement,
    RegisterAgreement,
    ShareAgreement,
    SignAgreement,
    WithdrawAgreement,
)
from services.agreements import model
from services.agreements.handlers.functions import add_functions
from services.agreements.handlers.taking import keep, take
from services.agreements.model import Agreement, Facts
from services.agreements.store import Agreements
from services.runtime.errors import Refused
from services.runtime.work import Work


async def register_agreement(wish: RegisterAgreement, work: Work) -> None:
    agreements = Agreements(work.connection)
    await agreements.queue_up(wish.document.slug)
    known = await agreements.take(str(wish.document.id))
    if known:
        model.refuse_other_content(known, wish.document, wish.signed_on)
        return
    await _begin(work, *model.register(wish.document, wish.signed_on, work.today))


async def draft_agreement(wish: DraftAgreement, work: Work) -> None:
    await Agreements(work.connection).queue_up(wish.document.slug)
    await _begin(work, *model.draft(wish.document))


async def share_agreement(wish: ShareAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await keep(work, *agreement.share(wish.on, work.today))


async def sign_agreement(wish: SignAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    agreement, signed = agreement.sign(wish.on, work.today, wish.signatories)
    agreement, moved = agreement.move_by_date(work.today)
    await keep(work, agreement, (*signed, *moved))


async def withdraw_agreement(wish: WithdrawAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await keep(work, *agreement.withdraw(wish.reason))


async def extend_agreement(wish: ExtendAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await keep(work, *agreement.extend(wish.until, wish.reason, work.today))


async def move_agreements_by_date(work: Work) -> int:
    agreements = Agreements(work.connection)
    moves = [one.move_by_date(work.today) for one in await agreements.take_due_to_change(work.today)]
    await agreements.save([moved for moved, _ in moves])
    work.emit(*[fact for _, facts in moves for fact in facts])
    return len(moves)


async def _begin(work: Work, agreement: Agreement, facts: Facts) -> None:
    agreements = Agreements(work.connection)
    if await agreements.find(agreement.document.slug) or await agreements.find(str(agreement.id)):
        raise Refused(f"Fältet id: det finns redan en överenskommelse som heter {agreement.document.slug}.")
    await add_functions(agreement.document.functions, work, agreement.validity.since)
    await agreements.add(agreement)
    work.emit(*facts)
