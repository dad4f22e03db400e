"""What happens when another ladder is chosen, and what is answered when somebody asks which applies?"""

from collections.abc import Sequence
from uuid import UUID

from schemas.followup import ChangeLadder, LadderLines, RestoreLadder, ShowLadder
from services.followup.handlers.deadlines import climb_other_ladders
from services.followup.model.agreement import Agreement, Commitment
from services.followup.model.chosen_ladder import (
    WINDOWS,
    Chosen,
    choose,
    climbs_another,
    lines,
    refuse_stranger,
    standing,
)
from services.followup.model.reminder import climb_another
from services.followup.store.chosen_ladders import ChosenLadders
from services.followup.store.meetings import Meetings
from services.followup.store.occurrences import Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reminders import Reminders
from services.runtime.work import Work


async def change_ladder(wish: ChangeLadder, work: Work) -> None:
    await _choose(wish, work)


async def restore_ladder(wish: RestoreLadder, work: Work) -> None:
    await _choose(wish, work)


async def show_ladder(question: ShowLadder, work: Work) -> LadderLines:
    promises = Promises(work.connection)
    agreement = await promises.agreement_named(question.agreement, question.asker)
    commitment = await _of(agreement, question.commitment, work, question.asker)
    commitments = [commitment] if commitment else await promises.commitments_of(agreement.id)
    chosen = await ChosenLadders(work.connection).within([agreement.id])
    return LadderLines(ladders=tuple(lines(agreement, commitments, chosen, of_one=commitment is not None)))


async def _choose(wish: ChangeLadder | RestoreLadder, work: Work) -> None:
    named = await Promises(work.connection).agreement_named(wish.agreement)
    await (_choose_for_windows if wish.ladder in WINDOWS else _choose_for_days)(named.id, wish, work)


async def _choose_for_windows(agreement_id: UUID, wish: ChangeLadder | RestoreLadder, work: Work) -> None:
    promises = Promises(work.connection)
    agreement = await promises.take_agreement(agreement_id)
    commitment = await _of(agreement, wish.commitment, work)
    concerned = [commitment] if commitment else await promises.commitments_of(agreement.id)
    await promises.hold(one.id for one in concerned)
    before, after = await _chosen(agreement, commitment, wish, work)
    await _climb_another(concerned, before, after, work)


async def _choose_for_days(agreement_id: UUID, wish: ChangeLadder | RestoreLadder, work: Work) -> None:
    """Holds the series, as whoever changes anything about an agreement's days does."""
    await Meetings(work.connection).take_series(agreement_id)
    agreement = await Promises(work.connection).agreement(agreement_id)
    before, after = await _chosen(agreement, await _of(agreement, wish.commitment, work), wish, work)
    await climb_other_ladders(agreement.id, before, after, work)


async def _chosen(
    agreement: Agreement, commitment: Commitment | None, wish: ChangeLadder | RestoreLadder, work: Work
) -> tuple[Chosen, Chosen]:
    """What stood chosen before, and what does after."""
    ladders = ChosenLadders(work.connection)
    before = await ladders.within([agreement.id])
    made, fact = choose(agreement, commitment, wish, before, work.today)
    await ladders.add(made)
    work.emit(fact)
    return before, standing([*before.values(), made])


async def _climb_another(concerned: Sequence[Commitment], before: Chosen, after: Chosen, work: Work) -> None:
    reminders = Reminders(work.connection)
    taken = await Occurrences(work.connection).take_of_commitments(one.id for one in concerned)
    climbing = [one for each in taken.values() for one in each if climbs_another(one, before, after)]
    climbed = await reminders.take_current(climbing)
    await reminders.replace(climb_another(one, climbed.get(one.id), work.today, after) for one in climbing)


async def _of(agreement: Agreement, ref: str | None, work: Work, asker: str | None = None) -> Commitment | None:
    """The commitment that is named, if one is. Raises Refused when it is another agreement's."""
    if ref is None:
        return None
    commitment = (await Promises(work.connection).promise_named(ref, asker)).commitment
    refuse_stranger(agreement, commitment)
    return commitment
