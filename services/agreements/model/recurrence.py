"""Can this rhythm be followed up? A rule that leaves the due day open is refused until somebody has chosen."""

from schemas.agreements import Count, Once, Recurrence, Schedule, Validity, Window
from schemas.rhythm import check_schedule
from schemas.seasons import season_of
from services.runtime.errors import Refused

LENGTH = {
    Window.WEEK: 1,
    Window.MONTH: 4,
    Window.QUARTER: 13,
    Window.TERTIAL: 17,
    Window.HALF_YEAR: 26,
    Window.YEAR: 52,
    Window.AGREEMENT: 10_000,
}
"""About how many weeks a window lasts: enough to compare two of them."""


def check(recurrence: Recurrence, validity: Validity, commitment: str) -> None:
    """Raises Refused, naming the commitment and the field, where the rule cannot be followed up within the validity."""
    try:
        match recurrence:
            case Count():
                _check_count(recurrence, validity)
            case Once():
                _check_once(recurrence, validity)
            case Schedule():
                check_schedule(recurrence.rrule, validity.since, validity.until)
    except (Refused, ValueError) as no:
        raise Refused(f"Åtagandet {commitment}: {no}") from no


def _check_count(rule: Count, validity: Validity) -> None:
    if rule.evaluated_over and not rule.averaged:
        raise Refused("fältet recurrence.evaluated_over gäller bara snitt (averaged: true).")
    if rule.evaluated_over and LENGTH[rule.evaluated_over] < LENGTH[rule.window]:
        raise Refused("fältet recurrence.evaluated_over är kortare än perioden i recurrence.window.")
    judged_over = (rule.evaluated_over or Window.AGREEMENT) if rule.averaged else rule.window
    if judged_over is Window.AGREEMENT and validity.until is None:
        field = "evaluated_over" if rule.averaged else "window"
        raise Refused(
            f"fältet recurrence.{field} säger hela överenskommelsen, men den gäller tills vidare. "
            "Välj en period, till exempel per år."
        )


def _check_once(rule: Once, validity: Validity) -> None:
    if rule.due and rule.season:
        raise Refused("fälten recurrence.due och recurrence.season kan inte anges samtidigt. Välj datum eller årstid.")
    if rule.year and not rule.season:
        raise Refused("fältet recurrence.year anges bara tillsammans med en årstid (recurrence.season).")
    if rule.due and not _within(rule, validity):
        raise Refused(f"fältet recurrence.due är {rule.due}, utanför giltighetstiden {in_words(validity)}.")
    season = season_of(rule, validity)
    if season and (season[1] < validity.since or season[0] > (validity.until or season[0])):
        raise Refused(
            f"fältet recurrence.season (och year) säger {season[0]}–{season[1]}, "
            f"utanför giltighetstiden {in_words(validity)}."
        )


def _within(rule: Once, validity: Validity) -> bool:
    return rule.due is None or validity.since <= rule.due <= (validity.until or rule.due)


def in_words(validity: Validity) -> str:
    return f"{validity.since}–{validity.until}" if validity.until else f"från {validity.since} tills vidare"
