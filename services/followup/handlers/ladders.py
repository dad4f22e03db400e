"""What happens when another ladder is chosen, and what is answered when somebody asks which applies?"""

from collections.abc import Sequence

from schemas.followup import ChangeLadder, LadderLines, RestoreLadder, ShowLadder
from services.followup.model.agreement import Agreement, Commitment
from services.followup.model.chosen_ladder import Chosen, choose, climbs_another, lines, refuse_stranger, standing
from services.followup.model.reminder import climb_another
from services.followup.store.chosen_ladders import ChosenLadders
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
    promises, ladders = Promises(work.connection), ChosenLadders(work.connection)
    agreement = await promises.take_agreement((await promises.agreement_named(wish.agreement)).id)
    commitment = await _of(agreement, wish.commitment, work)
    concerned = [commitment] if commitment else await promises.commitments_of(agreement.id)
    await promises.hold(one.id for one in concerned)
    before = await ladders.within([agreement.id])
    made, fact = choose(agreement, commitment, wish, before, work.today)
    await ladders.add(made)
    await _climb_another(concerned, before, standing([*before.values(), made]), work)
    work.emit(fact)


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
