"""Which tables does the report to the assembly have? The same rows for a person to read and for a spreadsheet."""

from collections.abc import Iterable

from schemas.followup import AssemblyAgreement, AssemblyCommitment, AssemblyReport, ClockLine, Fulfilment
from services.cli import clocks, feedback, words
from services.cli.showing import plain
from services.front import measured
from services.front.spreadsheet import Rows

SILENT = {Fulfilment.NOT_REPORTED, Fulfilment.NOT_ASSESSED}


def of_clocks(report: AssemblyReport) -> Rows:
    head = ("Vad", "Senast gjort", "Diarienummer", "Senast den", "Läge")
    return Rows(head, tuple(_clock(one) for one in report.clocks))


def of_commitments(agreements: Iterable[AssemblyAgreement]) -> Rows:
    head = (
        "Överenskommelse",
        "Område",
        "Löfte eller åtagande",
        "Hur ofta",
        "Vem",
        "Skulle bli klart",
        "Klart",
        "Därav för sent",
        "Ej klart",
        "Pågår",
        "Antal gånger gjort",
        "Bedömning",
    )
    return Rows(head, tuple(_commitment(agreement, one) for agreement in agreements for one in agreement.commitments))


def of_silences(report: AssemblyReport) -> Rows:
    """A party that answers for something and has not told of it, or not judged it."""
    return Rows(
        ("Part", "Löfte eller åtagande", "Överenskommelse", "Saknas"),
        tuple(
            (words.PARTIES[view.party], row.text, agreement.title, words.FULFILMENTS[view.fulfilment])
            for agreement in report.agreements
            for row in agreement.commitments
            for view in row.views
            if view.fulfilment in SILENT and not row.cancelled
        ),
    )


def of_feedback(report: AssemblyReport) -> Rows:
    return Rows(
        ("Överenskommelse", "Berättat", "Senast den", "Läge"),
        tuple(
            (
                one.feedback.agreement,
                feedback.told(one.feedback),
                _said(one.feedback.due),
                feedback.STATES[one.feedback.state].plain,
            )
            for one in report.agreements
        ),
    )


def of_measures(report: AssemblyReport) -> Rows:
    head = ("Vad", "Enhet", "Från början", "Senast", "Förändring", "Källa")
    return Rows(
        head,
        tuple(
            (
                measured.name(one.measured),
                measured.unit(one.measured),
                measured.value(one.baseline),
                measured.value(one.latest),
                measured.change(one),
                one.values[-1].source,
            )
            for one in report.measures
        ),
    )


def _clock(line: ClockLine) -> tuple[str, ...]:
    return (
        clocks.what(line),
        _said(line.last_on),
        line.registration_number,
        _said(line.due),
        clocks.state(line).plain,
    )


def _commitment(agreement: AssemblyAgreement, row: AssemblyCommitment) -> tuple[str, ...]:
    judged = "; ".join(f"{words.PARTIES[one.party]}: {words.FULFILMENTS[one.fulfilment]}" for one in row.views)
    counts = (row.fell_due, row.met, row.met_late, row.unmet, row.going_on, row.reported)
    return (
        agreement.title,
        row.focus_area,
        row.text,
        "utgår" if row.cancelled else row.rule,
        words.who(row.responsible),
        *map(str, counts),
        judged,
    )


def _said(value: object) -> str:
    return plain(value)
