"""Which tables does the report to the assembly have? The same rows on a page and in a file for a spreadsheet."""

from collections.abc import Iterable

from schemas.agreements import Responsible
from schemas.followup import (
    AssemblyAgreement,
    AssemblyCommitment,
    AssemblyReport,
    ClockLine,
    FeedbackLine,
    Fulfilment,
    MeasureSeries,
)
from services.front import measured, words
from services.front.language import Written, _
from services.front.naming import CLOCKS
from services.front.spreadsheet import Cell, Rows
from services.front.words import capital

LAW = (
    "Rapport till kommunfullmäktige enligt 12–13 §§ lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete."
)
NONE = "–"
SILENT = {Fulfilment.NOT_REPORTED, Fulfilment.NOT_ASSESSED}


def of_clocks(clocks: Iterable[ClockLine]) -> Rows:
    head = (_("Vad"), _("Senast gjort"), _("Diarienummer"), _("Senast den"), _("Läge"))
    return Rows(head, tuple(map(_clock, clocks)))


def of_commitments(agreements: Iterable[AssemblyAgreement]) -> Rows:
    head = (
        _("Överenskommelse"),
        _("Löfte eller åtagande"),
        _("Område"),
        _("Hur ofta"),
        _("Vem"),
        _("Skulle bli klart"),
        _("Klart"),
        _("Därav för sent"),
        _("Ej klart"),
        _("Pågår"),
        _("Antal gånger gjort"),
        _("Bedömning"),
    )
    return Rows(head, tuple(_commitment(agreement, one) for agreement in agreements for one in agreement.commitments))


def of_silences(report: AssemblyReport) -> Rows:
    """A party that answers for something and has not told of it, or not judged it."""
    return Rows(
        (_("Löfte eller åtagande"), _("Part"), _("Överenskommelse"), _("Saknas")),
        tuple(
            (
                Written(row.text),
                capital(words.PARTIES[view.party]),
                Written(agreement.title),
                capital(words.FULFILMENTS[view.fulfilment]),
            )
            for agreement in report.agreements
            for row in agreement.commitments
            for view in row.views
            if view.fulfilment in SILENT and not row.cancelled
        ),
    )


def of_feedback(lines: Iterable[FeedbackLine]) -> Rows:
    return Rows(
        (_("Överenskommelse"), _("Berättat"), _("Senast den"), _("Läge")),
        tuple(
            (Written(one.agreement), _told(one), one.due or NONE, str(words.FEEDBACK_STATES[one.state]))
            for one in lines
        ),
    )


def of_measures(measures: Iterable[MeasureSeries]) -> Rows:
    return Rows(
        (_("Vad"), _("Enhet"), _("Från början"), _("Senast"), _("Förändring"), _("Källa")),
        tuple(
            (
                measured.name(one.measured),
                measured.unit(one.measured),
                measured.value(one.baseline),
                measured.value(one.latest),
                measured.change(one),
                Written(one.values[-1].source),
            )
            for one in measures
        ),
    )


def of_values(measures: Iterable[MeasureSeries]) -> Rows:
    """Each value by itself, to count with."""
    return Rows(
        (_("Vad"), _("Enhet"), _("Dag"), _("Värde"), _("Källa")),
        tuple(
            (measured.name(series.measured), measured.unit(series.measured), one.on, float(one.value), one.source)
            for series in measures
            for one in series.values
        ),
    )


def _clock(line: ClockLine) -> tuple[Cell, ...]:
    what = f"{CLOCKS[line.clock]} ({line.agreement})" if line.agreement else CLOCKS[line.clock]
    status = str(words.status_of_clock(line))
    return (capital(what), line.last_on or NONE, line.registration_number or NONE, line.due or NONE, status)


def _commitment(agreement: AssemblyAgreement, row: AssemblyCommitment) -> tuple[Cell, ...]:
    counts = (row.fell_due, row.met, row.met_late, row.unmet, row.going_on, row.reported)
    return (
        Written(agreement.title),
        Written(row.text),
        Written(row.focus_area),
        _("Utgår") if row.cancelled else Written(capital(row.rule)),
        _who(row.responsible),
        *counts,
        "; ".join(f"{words.PARTIES[one.party]}: {words.FULFILMENTS[one.fulfilment]}" for one in row.views),
    )


def _told(line: FeedbackLine) -> str:
    return Written("\n".join(f"{one.on} {one.channel}{f', {one.url}' if one.url else ''}" for one in line.told) or NONE)


def _who(responsible: Iterable[Responsible]) -> str:
    return Written(
        ", ".join(f"{capital(one.role.replace('_', ' '))} ({words.PARTIES[one.party]})" for one in responsible)
    )
