"""How many times does an occurrence ask for, where the rule leaves it to people to say?

Where less than half of a window is left the target is asked for; it is never pro-rated in silence (DOMAIN,
"Recurrence").
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from schemas.agreements import Count
from schemas.followup import OccurrenceTargetSet, SetTarget
from schemas.followup.events import OccurrenceFact
from services.followup.model.act import Act, ActKind
from services.followup.model.agreement import Promise
from services.followup.model.comment import kept_reason
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.windows import asks_for_target, window_from
from services.runtime.errors import Refused


def is_asked_for(promise: Promise, occurrence: Occurrence) -> bool:
    """Whether the line says ”mål ej angivet”: less than half of its window is left, and nobody said what is asked."""
    rule, validity = promise.commitment.recurrence, promise.agreement.validity
    if not isinstance(rule, Count) or not occurrence.is_open or occurrence.rule_target is not None:
        return False
    if occurrence.starts != validity.since and occurrence.ends != validity.until:
        return False  # only what the validity clips is shorter than its window
    window = window_from(rule, validity, occurrence.starts)
    return window is not None and asks_for_target(window)


def set_target(
    occurrence: Occurrence, wish: SetTarget, reports: Iterable[Report], today: date
) -> tuple[Occurrence, Act, list[OccurrenceFact]]:
    """`reports`: all that stand, since what is done already may be enough.

    Raises Refused when closed, when it cannot be counted, and for a target of nothing.
    """
    was = occurrence.target
    if not occurrence.is_open:
        raise Refused(f"Tillfället {occurrence.slug} är avslutat; dess mål kan inte ändras.")
    if was is None:
        raise Refused(f"Tillfället {occurrence.slug} räknas inte och har inget mål.")
    if wish.target < 1:
        raise Refused("Målet ska vara minst en gång. Låt tillfället utgå om inget ska göras.")
    done = Act(occurrence.id, ActKind.TARGET_SET, today, wish.by, kept_reason(wish.reason), wish.target)
    rule_target = was if occurrence.rule_target is None else occurrence.rule_target
    after = replace(occurrence, target=wish.target, rule_target=rule_target)
    fact = OccurrenceTargetSet(
        **occurrence.about(), was_target=was, target=wish.target, by=done.by, reason=done.reason, on=today
    )
    after, completed = after.complete_if_done(reports, today)
    return after, done, [fact, *completed]
