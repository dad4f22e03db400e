"""What happens when a day that must not be missed is planned, moved or called off, and when its reminders' time comes?

A reminder is said of what stands at that moment. What stands is asked in one way, for planning, saying and showing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from schemas.base import Party
from schemas.followup import DeadlineKind
from services.followup.model import deadline as rules
from services.followup.model.agreement import Commitment
from services.followup.model.chosen_ladder import Chosen
from services.followup.model.clock import Clock
from services.followup.model.deadline import CLOCKS, Deadline
from services.followup.model.deadline_line import Subject
from services.followup.model.deadline_reminder import Around, asks_the_silent, concerned, settle
from services.followup.model.ladder import Step
from services.followup.model.log import Mark, Said, between
from services.followup.model.reminder import Ladder
from services.followup.model.reporting import reporting
from services.followup.model.silence import last_mark
from services.followup.store.chosen_ladders import ChosenLadders
from services.followup.store.clocks import Clocks
from services.followup.store.deadlines import Deadlines, Place
from services.followup.store.log import Log
from services.followup.store.meetings import Meetings
from services.followup.store.promises import Promises
from services.followup.store.public_feedback import PublicFeedback
from services.runtime.clock import morning
from services.runtime.work import Work

PAGE = 500
ONE_DAY = timedelta(days=1)


async def set_deadlines(agreement_id: UUID, work: Work) -> None:
    """Bring what an agreement has to remind of into agreement with how it stands. Doing it again changes nothing.

    Holds the agreement's series, as whoever changes its meetings or chooses a ladder for them does: the last to change
    anything sees all of it.
    """
    if not (await Promises(work.connection).agreement(agreement_id)).is_promised:
        return
    meetings = Meetings(work.connection)
    await meetings.take_series(agreement_id)
    agreement = await Promises(work.connection).agreement(agreement_id)
    told = await PublicFeedback(work.connection).of_agreements([agreement_id])
    revision = (await Clocks(work.connection).of_agreements([agreement_id])).get(agreement_id)
    planned = await meetings.of_agreement(agreement_id)
    chosen = await ChosenLadders(work.connection).within([agreement_id])
    stands = rules.of_agreement(agreement, planned, told[agreement_id], revision)
    stand = {one.id: rules.by_chosen(one, chosen) for one in stands}
    kept = await Deadlines(work.connection).take_of_agreement(agreement_id)
    await _follow([(kept.get(key), stand.get(key)) for key in dict.fromkeys([*kept, *stand])], work)


async def set_deadline_of_clock(clock: Clock, work: Work) -> None:
    """Of a municipality's clock, which the caller holds."""
    for stands in rules.of_clock(clock):
        await _follow([(await Deadlines(work.connection).take(stands.id), stands)], work)


async def climb_other_ladders(agreement_id: UUID, before: Chosen, after: Chosen, work: Work) -> None:
    """What waits of an agreement whose series the caller holds is planned by what is chosen after."""
    deadlines = Deadlines(work.connection)
    kept = (await deadlines.take_of_agreement(agreement_id)).values()
    again = await by_other_ladders(kept, before, after, work)
    await deadlines.save(ladder for ladder in again.values() if ladder)


async def by_other_ladders(
    kept: Collection[rules.Kept], before: Chosen, after: Chosen, work: Work
) -> dict[UUID, Ladder | None]:
    stand, _ = await as_they_stand([one for one, _ in kept], work, after)
    return {
        one.id: rules.climb_another(rules.by_chosen(one, before), stand[one.id], ladder, work.today)
        for one, ladder in kept
    }


async def _follow(pairs: Iterable[tuple[rules.Kept | None, Deadline | None]], work: Work) -> None:
    changes = [rules.follow(kept, stands, work.today) for kept, stands in pairs]
    deadlines = Deadlines(work.connection)
    await deadlines.save(struck for struck, _ in changes if struck)
    await deadlines.add(begun for _, begun in changes if begun)


@dataclass(frozen=True, slots=True)
class Known:
    """What some steps ask for of the agreements: who has reported; of an end the functions of those who signed."""

    reported: Mapping[UUID, frozenset[Party]]
    commitments: Mapping[UUID, Sequence[Commitment]]

    def around(self, one: Deadline, around: Around) -> Around:
        if not one.agreement_id:
            return around
        theirs = self.commitments.get(one.agreement_id, ()) if one.kind is DeadlineKind.AGREEMENT_END else ()
        reported = self.reported.get(one.agreement_id, frozenset())
        return replace(around, reported=reported, commitments=tuple(theirs))


class DeadlinesThatAreDue:
    """Says DeadlineReminderDue for the rungs whose morning has come. Remembers where the page before ended."""

    def __init__(self) -> None:
        self._after: Place | None = None

    async def leave(self, work: Work) -> int:
        deadlines = Deadlines(work.connection)
        waiting, self._after = await deadlines.take_due(work.now, self._after, PAGE)
        until = last_morning(work)
        stand, subjects = await as_they_stand([one for one, _ in waiting], work)
        known = await asked_for([(stand[kept.id], ladder.due_by(until)) for kept, ladder in waiting], work)
        settled = []
        for kept, ladder in waiting:
            one = stand[kept.id]
            after, facts = settle(one, ladder, until, known.around(one, subjects[one.id].around))
            settled.append(after)
            work.emit(*facts)
        await deadlines.save(settled)
        return len(settled)


async def as_they_stand(
    kept: Sequence[Deadline], work: Work, chosen: Chosen | None = None
) -> tuple[dict[UUID, Deadline], dict[UUID, Subject]]:
    """These deadlines, each with why nobody is to be reminded of it if so, and what they are of. Few questions.

    `chosen`: by these ladders. None: by those that stand chosen.
    """
    promises = Promises(work.connection)
    agreements = await promises.agreements({one.agreement_id for one in kept if one.agreement_id})
    if chosen is None:
        chosen = await ChosenLadders(work.connection).within(agreements)
    told = await PublicFeedback(work.connection).of_agreements(agreements)
    meetings = await Meetings(work.connection).with_ids(_of(kept, {DeadlineKind.MEETING}))
    clocks = await Clocks(work.connection).with_ids(_of(kept, CLOCKS))
    codes = {code for clock in clocks.values() if not clock.agreement_id for code in clock.municipalities}
    around_the_clocks = await promises.promised(codes) if codes else []
    nearby = agreements | {one.id: one for one in around_the_clocks}
    stand = {one.id: one for each in agreements.values() for one in rules.of_agreement(each, (), told[each.id], None)}
    stand |= {one.id: one for one in map(rules.of_meeting, meetings.values())}
    stand |= {one.id: one for clock in clocks.values() for one in rules.of_clock(clock)}
    subjects = {}
    for one in kept:
        clock = clocks.get(one.subject_id)
        around = concerned(one, clock.municipalities if clock else (), nearby)
        subjects[one.id] = Subject(meetings.get(one.subject_id), clock, Around(tuple(around)))
    return {one.id: rules.by_chosen(rules.as_it_stands(one, stand.get(one.id)), chosen) for one in kept}, subjects


async def asked_for(asked: Collection[tuple[Deadline, Iterable[Step]]], work: Work) -> Known:
    """What the deadlines' steps ask for of their agreements: few questions, however many there are."""
    silent = {one.agreement_id for one, steps in asked if any(asks_the_silent(one, step) for step in steps)}
    ended = {one.agreement_id for one, _ in asked if one.kind is DeadlineKind.AGREEMENT_END}
    return Known(
        await _reported({key for key in silent if key}, work) if silent else {},
        await Promises(work.connection).commitments_in({key for key in ended if key}) if ended else {},
    )


async def _reported(agreement_ids: Collection[UUID], work: Work) -> dict[UUID, frozenset[Party]]:
    meetings = await Meetings(work.connection).of_agreements(agreement_ids)
    marks = {one: last_mark(meetings[one]) for one in agreement_ids}
    said: dict[UUID, list[Said]] = {one: [] for one in agreement_ids}
    for one in await Log(work.connection).told_in(said, Mark(min(mark.position for mark in marks.values()))):
        said[one.fact.agreement_id].append(one)  # type: ignore[attr-defined]
    return {
        key: frozenset(one.party for one in reporting(between(each, marks[key])) if one.reported)
        for key, each in said.items()
    }


def last_morning(work: Work) -> date:
    """The last day whose morning has come."""
    return work.today if morning(work.today) <= work.now else work.today - ONE_DAY


def _of(kept: Iterable[Deadline], kinds: Iterable[DeadlineKind]) -> list[UUID]:
    return [one.subject_id for one in kept if one.kind in kinds]
