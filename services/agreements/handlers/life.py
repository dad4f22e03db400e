"""What happens when an agreement is amended, renewed, ended or closed, or a party is followed by its successor?"""

from schemas.agreements import (
    AmendAgreement,
    AmendCommitment,
    CloseAgreement,
    RenewAgreement,
    SucceedParty,
    SupersedeAgreement,
    TerminateAgreement,
)
from schemas.base import Party
from services.agreements import model
from services.agreements.handlers.functions import add_functions
from services.agreements.handlers.taking import (
    check_family,
    keep,
    promise,
    take,
    take_both,
    take_promising,
    take_with_parent,
)
from services.agreements.model import Agreement
from services.agreements.store import Agreements, Functions, Lines
from services.runtime.work import Work


async def amend_agreement(wish: AmendAgreement, work: Work) -> None:
    changes = wish.changes
    before = await take_with_parent(wish.agreement, changes.parent_id, work)
    agreement, facts = model.amend(before, changes, wish.reason, work.today)
    if changes.parent_id or changes.validity or changes.municipalities or changes.plan_year:
        await check_family(agreement.as_it_stands(), work)
    if changes.type or changes.municipalities:
        await _follow(before, agreement, work)
    await keep(work, agreement, facts)


async def amend_commitment(wish: AmendCommitment, work: Work) -> None:
    agreement, commitment = await take_promising(wish.commitment, work)
    agreement, facts = model.amend_whole(agreement, commitment, wish, work.today)
    if wish.functions:
        await add_functions(wish.functions, agreement.document, work)
    await Agreements(work.connection).save([agreement])
    await promise(work, commitment, agreement, facts)


async def succeed_party(wish: SucceedParty, work: Work) -> None:
    """What the municipality's own functions there do is its successor's from now on."""
    agreement, facts = model.succeed_party(await take(wish.agreement, work), wish, work.today)
    if wish.party is Party.MUNICIPALITY:
        named = [one.function_id for one in agreement.responsibles]
        await Functions(work.connection).succeed(wish.was, wish.now, named)
    await Agreements(work.connection).move(agreement)
    await keep(work, agreement, facts)


async def renew_agreement(wish: RenewAgreement, work: Work) -> None:
    agreement, old = await take_both(wish.agreement, wish.renews, work)
    agreement, facts = model.renew(agreement, old, wish.carried, work.today)
    await Agreements(work.connection).save_all_promises(agreement)
    await keep(work, agreement, facts)


async def terminate_agreement(wish: TerminateAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await _refuse_living_plans(agreement, work)
    await keep(work, *model.terminate(agreement, wish, work.today))


async def supersede_agreement(wish: SupersedeAgreement, work: Work) -> None:
    agreement, successor = await take_both(wish.agreement, wish.successor, work)
    await _refuse_living_plans(agreement, work)
    superseded, successor, facts = model.supersede(agreement, successor, wish, work.today)
    agreements = Agreements(work.connection)
    for changed in (superseded, successor):
        await agreements.save_all_promises(changed)
    await agreements.save([superseded, successor])
    work.emit(*facts)


async def close_agreement(wish: CloseAgreement, work: Work) -> None:
    agreement = await take(wish.agreement, work)
    await _refuse_living_plans(agreement, work)
    await keep(work, *model.close(agreement, wish.on, wish.checklist, work.today))


async def _follow(before: Agreement, agreement: Agreement, work: Work) -> None:
    """A draft is of another kind, or has other municipalities: who answers for it and what stands under it agree."""
    functions = await Functions(work.connection).find(one.function_id for one in agreement.responsibles)
    model.refuse_left_behind(agreement, before.document.municipalities, functions)
    model.refuse_estranged(agreement, await Lines(work.connection).children_of(agreement.id))
    agreements = Agreements(work.connection)
    await agreements.move(agreement)
    await agreements.save_all_promises(agreement)


async def _refuse_living_plans(agreement: Agreement, work: Work) -> None:
    model.refuse_living_plans(agreement, await Lines(work.connection).children_of(agreement.id))
