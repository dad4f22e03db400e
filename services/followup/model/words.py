"""Why is something due when it is, in Swedish sentences?"""

from collections.abc import Iterator
from datetime import timedelta

from schemas.agreements.parts import (
    Continuous,
    Count,
    Once,
    OnDemand,
    Recurrence,
    Schedule,
    Validity,
    Window,
)
from schemas.followup.parts import FOREVER, PlannedOccurrence
from schemas.geography import municipalities
from schemas.rhythm import days_of
from schemas.rhythm_words import MONTHS, ORDINALS, weekday_in_words
from schemas.rule_words import PER, rule_in_words, times_in_words
from schemas.working_days import holiday_name, is_working_day, red_day
from services.followup.model.recurrence import once_within
from services.followup.model.windows import (
    PlanWindow,
    asks_for_target,
    judged_over,
    last_day,
    whole_windows,
    window_from,
)

PLURAL = {
    Window.WEEK: "veckor",
    Window.MONTH: "månader",
    Window.QUARTER: "kvartal",
    Window.TERTIAL: "tertial",
    Window.HALF_YEAR: "halvår",
    Window.YEAR: "år",
}
NEAR = timedelta(days=400)
"""How far after a time its neighbours are sought."""


def period_in_words(validity: Validity) -> str:
    return f"{validity.since}–{validity.until}" if validity.until else f"från {validity.since} tills vidare"


def explain(recurrence: Recurrence, validity: Validity, occurrence: PlannedOccurrence) -> tuple[str, ...]:
    """Sentences in order: rule, municipality, window, clipping, target, holidays skipped, due day."""
    sentences = [f"Regeln är: {rule_in_words(recurrence)}."]
    if occurrence.municipality:
        known = municipalities().get(occurrence.municipality)
        sentences.append(f"Varje kommun redovisar sin del; det här gäller {known.name if known else 'en kommun'}.")
    if isinstance(recurrence, Count):
        sentences += _window(recurrence, validity, occurrence)
    if isinstance(recurrence, Once):
        sentences += _once_window(recurrence, validity, occurrence)
    if isinstance(recurrence, Schedule):
        sentences += _skipped(recurrence, validity, occurrence)
    return (*sentences, *_due(recurrence, occurrence))


def days_in_words(number: int) -> str:
    return f"{number} {'dag' if number == 1 else 'dagar'}"


def _window(rule: Count, validity: Validity, occurrence: PlannedOccurrence) -> Iterator[str]:
    window = window_from(rule, validity, occurrence.starts)
    if window is None:  # the rule has changed since it was planned
        yield f"Perioden är {_span(occurrence)}."
        return
    yield f"Perioden är {_named(judged_over(rule), window)}."
    if window.clipped:
        yield _clipping(window)
    if asks_for_target(window):
        yield "Mindre än hälften av perioden ingår. Målet räknas inte om av sig självt utan behöver bekräftas."
    if rule.averaged and occurrence.target is not None:
        fitting = whole_windows(rule.window, window.starts, window.ends)
        over = f" under {fitting} hela {PLURAL[rule.window]}" if fitting > 1 and rule.window in PLURAL else ""
        yield f"Målet är {occurrence.target}: {times_in_words(rule.min)} {PER[rule.window]}{over}."


def _once_window(rule: Once, validity: Validity, occurrence: PlannedOccurrence) -> Iterator[str]:
    starts, ends = once_within(rule, validity)
    if rule.season or (rule.year and not rule.due):
        yield f"Perioden är {starts}–{ends}."
    if (starts, ends) != (occurrence.starts, occurrence.ends):
        yield (f"Överenskommelsen gäller {period_in_words(validity)}; därför räknas {_span(occurrence)}.")


def _span(occurrence: PlannedOccurrence) -> str:
    until = None if occurrence.ends == FOREVER else occurrence.ends
    return period_in_words(Validity(since=occurrence.starts, until=until))


def _named(window: Window, plan: PlanWindow) -> str:
    """”andra kvartalet 2026, 2026-04-01–2026-06-30”."""
    if plan.ends == FOREVER:
        return f"hela avtalstiden från och med {plan.starts}; överenskommelsen gäller tills vidare"
    days = f"{plan.full_starts}–{plan.full_ends}"
    if plan.label.startswith("from-"):
        return f"{days}, räknad från överenskommelsens första dag"
    year, _, part = plan.label.partition("-")
    number = part.lstrip("WHTQ0")
    names = {
        Window.WEEK: f"vecka {number} {year}",
        Window.MONTH: f"{MONTHS[plan.full_starts.month - 1]} {year}",
        Window.QUARTER: f"{ORDINALS.get(number)} kvartalet {year}",
        Window.TERTIAL: f"{ORDINALS.get(number)} tertialet {year}",
        Window.HALF_YEAR: f"{ORDINALS.get(number)} halvåret {year}",
        Window.YEAR: f"året {year}",
        Window.AGREEMENT: "hela avtalstiden",
    }
    return f"{names[window]}, {days}"


def _clipping(window: PlanWindow) -> str:
    begins = f"från och med {window.starts}" if window.starts > window.full_starts else ""
    stops = f"till och med {window.ends}" if window.ends < window.full_ends else ""
    reason = " ".join(filter(None, (begins, stops)))
    return f"Den är kortad till {window.starts}–{window.ends}, eftersom överenskommelsen gäller {reason}."


def _skipped(rule: Schedule, validity: Validity, occurrence: PlannedOccurrence) -> Iterator[str]:
    """The red days skipped between the time before this one and the time after it."""
    times = list(days_of(rule.rrule, validity.since, min(occurrence.starts + NEAR, last_day(validity))))
    kept = [day for day in times if not red_day(day)]
    before = max((day for day in kept if day < occurrence.starts), default=validity.since)
    after = min((day for day in kept if day > occurrence.starts), default=occurrence.starts + NEAR)
    for day in times:
        if before <= day <= after and red_day(day):
            yield f"{day} är {holiday_name(day)} och hoppas över."


def _due(recurrence: Recurrence, occurrence: PlannedOccurrence) -> Iterator[str]:
    due = occurrence.due
    if due is None:
        yield _endless(recurrence)
        return
    yield f"Sista dag är {due}; dagen slutar vid midnatt."
    if not is_working_day(due):
        day = holiday_name(due) or f"en {weekday_in_words(due.weekday())}"
        yield f"Den dagen är {day}; påminnelser skickas bara på arbetsdagar."


def _endless(recurrence: Recurrence) -> str:
    match recurrence:
        case Continuous():
            return "Det kan inte räknas och har ingen sista dag; det kommenteras vid varje uppföljning."
        case OnDemand():
            return "Det börjar med en begäran och har ingen sista dag; begäranden och utförda räknas."
        case _:
            return "Överenskommelsen gäller tills vidare, så det finns ingen sista dag."
