"""What happens when an agreement is begun, signed, extended or given up, and when a day dawns?"""

from schemas.agreements import (
    AddSignature,
    DraftAgreement,
    ExtendAgreement,
    ExtendByMonths,
    RegisterAgreement,
    ReviseAgreement,
    ShareAgreement,
    SignAgreement,
    Signature,
    WithdrawAgreement,
)
from services.agreements import model
from services.agreements.handlers.functions import add_functions
from services.agreements.handlers.taking import check_family, keep, take
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
    await _begin(work, *model.draft(wish.document, wish.drafted_by))


async def share_agreement(wish: ShareAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await keep(work, *agreement.share(wish.on, work.today))


async def sign_agreement(wish: SignAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await keep(work, *model.sign(agreement, wish.on, work.today, wish.signatories))


async def add_signature(wish: AddSignature, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    signature = Signature(party=wish.party, role=wish.role, on=wish.on)
    await keep(work, *model.add_signature(agreement, signature, work.today))


async def withdraw_agreement(wish: WithdrawAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await keep(work, *agreement.withdraw(wish.reason))


async def extend_agreement(wish: ExtendAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await keep(work, *agreement.extend(wish.until, wish.reason, work.today))


async def extend_by_months(wish: ExtendByMonths, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await keep(work, *model.extend_by_months(agreement, wish.months, wish.reason, work.today))


async def revise_agreement(wish: ReviseAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await keep(work, *model.revise(agreement, wish.on, wish.forum, work.today))


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
    await check_family(agreement.document, work)
    await add_functions(agreement.document.functions, agreement.document, work, agreement.validity.since)
    await agreements.add(agreement)
    work.emit(*facts)
