"""What happens when something is agreed? We keep our own copy, plan what falls due, and tell the counties."""

from collections.abc import Sequence
from dataclasses import replace

from schemas.agreements import (
    AgreementActivated,
    AgreementDrafted,
    AgreementExpired,
    AgreementExtended,
    AgreementShared,
    AgreementSigned,
    AgreementState,
    AgreementWithdrawn,
    CommitmentAdded,
    CommitmentCancelled,
    CommitmentDueRuleChanged,
    CommitmentReassigned,
    CoordinatorsChanged,
)
from schemas.agreements.about import AgreementFact
from services.followup.handlers.clocks import follow_agreement
from services.followup.handlers.deadlines import set_deadlines
from services.followup.handlers.planning import plan_anew
from services.followup.model import progress
from services.followup.model.agreement import NOT_YET_PROMISED, Agreement, Promise, added, drafted
from services.followup.model.planning import Occasion, cancel_all
from services.followup.model.reminder import WHY_CANCELLED
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reminders import Reminders
from services.runtime.together import together
from services.runtime.work import Work


@together
async def on_agreement_drafted(told: Sequence[tuple[AgreementDrafted, Work]]) -> None:
    _, work = told[0]
    await Promises(work.connection).begin([drafted(fact) for fact, _ in told])


@together
async def on_commitment_added(told: Sequence[tuple[CommitmentAdded, Work]]) -> None:
    commitments = [added(fact) for fact, _ in told]
    promises = Promises(told[0][1].connection)
    states = await promises.add(commitments)
    for commitment, (fact, work) in zip(commitments, told, strict=True):
        if states[commitment.agreement_id] not in NOT_YET_PROMISED:
            promise = Promise(await promises.agreement(commitment.agreement_id), commitment)
            await plan_anew([promise], Occasion(work.today, fact.on), work)


async def on_agreement_shared(fact: AgreementShared, work: Work) -> None:
    await enter(AgreementState.SHARED, fact, work)


async def on_agreement_signed(fact: AgreementSigned, work: Work) -> None:
    await Promises(work.connection).note_signatories(fact.agreement_id, fact.signatories)
    agreement = await enter(AgreementState.SIGNED, fact, work)
    await plan_anew(await promises_of(agreement, work), Occasion(work.today, fact.on), work)


async def on_agreement_activated(fact: AgreementActivated, work: Work) -> None:
    await enter(AgreementState.ACTIVE, fact, work)


async def on_agreement_expired(fact: AgreementExpired, work: Work) -> None:
    await enter(AgreementState.EXPIRED, fact, work)


async def on_agreement_withdrawn(fact: AgreementWithdrawn, work: Work) -> None:
    await enter(AgreementState.WITHDRAWN, fact, work)


async def on_agreement_extended(fact: AgreementExtended, work: Work) -> None:
    promises = Promises(work.connection)
    agreement = (await promises.agreement(fact.agreement_id)).extended(fact.until, work.today)
    await promises.save(agreement)
    await follow_agreement(agreement, work)
    await set_deadlines(agreement.id, work)
    work.emit(*progress.of_agreement(agreement, fact))
    if agreement.is_promised:
        await plan_anew(await promises_of(agreement, work), Occasion(work.today, fact.on, fact.reason), work)


async def on_commitment_due_rule_changed(fact: CommitmentDueRuleChanged, work: Work) -> None:
    promises = Promises(work.connection)
    before = (await promises.of([fact.commitment_id]))[fact.commitment_id]
    await promises.change_rule(fact.commitment_id, fact.recurrence)
    if before.agreement.is_promised:
        occasion = Occasion(work.today, fact.on, fact.reason, fact.by, was=before.commitment.recurrence)
        after = Promise(before.agreement, replace(before.commitment, recurrence=fact.recurrence))
        await plan_anew([after], occasion, work)


async def on_commitment_reassigned(fact: CommitmentReassigned, work: Work) -> None:
    """Who is reminded is read when a reminder leaves, so nothing is planned again."""
    promises = Promises(work.connection)
    promise = (await promises.of([fact.commitment_id]))[fact.commitment_id]
    await promises.reassign(fact.commitment_id, fact.responsible)
    if promise.agreement.is_promised:
        work.emit(promise.commitment.handed_over(fact.responsible, work.today))


async def on_coordinators_changed(fact: CoordinatorsChanged, work: Work) -> None:
    promises = Promises(work.connection)
    agreement = await promises.agreement(fact.agreement_id)
    await promises.save(replace(agreement, coordinators=fact.coordinators))


async def on_commitment_cancelled(fact: CommitmentCancelled, work: Work) -> None:
    promises, occurrences = Promises(work.connection), Occurrences(work.connection)
    await promises.cancel(fact.commitment_id)
    promise = (await promises.of([fact.commitment_id]))[fact.commitment_id]
    known = await occurrences.take_of_commitments([fact.commitment_id])
    cancelled = cancel_all(known[fact.commitment_id], fact.reason, fact.forum, fact.on or work.today)
    await occurrences.save(occurrence for occurrence, _ in cancelled)
    await Reminders(work.connection).cancel([occurrence.id for occurrence, _ in cancelled], WHY_CANCELLED)
    for occurrence, told in cancelled:
        work.emit(told, *progress.of_occurrence(promise, occurrence, told))


async def enter(state: AgreementState, fact: AgreementFact, work: Work) -> Agreement:
    promises = Promises(work.connection)
    agreement = (await promises.agreement(fact.agreement_id)).entered(state)
    await promises.save(agreement)
    await follow_agreement(agreement, work)
    if state is not AgreementState.ACTIVE:  # what it is to be reminded of was set when it was signed
        await set_deadlines(agreement.id, work)
    work.emit(*progress.of_agreement(agreement, fact))
    return agreement


async def promises_of(agreement: Agreement, work: Work) -> list[Promise]:
    commitments = await Promises(work.connection).commitments_of(agreement.id)
    return [Promise(agreement, commitment) for commitment in commitments]
