"""How is a commitment's rule said in Swedish? ”Minst 2 gånger per halvår”, ”varannan onsdag”, ”på begäran”."""

from schemas.agreements.parts import Anchor, Continuous, Count, Once, OnDemand, Recurrence, Schedule, Season, Window
from schemas.rhythm_words import rhythm_in_words

PER = {
    Window.WEEK: "per vecka",
    Window.MONTH: "per månad",
    Window.QUARTER: "per kvartal",
    Window.TERTIAL: "per tertial",
    Window.HALF_YEAR: "per halvår",
    Window.YEAR: "per år",
    Window.AGREEMENT: "under hela avtalstiden",
}
SEASONS = {Season.SPRING: "våren", Season.SUMMER: "sommaren", Season.AUTUMN: "hösten", Season.WINTER: "vintern"}


def rule_in_words(recurrence: Recurrence) -> str:
    """”minst 2 gånger per halvår”, ”varannan onsdag”, ”på begäran”; fits inside a sentence."""
    match recurrence:
        case Count():
            words = _count(recurrence)
        case Once():
            words = _once(recurrence)
        case Schedule():
            words = rhythm_in_words(recurrence.rrule)
        case Continuous():
            return "pågår löpande"
        case OnDemand():
            return "på begäran"
    return f"{words}, i varje kommun" if recurrence.per_municipality else words


def times_in_words(number: int) -> str:
    return f"{number} {'gång' if number == 1 else 'gånger'}"


def _count(rule: Count) -> str:
    times = times_in_words(rule.min)
    if not rule.averaged:
        words = f"minst {times} {PER[rule.window]}"
    else:
        judged = rule.evaluated_over or Window.AGREEMENT
        over = "över hela avtalstiden" if judged is Window.AGREEMENT else PER[judged]
        words = f"i snitt {times} {PER[rule.window]}, bedöms {over}"
    counted = rule.evaluated_over or Window.AGREEMENT if rule.averaged else rule.window
    from_start = rule.anchor is Anchor.AGREEMENT and counted is not Window.AGREEMENT
    return f"{words}, räknat från avtalets första dag" if from_start else words


def _once(rule: Once) -> str:
    if rule.due:
        return f"en gång, senast {rule.due}"
    year = f" {rule.year}" if rule.year else ""
    if rule.season:
        return f"en gång under {SEASONS[rule.season]}{year}"
    return f"en gång under{year}" if year else "en gång under avtalstiden"
