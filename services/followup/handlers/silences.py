"""What is answered when somebody asks what the parties wait for from each other?"""

from collections import defaultdict
from uuid import UUID

from schemas.agreements import Continuous
from schemas.followup import ListSilences, SilenceLines
from services.followup.handlers.questions import scope_of
from services.followup.model.log import Mark, Said
from services.followup.model.silence import last_mark, silence
from services.followup.store.log import Log
from services.followup.store.meetings import Meetings
from services.followup.store.promises import Promises
from services.followup.store.silences import Silences
from services.runtime.work import Work


async def list_silences(question: ListSilences, work: Work) -> SilenceLines:
    """However many agreements there are, six questions to the database."""
    await Meetings(work.connection).see_one_moment()
    untold = await Silences(work.connection).untold(await scope_of(question, work), question.most)
    promises = await Promises(work.connection).of(untold)
    meetings = await Meetings(work.connection).of_agreements(one.agreement.id for one in promises.values())
    anew = [key for key, one in promises.items() if isinstance(one.commitment.recurrence, Continuous)]
    seen = min((last_mark(each).position for each in meetings.values()), default=0)
    said = await _said(anew, Mark(seen), work)
    lines = [
        silence(promises[key], told, meetings[promises[key].agreement.id], said[key], work.today)
        for key, told in untold.items()
    ]
    found = tuple(one for one in lines if one)
    beyond = [*untold.values()][question.most :]
    return SilenceLines(
        today=work.today, silences=found[: question.most], more=bool(beyond), more_told=any(map(bool, beyond))
    )


async def _said(commitments: list[UUID], after: Mark, work: Work) -> defaultdict[UUID, list[Said]]:
    found: defaultdict[UUID, list[Said]] = defaultdict(list)
    for one in await Log(work.connection).told_of(commitments, after) if commitments else ():
        found[one.fact.commitment_id].append(one)  # type: ignore[attr-defined]
    return found
