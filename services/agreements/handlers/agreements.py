"""What happens when an agreement is written, changed or asked about, and when a day dawns?"""

from collections.abc import Sequence
from uuid import UUID

from schemas.agreements import (
    AddCommitment,
    AgreementCard,
    AgreementLines,
    CancelCommitment,
    ChangeDueRule,
    DraftAgreement,
    ExtendAgreement,
    ListAgreements,
    ReassignCommitment,
    RegisterAgreement,
    ShareAgreement,
    ShowAgreement,
    SignAgreement,
    WithdrawAgreement,
)
from services.agreements import model
from services.agreements.handlers.functions import add_functions
from services.agreements.model import Agreement, Facts
from services.agreements.store import Agreements, Functions
from services.runtime.errors import Refused
from services.runtime.together import together
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
    agreement = await _take(wish.agreement, work)
    await _keep(work, *agreement.share(wish.on, work.today))


async def sign_agreement(wish: SignAgreement, work: Work) -> None:
    agreement = await _take(wish.agreement, work)
    agreement, signed = agreement.sign(wish.on, work.today, wish.signatories)
    agreement, moved = agreement.move_by_date(work.today)
    await _keep(work, agreement, (*signed, *moved))


async def withdraw_agreement(wish: WithdrawAgreement, work: Work) -> None:
    agreement = await _take(wish.agreement, work)
    await _keep(work, *agreement.withdraw(wish.reason))


async def extend_agreement(wish: ExtendAgreement, work: Work) -> None:
    agreement = await _take(wish.agreement, work)
    await _keep(work, *agreement.extend(wish.until, wish.reason, work.today))


@together
async def add_commitment(asked: Sequence[tuple[AddCommitment, Work]]) -> None:
    agreements = Agreements(asked[0][1].connection)
    taken = await agreements.take_all([wish.agreement for wish, _ in asked])
    standing = {agreement.id: agreement for agreement in taken if agreement}
    promised = []
    for (wish, work), agreement in zip(asked, taken, strict=True):
        if agreement is None:
            raise Refused(_no_agreement(wish.agreement))
        now, added = standing[agreement.id].add_commitment(wish.commitment, wish.functions, work.today)
        standing[now.id] = now
        promised.append((now, wish.commitment.id))
        await add_functions(wish.functions, work)
        work.emit(*added)
    await agreements.save_promises(promised)


async def change_due_rule(wish: ChangeDueRule, work: Work) -> None:
    agreement, commitment = await _take_promising(wish.commitment, work)
    await _promise(work, commitment, *agreement.change_due_rule(commitment, wish, work.today))


async def reassign_commitment(wish: ReassignCommitment, work: Work) -> None:
    agreement, commitment = await _take_promising(wish.commitment, work)
    agreement, reassigned = agreement.reassign(commitment, wish.functions)
    await add_functions(wish.functions, work)
    await _promise(work, commitment, agreement, reassigned)


async def cancel_commitment(wish: CancelCommitment, work: Work) -> None:
    agreement, commitment = await _take_promising(wish.commitment, work)
    await _promise(work, commitment, *agreement.cancel_commitment(commitment, wish.reason, wish.forum, work.today))


async def move_agreements_by_date(work: Work) -> int:
    agreements = Agreements(work.connection)
    moves = [one.move_by_date(work.today) for one in await agreements.take_due_to_change(work.today)]
    await agreements.save([moved for moved, _ in moves])
    work.emit(*[fact for _, facts in moves for fact in facts])
    return len(moves)


async def list_agreements(question: ListAgreements, work: Work) -> AgreementLines:
    lines = await Agreements(work.connection).lines(question.county, question.municipality)
    return AgreementLines(agreements=tuple(lines))


async def show_agreement(question: ShowAgreement, work: Work) -> AgreementCard:
    agreement = await Agreements(work.connection).find(question.agreement)
    if agreement is None:
        raise Refused(_no_agreement(question.agreement))
    functions = await Functions(work.connection).find(one.function_id for one in agreement.responsibles)
    return agreement.card(tuple(functions))


async def _begin(work: Work, agreement: Agreement, facts: Facts) -> None:
    agreements = Agreements(work.connection)
    if await agreements.find(agreement.document.slug) or await agreements.find(str(agreement.id)):
        raise Refused(f"Fältet id: det finns redan en överenskommelse som heter {agreement.document.slug}.")
    await add_functions(agreement.document.functions, work)
    await agreements.add(agreement)
    work.emit(*facts)


async def _keep(work: Work, agreement: Agreement, facts: Facts) -> None:
    await Agreements(work.connection).save([agreement])
    work.emit(*facts)


async def _promise(work: Work, commitment: UUID, agreement: Agreement, facts: Facts) -> None:
    await Agreements(work.connection).save_promises([(agreement, commitment)])
    work.emit(*facts)


async def _take(ref: str, work: Work) -> Agreement:
    agreement = await Agreements(work.connection).take(ref)
    if agreement is None:
        raise Refused(_no_agreement(ref))
    return agreement


async def _take_promising(ref: str, work: Work) -> tuple[Agreement, UUID]:
    found = await Agreements(work.connection).take_promising(ref)
    if found is None:
        raise Refused(f"Det finns inget åtagande som heter {ref}.")
    return found


def _no_agreement(ref: str) -> str:
    return f"Det finns ingen överenskommelse som heter {ref}."
