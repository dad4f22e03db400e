"""How are an occurrence and what was told of it shown in a list? With what a person needs to recognise them."""

from collections.abc import Sequence
from datetime import date

from schemas.followup import OccurrenceLine, ReportLine
from services.followup.model import light
from services.followup.model.agreement import Promise
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.target import is_asked_for


def report_line(report: Report, municipalities: Sequence[str] = ()) -> ReportLine:
    """`municipalities`: the agreement's. Where they are several it is told whose the report is."""
    told = len(municipalities) > 1 and report.municipality in municipalities
    return ReportLine(
        party=report.party,
        count=report.count,
        requests=report.requests,
        on=report.day,
        comment=report.comment,
        id=report.id,
        corrects=report.corrects,
        reason=report.reason,
        municipality=report.municipality if told else None,
    )


def line(promise: Promise, occurrence: Occurrence, today: date) -> OccurrenceLine:
    agreement, commitment = promise.agreement, promise.commitment
    return OccurrenceLine(
        id=occurrence.id,
        slug=occurrence.slug,
        agreement_id=agreement.id,
        agreement=agreement.title,
        agreement_slug=agreement.slug,
        commitment_id=commitment.id,
        commitment=commitment.text,
        focus_area=promise.focus_area,
        starts=occurrence.starts,
        ends=occurrence.ends,
        due=occurrence.due,
        due_version=occurrence.due_version,
        target=occurrence.target,
        done=occurrence.done,
        state=occurrence.state,
        overdue_days=occurrence.overdue_days(today),
        light=light.of_occurrence(occurrence, today),
        municipality=occurrence.municipality,
        responsible=commitment.responsible,
        type=agreement.type,
        target_asked=is_asked_for(promise, occurrence),
    )
