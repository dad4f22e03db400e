"""What is answered when somebody asks what is due, how something stands, or why?"""

from collections.abc import Iterable
from datetime import timedelta
from itertools import chain
from uuid import UUID

from schemas.followup import (
    CommitmentFollowUp,
    CountByMonth,
    CountOverdue,
    ExplainOccurrence,
    Explanation,
    ListDue,
    ListMeetings,
    ListOccurrences,
    ListSilences,
    MonthCounts,
    OccurrenceCard,
    OccurrenceLine,
    OccurrenceLines,
    OverdueCount,
    OverdueCounts,
    PlannedReminder,
    PreviewRule,
    RulePreview,
    ShowCommitment,
    ShowOccurrence,
)
from services.followup.model.chosen_ladder import ladder_of
from services.followup.model.correction import standing
from services.followup.model.explanation import explain
from services.followup.model.line import line, report_line
from services.followup.model.move import slips
from services.followup.model.occurrence import Occurrence
from services.followup.model.places import Scope, concerned, meant
from services.followup.model.preview import preview
from services.followup.model.reminder import why
from services.followup.model.told import follow_up
from services.followup.model.windows import months_before
from services.followup.store.chosen_ladders import ChosenLadders
from services.followup.store.occurrences import MOST_LINES, Occurrences
from services.followup.store.promises import Promises
from services.followup.store.reminders import Reminders
from services.followup.store.reports import Reports
from services.runtime.errors import Refused
from services.runtime.work import Work

SOON = timedelta(days=28)


async def scope_of(question: ListDue | ListMeetings | ListSilences, work: Work) -> Scope:
    named = question.agreement
    agreement = await Promises(work.connection).agreement_named(named, question.asker) if named else None
    return Scope(agreement.id if agreement else None, concerned(question.places))


async def list_due(question: ListDue, work: Work) -> OccurrenceLines:
    until = max(question.until or work.today + SOON, work.today - timedelta(days=1))  # what is overdue is always due
    return await _told(await Occurrences(work.connection).due_until(until, await scope_of(question, work)), work)


async def count_overdue(question: CountOverdue, work: Work) -> OverdueCounts:
    counts = await Occurrences(work.connection).overdue_in(meant(None, question.county) or (), work.today)
    told = (OverdueCount(municipality=code, occurrences=number) for code, number in sorted(counts.items()))
    return OverdueCounts(today=work.today, counts=tuple(told))


async def count_by_month(question: CountByMonth, work: Work) -> MonthCounts:
    since, until = months_before(work.today)
    counts = await Occurrences(work.connection).by_month(meant(None, question.county) or (), since, until)
    return MonthCounts(since=since, until=until, counts=tuple(counts))


async def list_occurrences(question: ListOccurrences, work: Work) -> OccurrenceLines:
    occurrences, promises = Occurrences(work.connection), Promises(work.connection)
    if question.commitment:
        promise = await promises.promise_named(question.commitment, question.asker)
        found = await occurrences.of_commitment(promise.commitment.id)
    elif question.agreement:
        agreement = await promises.agreement_named(question.agreement, question.asker)
        return await _told(await occurrences.due_between(agreement.id, question.since, question.until), work)
    else:
        found = await occurrences.with_ids(question.ids)
    return OccurrenceLines(today=work.today, occurrences=await _lines(found, work))


async def show_occurrence(question: ShowOccurrence, work: Work) -> OccurrenceCard:
    occurrence = await Occurrences(work.connection).named(question.occurrence)
    told = await Reports(work.connection).told_of(occurrence.id)
    promise = (await Promises(work.connection).of([occurrence.commitment_id]))[occurrence.commitment_id]
    commitment, stands, places = promise.commitment, standing(told), promise.agreement.municipalities
    return OccurrenceCard(
        today=work.today,
        occurrence=line(promise, occurrence, work.today),
        reports=tuple(report_line(one, places) for one in stands),
        corrected=tuple(report_line(one, places) for one in told if one not in stands),
        slips=slips(await Occurrences(work.connection).moves_of([occurrence.id])),
        depends_on=commitment.depends_on,
        carried_over=commitment.carried_over,
        methods=commitment.methods,
        arenas=commitment.arenas,
        steering_documents=commitment.steering_documents,
    )


async def show_commitment(question: ShowCommitment, work: Work) -> CommitmentFollowUp:
    promise = await Promises(work.connection).promise_named(question.commitment, question.asker)
    occurrences = Occurrences(work.connection)
    slugs = {one.id: one.slug for one in await occurrences.of_commitment(promise.commitment.id)}
    told = await Reports(work.connection).of_commitments([promise.commitment.id])
    moves, places = await occurrences.moves_of(slugs), promise.agreement.municipalities
    return follow_up(slugs, chain.from_iterable(told.values()), moves, places)


async def explain_occurrence(question: ExplainOccurrence, work: Work) -> Explanation:
    occurrences = Occurrences(work.connection)
    occurrence = await occurrences.named(question.occurrence)
    promise = (await Promises(work.connection).of([occurrence.commitment_id]))[occurrence.commitment_id]
    moves, acts = await occurrences.moves_of([occurrence.id]), await occurrences.acts_of(occurrence.id)
    ladders = await Reminders(work.connection).of_occurrence(occurrence.id)
    chosen = await ChosenLadders(work.connection).within([occurrence.agreement_id])
    return Explanation(
        occurrence=line(promise, occurrence, work.today),
        sentences=explain(promise, occurrence, moves, acts),
        reminders=tuple(
            PlannedReminder(
                rung=step.rung, leaves=step.day, state=outcome.state, reason=why(outcome, promise, occurrence)
            )
            for ladder in ladders
            for step, outcome in ladder.reminders
        ),
        ladder=ladder_of(promise, occurrence, chosen),
    )


async def _told(found: list[Occurrence], work: Work) -> OccurrenceLines:
    shown, more = found[:MOST_LINES], len(found) > MOST_LINES
    return OccurrenceLines(today=work.today, occurrences=await _lines(shown, work), more=more)


async def preview_rule(question: PreviewRule, work: Work) -> RulePreview:
    agreement_id = await _known(question, work)
    chosen = await ChosenLadders(work.connection).within([agreement_id]) if agreement_id else {}
    of = (question.commitment_id, agreement_id)
    try:
        return preview(question.recurrence, question.validity, work.today, chosen, *of)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong


async def _known(question: PreviewRule, work: Work) -> UUID | None:
    """Of what was drafted a moment ago nothing may have been heard yet; then nothing is chosen for it either."""
    if question.agreement is None:
        return None
    try:
        return (await Promises(work.connection).agreement_named(question.agreement, question.asker)).id
    except Refused:
        return None


async def _lines(occurrences: list[Occurrence], work: Work) -> tuple[OccurrenceLine, ...]:
    promises = await Promises(work.connection).of(_commitments(occurrences))
    return tuple(line(promises[one.commitment_id], one, work.today) for one in occurrences)


def _commitments(occurrences: list[Occurrence]) -> Iterable[UUID]:
    return (one.commitment_id for one in occurrences)
