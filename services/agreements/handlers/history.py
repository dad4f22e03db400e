"""What is answered when somebody asks what has happened to an agreement?"""

from schemas.agreements import History, ShowHistory
from services.agreements import model
from services.agreements.handlers.taking import no_agreement
from services.agreements.store import Agreements, Lines, Log
from services.runtime.errors import Refused
from services.runtime.work import Work


async def show_history(question: ShowHistory, work: Work) -> History:
    agreement = await Agreements(work.connection).find(question.agreement, promises=False)
    if agreement is None or not agreement.is_visible_to(question.asker):
        raise Refused(no_agreement(question.agreement))
    happened = model.history(agreement.first_written, await Log(work.connection).told_of(agreement.id))
    first = (question.page - 1) * model.PAGE
    lines = tuple(happened[first : first + model.PAGE])
    others = [await Lines(work.connection).of(other, question.asker) for other in model.others(lines)]
    return History(
        lines=lines,
        others=tuple(one for one in others if one),
        more=len(happened) > first + len(lines),
    )
