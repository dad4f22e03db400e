"""How does an agreement of the file fare, from its signing to its last meeting? By the rules alone, without a database.

Only what the file records is told: each record on its own day; one without a day on the agreement's last, as of its
first, as the importer has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta

from schemas.agreements import AgreementDrafted, CommitmentAdded
from schemas.followup import AssessCommitment, Light, OccurrenceState, ReportActivity, Summary
from services.agreements import model as agreeing
from services.followup.model import clock, public_feedback
from services.followup.model.agreement import Agreement, Commitment, Promise, added, drafted
from services.followup.model.assessment import Assessment, assess
from services.followup.model.cadence import meeting_days
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.planning import Occasion, plan
from services.followup.model.rows import rows
from services.followup.model.standing import Standing
from services.followup.model.summary import summarise
from services.front.reading import Reading, Record
from services.front.records import UNDATED

WRITTEN_ON = date(2026, 11, 22)
"""How far an agreement without an end is followed."""
OFTEN = relativedelta(months=6)
"""How often what time brings within the horizon is planned here; the service looks every ten minutes."""


@dataclass(slots=True)
class Life:
    reading: Reading
    agreed: agreeing.Agreement
    agreement: Agreement
    commitments: list[Commitment]
    occurrences: dict[UUID, Occurrence] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    told: list[tuple[date, Record]] = field(default_factory=list)
    """What has been told, and on which day."""

    @property
    def signed_on(self) -> date:
        assert self.reading.signed_on
        return self.reading.signed_on

    def meetings(self) -> list[date]:
        """All of them; without an end, up to WRITTEN_ON."""
        validity = self.agreement.validity
        until = validity.until + timedelta(days=31) if validity.until else WRITTEN_ON
        return meeting_days(self.agreement.review.cadence, validity, None, until)

    def month_ends(self) -> Iterator[date]:
        """From the month it was signed to the one before its last meeting."""
        first = self.signed_on.replace(day=1)
        for months in range(1, 12 * 200):
            end = first + relativedelta(months=months) - timedelta(days=1)
            if end >= self.meetings()[-1]:
                return
            yield end

    def lights(self) -> Iterator[tuple[date, dict[str, Light]]]:
        """Of each commitment at each month's end."""
        for day in self.month_ends():
            self.live_to(day)
            yield day, {row.slug: row.light for row in rows(self.standing(day), day).values()}

    def live_to(self, day: date) -> None:
        last = self.agreement.validity.until
        coming = [(record.on or last or WRITTEN_ON, record) for record in self.reading.records]
        for on, record in sorted(coming, key=lambda one: one[0]):
            if on <= day and (on, record) not in self.told:
                self._plan(on)
                self._tell(record, on)
                self.told.append((on, record))
        self._plan(day)

    def summary(self, day: date) -> Summary:
        return summarise(self.standing(day), day)

    def standing(self, day: date) -> Standing:
        agreement = replace(self.agreement, state=self.agreed.move_by_date(day)[0].state)
        revised = clock.of_revision(agreement, None)
        clocks = clock.around(agreement, [revised] if revised else [])
        return Standing(
            agreement=agreement,
            commitments=self.commitments,
            occurrences=sorted(self.occurrences.values(), key=lambda one: (one.starts, one.slug)),
            reports=self.reports,
            assessments=self.assessments,
            moves=[],
            clocks=clock.lines(clocks, day, [agreement]),
            feedback=public_feedback.line(agreement, [], day),
        )

    def _plan(self, day: date) -> None:
        """As the service does on signing, and then as time goes by."""
        planned_on, step = max((one.planned_on for one in self.occurrences.values()), default=None), self.signed_on
        while step <= day:
            if planned_on is None or step > planned_on:
                self._plan_on(step, by_horizon=planned_on is not None)
                planned_on = step
            step += OFTEN

    def _plan_on(self, day: date, *, by_horizon: bool) -> None:
        for commitment in self.commitments:
            known = [one for one in self.occurrences.values() if one.commitment_id == commitment.id]
            made = plan(Promise(self.agreement, commitment), known, Occasion(day, by_horizon=by_horizon)).made
            self.occurrences |= {one.id: one for one in made}

    def _tell(self, record: Record, today: date) -> None:
        commitment = next(one for one in self.commitments if one.slug == record.commitment)
        occurrence = self._told_of(commitment, record.on or today)
        completed = record.occurrence_status is OccurrenceState.COMPLETED
        report = ReportActivity(
            occurrence=occurrence.slug,
            party=record.party,
            count=record.count if record.count is not None else (occurrence.target or 1) * completed,
            on=record.on or occurrence.starts,
            comment=record.comment if record.on else f"{record.comment} {UNDATED}",
        )
        earlier = [one for one in self.reports if one.occurrence_id == occurrence.id]
        self.occurrences[occurrence.id], told, _ = occurrence.report(report, today, earlier)
        self.reports.append(told)
        if record.fulfilment:
            on = record.on or self.agreement.validity.since
            wish = AssessCommitment(commitment=commitment.slug, party=record.party, fulfilment=record.fulfilment, on=on)
            self.assessments.append(assess(Promise(self.agreement, commitment), wish, today)[0])

    def _told_of(self, commitment: Commitment, day: date) -> Occurrence:
        """The window that holds the day, else the latest that had begun."""
        begun = [one for one in self.occurrences.values() if one.commitment_id == commitment.id and one.starts <= day]
        return max(begun, key=lambda one: (one.ends >= day, one.starts))


def begin(reading: Reading) -> Life:
    """Signed on the day that the file says."""
    assert reading.document
    assert reading.signed_on
    agreed, facts = agreeing.register(reading.document, reading.signed_on, reading.signed_on)
    [draft] = [fact for fact in facts if isinstance(fact, AgreementDrafted)]
    agreement = replace(drafted(draft), state=agreed.state)
    return Life(reading, agreed, agreement, [added(fact) for fact in facts if isinstance(fact, CommitmentAdded)])
