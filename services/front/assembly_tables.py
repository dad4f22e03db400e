"""Which tables does the report to the assembly have? The same rows on a page and in a file for a spreadsheet."""

from collections.abc import Iterable
from datetime import date

from schemas.agreements import Responsible
from schemas.followup import AssemblyAgreement, AssemblyCommitment, AssemblyReport, ClockLine, FeedbackLine, Fulfilment
from services.front import measured, words
from services.front.language import Written, _
from services.front.naming import CLOCKS
from services.front.spreadsheet import Rows
from services.front.words import capital

SILENT = {Fulfilment.NOT_REPORTED, Fulfilment.NOT_ASSESSED}


def of_clocks(report: AssemblyReport) -> Rows:
    head = (_("Vad"), _("Senast gjort"), _("Diarienummer"), _("Senast den"), _("Läge"))
    return Rows(head, tuple(_clock(one) for one in report.clocks))


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


def of_feedback(report: AssemblyReport) -> Rows:
    return Rows(
        (_("Överenskommelse"), _("Berättat"), _("Senast den"), _("Läge")),
        tuple(
            (Written(line.agreement), _told(line), _said(line.due), str(words.FEEDBACK_STATES[line.state]))
            for line in (one.feedback for one in report.agreements)
        ),
    )


def of_measures(report: AssemblyReport) -> Rows:
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
            for one in report.measures
        ),
    )


def _clock(line: ClockLine) -> tuple[str, ...]:
    what = f"{CLOCKS[line.clock]} ({line.agreement})" if line.agreement else CLOCKS[line.clock]
    status = str(words.status_of_clock(line))
    return (capital(what), _said(line.last_on), line.registration_number or "–", _said(line.due), status)


def _commitment(agreement: AssemblyAgreement, row: AssemblyCommitment) -> tuple[str, ...]:
    counts = (row.fell_due, row.met, row.met_late, row.unmet, row.going_on, row.reported)
    return (
        Written(agreement.title),
        Written(row.text),
        Written(row.focus_area),
        _("Utgår") if row.cancelled else Written(capital(row.rule)),
        _who(row.responsible),
        *map(str, counts),
        "; ".join(f"{words.PARTIES[one.party]}: {words.FULFILMENTS[one.fulfilment]}" for one in row.views),
    )


def _told(line: FeedbackLine) -> str:
    return Written("\n".join(f"{one.on} {one.channel}{f', {one.url}' if one.url else ''}" for one in line.told) or "–")


def _who(responsible: Iterable[Responsible]) -> str:
    return Written(
        ", ".join(f"{capital(one.role.replace('_', ' '))} ({words.PARTIES[one.party]})" for one in responsible)
    )


def _said(day: date | None) -> str:
    return str(day) if day else "–"
