"""What happens when residents have been told, and who is still owed an answer?"""

from schemas.followup import (
    FeedbackLines,
    FeedbackState,
    ListPublicFeedback,
    ListPublicPromises,
    PublicPromises,
    RecordPublicFeedback,
)
from services.followup.handlers.commitments import part_of
from services.followup.handlers.deadlines import set_deadlines
from services.followup.model import progress
from services.followup.model.agreement import Agreement
from services.followup.model.places import meant
from services.followup.model.public_feedback import inform, line
from services.followup.model.public_promise import public
from services.followup.model.standing import Standing
from services.followup.store.promises import Promises
from services.followup.store.public_feedback import PublicFeedback
from services.runtime.work import Work


async def record_public_feedback(wish: RecordPublicFeedback, work: Work) -> None:
    agreement = await Promises(work.connection).agreement_named(wish.agreement)
    told, fact = inform(agreement, wish, work.today)
    await PublicFeedback(work.connection).add(told)
    await set_deadlines(agreement.id, work)
    work.emit(fact, *progress.of_agreement(agreement, fact))


async def list_public_promises(question: ListPublicPromises, work: Work) -> PublicPromises:
    """One agreement after the other: a place has few, and only the public part of each is read."""
    promised = await Promises(work.connection).promised(meant(question.municipality, None))
    told = await PublicFeedback(work.connection).of_agreements(one.id for one in promised)
    found = [public(await _public_part(one, work), told[one.id], work.today) for one in promised]
    return PublicPromises(today=work.today, agreements=tuple(one for one in found if one))


async def _public_part(agreement: Agreement, work: Work) -> Standing:
    every = await Promises(work.connection).commitments_of(agreement.id)
    return await part_of(agreement, [one for one in every if one.public], work)


async def list_public_feedback(question: ListPublicFeedback, work: Work) -> FeedbackLines:
    agreements = Promises(work.connection)
    if question.agreement:
        found = [await agreements.agreement_named(question.agreement, question.asker)]
    else:
        found = await agreements.promised(meant(question.municipality, question.county))
    told = await PublicFeedback(work.connection).of_agreements(one.id for one in found)
    lines = [line(one, told[one.id], work.today) for one in found if one.is_promised]
    if question.due_only:
        lines = [one for one in lines if one.state is FeedbackState.DUE]
    return FeedbackLines(today=work.today, agreements=tuple(lines))
