"""Which rules cannot be followed up as they stand, and what does the person who wrote them need to know?

Each sentence names the field. Planning itself is total: it clips what can be clipped, and only a schedule that
cannot be followed is refused there too.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

from schemas.agreements.parts import Count, Once, Recurrence, Schedule, Validity, Window
from services.followup.model.recurrence import once_within
from services.followup.model.schedule import days_of
from services.followup.model.windows import last_day
from services.followup.model.words import period_in_words
from services.followup.model.working_days import red_day
from services.runtime.errors import Refused

BY_LENGTH = list(Window)
"""Shortest first."""
SEARCHED_YEARS = 10
"""How far a schedule under an open-ended agreement is searched for its first time."""


def refuse_unclear(recurrence: Recurrence, validity: Validity) -> None:
    """Raises Refused with a Swedish sentence for a rule that contradicts itself or the agreement's period."""
    if validity.until and validity.until < validity.since:
        raise Refused(
            f"Giltighetstidens sista dag (until) {validity.until} ligger före dess första dag (since) {validity.since}."
        )
    match recurrence:
        case Count():
            _refuse_unclear_count(recurrence, validity)
        case Once():
            _refuse_unclear_once(recurrence, validity)
        case Schedule():
            _refuse_empty_schedule(recurrence, validity)
        case _:
            return


def _refuse_unclear_count(rule: Count, validity: Validity) -> None:
    if not rule.averaged:
        if rule.evaluated_over is not None:
            raise Refused("Bedömningsperioden (evaluated_over) anges bara för det som räknas i snitt (averaged).")
        return
    judged = rule.evaluated_over or Window.AGREEMENT
    if BY_LENGTH.index(judged) < BY_LENGTH.index(rule.window):
        raise Refused("Bedömningsperioden (evaluated_over) är kortare än den period (window) som snittet gäller.")
    if judged is Window.AGREEMENT and validity.until is None:
        raise Refused(
            "Överenskommelsen gäller tills vidare. Ange över vilken period (evaluated_over) snittet ska bedömas, till"
            " exempel per år."
        )


def _refuse_unclear_once(rule: Once, validity: Validity) -> None:
    if rule.due and rule.season:
        raise Refused("Ange antingen ett datum (due) eller en årstid (season), inte båda.")
    if rule.due and rule.year and rule.due.year != rule.year:
        raise Refused(f"Datumet (due) {rule.due} ligger inte i året (year) {rule.year}.")
    if rule.due and not _within(rule.due, validity):
        raise Refused(f"Datumet (due) {rule.due} ligger utanför giltighetstiden {period_in_words(validity)}.")
    starts, ends = once_within(rule, validity)
    if starts > last_day(validity) or ends < validity.since:
        field = "Årstiden (season, year)" if rule.season else "Året (year)"
        raise Refused(f"{field} {starts}–{ends} ligger utanför giltighetstiden {period_in_words(validity)}.")


def _refuse_empty_schedule(rule: Schedule, validity: Validity) -> None:
    last = validity.until or validity.since + relativedelta(years=SEARCHED_YEARS)
    if all(red_day(day) for day in days_of(rule.rrule, validity.since, last)):
        raise Refused(
            f"Schemat (rrule) ”{rule.rrule}” ger inget tillfälle under giltighetstiden {period_in_words(validity)}."
        )


def _within(day: date, validity: Validity) -> bool:
    return validity.since <= day <= last_day(validity)
