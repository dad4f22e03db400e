"""What happens when residents have been told, and who is still owed an answer?"""

from schemas.followup import FeedbackLines, FeedbackState, ListPublicFeedback, RecordPublicFeedback
from services.followup.handlers.deadlines import set_deadlines
from services.followup.model import progress
from services.followup.model.places import meant
from services.followup.model.public_feedback import inform, line
from services.followup.store.promises import Promises
from services.followup.store.public_feedback import PublicFeedback
from services.runtime.work import Work


async def record_public_feedback(wish: RecordPublicFeedback, work: Work) -> None:
    agreement = await Promises(work.connection).agreement_named(wish.agreement)
    told, fact = inform(agreement, wish, work.today)
    await PublicFeedback(work.connection).add(told)
    await set_deadlines(agreement.id, work)
    work.emit(fact, *progress.of_agreement(agreement, fact))


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
