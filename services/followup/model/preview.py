"""When would something fall due that is not promised yet?"""

from datetime import date, timedelta
from uuid import UUID

from schemas.agreements import Count, Recurrence, Validity
from schemas.followup import Audience, FirstWindow, PlannedOccurrence, RulePreview
from schemas.rule_words import rule_in_words
from services.followup.model import ladder
from services.followup.model.chosen_ladder import Chosen, applies
from services.followup.model.recurrence import plan
from services.followup.model.windows import asks_for_target, window_from

NOBODYS, ANYWHERE = UUID(int=0), ("0000",)
MOST_WINDOWS = 6
FAR = timedelta(days=5 * 366)
"""So far from the first day they are looked for."""


def preview(recurrence: Recurrence, validity: Validity, today: date, chosen: Chosen, *of: UUID | None) -> RulePreview:
    """Each window once, however many municipalities have it. Raises ValueError for a rule that cannot be read.

    `chosen`: ladders in place of our defaults. `of`: the commitment and the agreement that they may be chosen for.
    """
    found = plan(NOBODYS, "preview", recurrence, validity, ANYWHERE, validity.since + FAR)
    windows = (
        _window(recurrence, validity, one).model_copy(update={"mails": _mails(one, today, chosen, *of)})
        for one in found[:MOST_WINDOWS]
    )
    return RulePreview(rule=rule_in_words(recurrence), windows=tuple(windows))


def _window(recurrence: Recurrence, validity: Validity, one: PlannedOccurrence) -> FirstWindow:
    whole = window_from(recurrence, validity, one.starts) if isinstance(recurrence, Count) else None
    asked = whole is not None and asks_for_target(whole)
    return FirstWindow(starts=one.starts, ends=one.ends, due=one.due, target=one.target, target_asked=asked)


def _mails(one: PlannedOccurrence, today: date, chosen: Chosen, *of: UUID | None) -> tuple[date, ...]:
    if one.due is None:
        return ()
    own = applies(ladder.kind(one.starts, one.due), chosen, *of)
    steps = ladder.rungs(one.starts, one.due, own.steps if own else None)
    return tuple(step.day for step in steps if step.day >= today and step.to is not Audience.COORDINATORS)
