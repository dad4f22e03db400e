"""May the due day of one occurrence be moved, and how far have its due days slipped?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from schemas.base import Party
from schemas.followup import MoveDueDay, OccurrenceDueMoved, Slip
from services.followup.model.comment import kept_reason
from services.followup.model.occurrence import Occurrence
from services.runtime.errors import Refused


@dataclass(frozen=True, slots=True)
class Move:
    """The due day of an occurrence was moved: when, from what to what, at whose wish and why."""

    occurrence_id: UUID
    on: date
    was_due: date | None
    due: date | None
    due_version: int
    by: Party | None
    reason: str


def move(occurrence: Occurrence, wish: MoveDueDay, today: date) -> tuple[Occurrence, Move, OccurrenceDueMoved]:
    """Another due version, which makes the ladder anew. The window, in which things are done, stays.

    Raises Refused when closed, without a due day, and for a day that has passed or lies before the window.
    """
    was = occurrence.due
    if not occurrence.is_open:
        raise Refused(f"Tillfället {occurrence.slug} är avslutat; dess sista dag kan inte flyttas.")
    if was is None:
        raise Refused(f"Tillfället {occurrence.slug} har ingen sista dag att flytta.")
    if wish.due == was:
        raise Refused(f"Sista dagen för {occurrence.slug} är redan {was}.")
    if wish.due < today:
        raise Refused(f"Dagen {wish.due} har redan passerat. Välj en dag från och med i dag.")
    if wish.due < occurrence.starts:
        raise Refused(f"Dagen {wish.due} ligger före tillfällets första dag, {occurrence.starts}.")
    version = occurrence.due_version + 1
    after = replace(occurrence, due=wish.due, due_version=version, rule_due=occurrence.rule_due or was)
    done = Move(occurrence.id, today, was, wish.due, version, wish.by, kept_reason(wish.reason))
    fact = OccurrenceDueMoved(
        **after.about(), was_due=was, due=after.due, due_version=version, reason=done.reason, by=done.by, on=today
    )
    return after, done, fact


def slips(moves: Iterable[Move]) -> tuple[Slip, ...]:
    """Times and days moved, told per party. A day that came from none, or became none, has no length in days."""
    per_party: defaultdict[Party | None, list[Move]] = defaultdict(list)
    for one in moves:
        per_party[one.by].append(one)
    return tuple(
        Slip(party=party, times=len(per_party[party]), days=sum(map(_days, per_party[party])))
        for party in (*Party, None)
        if party in per_party
    )


def _days(one: Move) -> int:
    return (one.due - one.was_due).days if one.due and one.was_due else 0
