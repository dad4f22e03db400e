"""What does a municipality's assembly hear of a year: what was promised, done, and never reported?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.base import Party
from schemas.followup import (
    MOST_TIMES,
    AssemblyAgreement,
    AssemblyCommitment,
    AssemblyView,
    Fulfilment,
    OccurrenceState,
)
from schemas.rule_words import rule_in_words
from services.followup.model import public_feedback
from services.followup.model.agreement import Agreement, Commitment, Promise
from services.followup.model.assessment import Assessment, latest
from services.followup.model.correction import standing
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.public_feedback import Feedback
from services.followup.model.rows import per_commitment
from services.runtime.errors import Refused


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year in one municipality, looked at from `today`."""

    year: int
    municipality: str
    today: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def as_of(self) -> date:
        return min(self.last, self.today)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def concerns(self, agreement: Agreement) -> bool:
        """Signed, and valid for at least a day of the year."""
        ends = agreement.validity.until or date.max
        return agreement.is_promised and agreement.validity.since <= self.last and ends >= self.first


@dataclass(frozen=True, slots=True)
class Told:
    """What has been told of one commitment, in the municipality and the year."""

    occurrences: list[Occurrence]
    """Whenever they were."""
    reports: list[Report]
    assessments: list[Assessment]


@dataclass(frozen=True, slots=True)
class Followed:
    """An agreement with all that has been told of it."""

    agreement: Agreement
    commitments: list[Commitment]
    occurrences: list[Occurrence]
    reports: list[Report]
    assessments: list[Assessment]
    feedback: list[Feedback]


def a_year(year: int, municipality: str, today: date) -> Year:
    if year > today.year:
        raise Refused(f"År {year} har inte börjat än.")
    return Year(year, municipality, today)


def of_agreement(followed: Followed, year: Year) -> AssemblyAgreement:
    agreement = followed.agreement
    told = _told(followed, year)
    return AssemblyAgreement(
        agreement_id=agreement.id,
        slug=agreement.slug,
        type=agreement.type,
        title=agreement.title,
        state=agreement.state,
        registration_numbers=agreement.registration_numbers,
        since=agreement.validity.since,
        until=agreement.validity.until,
        commitments=tuple(_row(Promise(agreement, one), told[one.id], year) for one in followed.commitments),
        feedback=public_feedback.line(agreement, followed.feedback, year.today),
    )


def _told(followed: Followed, year: Year) -> dict[UUID, Told]:
    """By commitment. What was judged after the year still counts if the agreement ended with it."""
    occurrences = per_commitment(one for one in followed.occurrences if one.municipality in {None, year.municipality})
    here = {one.id for found in occurrences.values() for one in found}
    told = (one for one in standing(followed.reports) if one.occurrence_id in here and year.holds(one.day))
    reports = per_commitment(told)
    ends = followed.agreement.validity.until
    until = year.today if ends and ends <= year.last else year.last
    judged = per_commitment(one for one in followed.assessments if year.first <= one.day <= until)
    return {one.id: Told(occurrences[one.id], reports[one.id], judged[one.id]) for one in followed.commitments}


def _row(promise: Promise, told: Told, year: Year) -> AssemblyCommitment:
    """What fell due, by what is known today: what was done late is met, late. A silent party is shown as silent."""
    commitment = promise.commitment
    due = [one for one in told.occurrences if year.holds(one.due) and one.state is not OccurrenceState.CANCELLED]
    met = [one for one in due if one.target is not None and one.done >= one.target]
    late = [one for one in met if one.due and one.completed_on and one.completed_on > one.due]
    unmet = [one for one in due if one.overdue_days(year.today)]
    answers_for_it = {one.party for one in commitment.responsible}
    return AssemblyCommitment(
        commitment_id=commitment.id,
        slug=commitment.slug,
        focus_area=promise.focus_area,
        text=commitment.text,
        rule=rule_in_words(commitment.recurrence),
        responsible=commitment.responsible,
        public=commitment.public,
        cancelled=commitment.cancelled,
        reported=min(sum(one.count for one in told.reports), MOST_TIMES),
        fell_due=len(due),
        met=len(met),
        met_late=len(late),
        unmet=len(unmet),
        going_on=len(due) - len(met) - len(unmet),
        views=tuple(
            AssemblyView(party=party, fulfilment=_fulfilment(party, told)) for party in Party if party in answers_for_it
        ),
    )


def _fulfilment(party: Party, told: Told) -> Fulfilment:
    if judged := latest(told.assessments, party):
        return judged.fulfilment
    silent = not any(one.party is party for one in told.reports)
    return Fulfilment.NOT_REPORTED if silent else Fulfilment.NOT_ASSESSED
