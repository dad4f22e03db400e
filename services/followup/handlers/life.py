"""What happens when an agreement is amended, renewed, ended or closed, or a party is followed by its successor?"""

from collections.abc import Mapping
from uuid import UUID

from schemas.agreements import (
    AgreementAmended,
    AgreementClosed,
    AgreementRenewed,
    AgreementState,
    AgreementSuperseded,
    AgreementTerminated,
    CommitmentAmended,
    PartySucceeded,
)
from services.followup.handlers.agreements import enter, promises_of
from services.followup.handlers.clocks import follow_agreement
from services.followup.handlers.deadlines import set_deadlines
from services.followup.handlers.meetings import end_meetings
from services.followup.handlers.planning import plan_anew
from services.followup.model import progress
from services.followup.model.agreement import Agreement
from services.followup.model.ending import NO_LONGER_APPLIES, Ending, end, superseded, terminated
from services.followup.model.planning import Occasion
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reminders import Reminders
from services.runtime.work import Work


async def on_agreement_amended(fact: AgreementAmended, work: Work) -> None:
    promises = Promises(work.connection)
    agreement = (await promises.agreement(fact.agreement_id)).amended(fact.changes)
    await promises.save(agreement)
    await follow_agreement(agreement, work)
    await set_deadlines(agreement.id, work)
    work.emit(*progress.of_agreement(agreement, fact))


async def on_commitment_amended(fact: CommitmentAmended, work: Work) -> None:
    promises = Promises(work.connection)
    promise = (await promises.of([fact.commitment_id]))[fact.commitment_id]
    await promises.save_commitment(promise.commitment.amended(fact.changes))
    work.emit(*progress.of_agreement(promise.agreement, fact))


async def on_party_succeeded(fact: PartySucceeded, work: Work) -> None:
    """What was done before stays with the municipality that did it; its coming windows are its successor's."""
    promises = Promises(work.connection)
    before = await promises.agreement(fact.agreement_id)
    agreement = before.succeeded(fact)
    await promises.save(agreement)
    await follow_agreement(agreement, work)
    await set_deadlines(agreement.id, work)
    if agreement.is_promised and agreement.municipalities != before.municipalities:
        for promise in await promises_of(agreement, work):
            occasion = Occasion(work.today, fact.on, fact.reason, fact.party, was=promise.commitment.recurrence)
            await plan_anew([promise], occasion, work)


async def on_agreement_renewed(fact: AgreementRenewed, work: Work) -> None:
    await Promises(work.connection).carry_over([one.now for one in fact.carried])


async def on_agreement_terminated(fact: AgreementTerminated, work: Work) -> None:
    agreement = await enter(AgreementState.TERMINATED, fact, work)
    ending = terminated(fact)
    commitments = await Promises(work.connection).commitments_of(agreement.id)
    await _end(agreement, {one.id: ending for one in commitments}, work)


async def on_agreement_superseded(fact: AgreementSuperseded, work: Work) -> None:
    agreement = await enter(AgreementState.SUPERSEDED, fact, work)
    await _end(agreement, superseded(fact), work)


async def on_agreement_closed(fact: AgreementClosed, work: Work) -> None:
    agreement = await enter(AgreementState.CLOSED, fact, work)
    await _be_quiet(agreement, work)


async def _end(agreement: Agreement, endings: Mapping[UUID, Ending], work: Work) -> None:
    promises, occurrences = Promises(work.connection), Occurrences(work.connection)
    await promises.stop_planning(agreement.id)
    promised = await promises.of(endings)
    known = await occurrences.take_of_commitments(endings)
    cancelled = [gone for key, ending in endings.items() for gone in end(known.get(key, []), ending)]
    await occurrences.save(occurrence for occurrence, _ in cancelled)
    await _be_quiet(agreement, work)
    for occurrence, told in cancelled:
        work.emit(told, *progress.of_occurrence(promised[occurrence.commitment_id], occurrence, told))


async def _be_quiet(agreement: Agreement, work: Work) -> None:
    """Nobody is reminded of what no longer applies, not even of what was overdue, nor called to its meetings."""
    of_agreement = await Occurrences(work.connection).of_agreement(agreement.id)
    await Reminders(work.connection).cancel([one.id for one in of_agreement], NO_LONGER_APPLIES)
    await end_meetings(agreement, work)
