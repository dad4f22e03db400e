"""How does each commitment stand? Sections 3 and 4 of the summary: all appear, also silent ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from schemas.base import Party
from schemas.followup import (
    MOST_TIMES,
    CommitmentRow,
    FocusAreaSection,
    Fulfilment,
    Judgement,
    OccurrenceState,
    PartyView,
    Silence,
)
from schemas.rule_words import rule_in_words
from services.followup.model import light
from services.followup.model.agreement import Commitment, Promise
from services.followup.model.assessment import Assessment, latest
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.override import shown
from services.followup.model.silence import silent
from services.followup.model.standing import Standing
from services.followup.model.target import is_asked_for

T = TypeVar("T", Occurrence, Report, Assessment)


def sections(standing: Standing, rows_of: dict[UUID, CommitmentRow]) -> tuple[FocusAreaSection, ...]:
    """The agreement's focus areas in its order; all commitments appear, also in areas it does not list."""
    agreement = standing.agreement
    slugs = [area.id for area in agreement.focus_areas] + [one.focus_area for one in standing.commitments]
    areas = [agreement.focus_area(slug) for slug in dict.fromkeys(slugs)]
    return tuple(
        FocusAreaSection(
            id=area.id,
            name=area.name,
            problem=area.problem,
            cause=area.cause,
            goal=area.goal,
            commitments=tuple(rows_of[one.id] for one in standing.commitments if one.focus_area == area.id),
        )
        for area in areas
    )


def rows(standing: Standing, today: date) -> dict[UUID, CommitmentRow]:
    occurrences = per_commitment(standing.occurrences)
    reports = per_commitment(standing.reports)
    judged = per_commitment(standing.assessments)
    return {
        one.id: shown(row.model_copy(update={"requests": _requests(reports[one.id])}), standing.overrides)
        for one in standing.commitments
        for views in [_views(one, reports[one.id], judged[one.id])]
        for row in [_row(Promise(standing.agreement, one), occurrences[one.id], views, today)]
    }


def _total(times: Iterable[int]) -> int:
    return min(sum(times), MOST_TIMES)


def _requests(reports: list[Report]) -> int | None:
    told = [report.requests for report in reports if report.requests is not None]
    return _total(told) if told else None


def per_commitment(things: Iterable[T]) -> defaultdict[UUID, list[T]]:
    found: defaultdict[UUID, list[T]] = defaultdict(list)
    for thing in things:
        found[thing.commitment_id].append(thing)
    return found


def _row(promise: Promise, occurrences: list[Occurrence], parties: tuple[PartyView, ...], today: date) -> CommitmentRow:
    commitment = promise.commitment
    begun = [one for one in occurrences if one.starts <= today and one.state is not OccurrenceState.CANCELLED]
    counted = [one for one in begun if one.target is not None]
    return CommitmentRow(
        commitment_id=commitment.id,
        slug=commitment.slug,
        text=commitment.text,
        rule=rule_in_words(commitment.recurrence),
        due=_next_due(occurrences),
        responsible=commitment.responsible,
        done=_total(one.done if one.target is None else min(one.done, one.target) for one in begun),
        target=_total(one.target or 0 for one in counted) if counted else None,
        light=light.of_commitment(occurrences, [view.fulfilment for view in parties], today),
        cancelled=commitment.cancelled,
        public=commitment.public,
        parties=parties,
        target_asked=bool(counted) and all(is_asked_for(promise, one) for one in counted),
    )


def _next_due(occurrences: list[Occurrence]) -> date | None:
    """The next due day not yet met, else the last one."""
    applying = [one for one in occurrences if one.due and one.state is not OccurrenceState.CANCELLED]
    dues = [(one.due, one.is_open and one.done < (one.target or 0)) for one in applying if one.due]
    unmet = [due for due, waits in dues if waits]
    return min(unmet) if unmet else max((due for due, _ in dues), default=None)


def _views(commitment: Commitment, reports: list[Report], judged: list[Assessment]) -> tuple[PartyView, ...]:
    """Who does not answer for it has nothing to report, but may assess it."""
    answering = {function.party for function in commitment.responsible}
    return tuple(
        _view(
            party,
            Fulfilment.NOT_REPORTED if party in answering else Fulfilment.NOT_ASSESSED,
            [report for report in reports if report.party == party],
            [assessment for assessment in judged if assessment.party == party],
        )
        for party in Party
    )


def _view(party: Party, untold: Fulfilment, reports: list[Report], judged: list[Assessment]) -> PartyView:
    told: list[Report | Assessment] = [*reports, *judged]
    said = latest(judged, party)
    unjudged = Fulfilment.NOT_ASSESSED if reports else untold
    commented = max((one for one in told if one.comment), key=_when, default=None)
    return PartyView(
        party=party,
        fulfilment=said.fulfilment if said else unjudged,
        count=_total(report.count for report in reports),
        latest_comment=commented.comment if commented else "",
        latest_on=max((one.day for one in told), default=None),
        implementation=said.implementation if said else Judgement.NOT_ASSESSED,
        effect=said.effect if said else Judgement.NOT_ASSESSED,
        next_period=said.next_period if said else None,
    )


def _when(told: Report | Assessment) -> tuple[date, date]:
    return told.day, told.told_on


def silences(
    standing: Standing, rows_of: dict[UUID, CommitmentRow], heard: Collection[tuple[Party, UUID]]
) -> list[Silence]:
    """By party. Only of what a party answers for; what is cancelled needs no report.

    `heard`: which parties have told anything of which commitments since the last meeting.
    """

    def parties_of(one: Commitment) -> dict[Party, tuple[str, ...]]:
        told = {view.party for view in rows_of[one.id].parties if view.latest_on}
        return silent(one, told, {party for party in Party if (party, one.id) in heard})

    found = [(one, parties_of(one)) for one in standing.commitments]
    return [
        Silence(party=party, commitment=one.slug, text=one.text, roles=parties[party])
        for party in Party
        for one, parties in found
        if party in parties
    ]
