"""What happens when one thing more is promised, or a promise is changed or taken back?"""

from collections.abc import Sequence

from schemas.agreements import AddCommitment, CancelCommitment, ChangeDueRule, ReassignCommitment
from services.agreements.handlers.functions import add_functions, add_functions_of
from services.agreements.handlers.taking import no_agreement, promise, take_promising
from services.agreements.store import Agreements
from services.runtime.errors import Refused
from services.runtime.together import together
from services.runtime.work import Work


@together
async def add_commitment(asked: Sequence[tuple[AddCommitment, Work]]) -> None:
    agreements = Agreements(asked[0][1].connection)
    taken = await agreements.take_all([wish.agreement for wish, _ in asked])
    standing = {agreement.id: agreement for agreement in taken if agreement}
    promised, told, named = [], [], []
    for (wish, work), agreement in zip(asked, taken, strict=True):
        if agreement is None:
            raise Refused(no_agreement(wish.agreement))
        now, added = standing[agreement.id].add_commitment(wish.commitment, wish.functions, work.today)
        standing[now.id] = now
        promised.append((now, wish.commitment.id))
        told.append((work, added))
        named.append((wish.functions, now.document, work))
    await add_functions_of(named, asked[0][1].today)
    for work, added in told:
        work.emit(*added)
    await agreements.save_promises(promised)


async def change_due_rule(wish: ChangeDueRule, work: Work) -> None:
    agreement, commitment = await take_promising(wish.commitment, work)
    await promise(work, commitment, *agreement.change_due_rule(commitment, wish, work.today))


async def reassign_commitment(wish: ReassignCommitment, work: Work) -> None:
    agreement, commitment = await take_promising(wish.commitment, work)
    agreement, reassigned = agreement.reassign(commitment, wish.functions)
    await add_functions(wish.functions, agreement.document, work)
    await promise(work, commitment, agreement, reassigned)


async def cancel_commitment(wish: CancelCommitment, work: Work) -> None:
    agreement, commitment = await take_promising(wish.commitment, work)
    await promise(work, commitment, *agreement.cancel_commitment(commitment, wish.reason, wish.forum, work.today))
