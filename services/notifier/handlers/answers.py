"""What happens when a report comes, and when it is asked whom mail does not reach?"""

from collections.abc import Sequence

from schemas.followup import ActivityReported
from schemas.notifier import FindUnreached, UnreachedFunctions
from services.notifier.model.reach import unreached
from services.notifier.store.answers import Answers
from services.runtime.together import together
from services.runtime.work import Work


@together
async def on_activity_reported(heard: Sequence[tuple[ActivityReported, Work]]) -> None:
    work = heard[0][1]
    await Answers(work.connection).note([(told.occurrence_id, told.party) for told, _ in heard], work.today)


async def find_unreached(question: FindUnreached, work: Work) -> UnreachedFunctions:
    mailed = await Answers(work.connection).mailed(question.functions)
    found = (unreached(one, work.today) for one in mailed)
    return UnreachedFunctions(functions=tuple(one for one in found if one))
