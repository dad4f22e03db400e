"""What becomes of what falls due when its agreement ends before its time?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.agreements import AgreementSuperseded, AgreementTerminated, CommitmentFate, Fate
from schemas.followup import OccurrenceCancelled
from services.followup.model.occurrence import Occurrence

NO_LONGER_APPLIES = "Överenskommelsen gäller inte längre."
GOES_ON = "Åtagandet fortsätter i en ny överenskommelse."
DONE = "Åtagandet är genomfört."


@dataclass(frozen=True, slots=True)
class Ending:
    """Why the windows that had not ended by `on` are cancelled. `all_of_it`: those that had ended are, too."""

    on: date
    reason: str
    forum: str = ""
    all_of_it: bool = False


def terminated(fact: AgreementTerminated) -> Ending:
    return Ending(fact.on, fact.reason, fact.forum)


def superseded(fact: AgreementSuperseded) -> dict[UUID, Ending]:
    """By commitment. One that was cancelled by decision is so as a whole, as when it is cancelled alone."""
    return {fate.commitment_id: _ending(fate, fact.on) for fate in fact.fates}


def end(occurrences: Iterable[Occurrence], ending: Ending) -> list[tuple[Occurrence, OccurrenceCancelled]]:
    """What was due before the end stays as it was promised: done, or not."""
    return [
        one.cancel(ending.reason, ending.forum, ending.on)
        for one in occurrences
        if one.is_open and (ending.all_of_it or one.ends >= ending.on)
    ]


def _ending(fate: CommitmentFate, on: date) -> Ending:
    if fate.fate is Fate.CANCELLED:
        return Ending(on, fate.reason, fate.forum, all_of_it=True)
    return Ending(on, GOES_ON if fate.fate is Fate.CARRIED_OVER else DONE, fate.forum)
