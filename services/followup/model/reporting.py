"""Which party has told anything since the last meeting? Those who have not are asked once more."""

from collections.abc import Iterable

from schemas.base import Party
from schemas.followup import PartyReporting
from services.followup.model.log import Said, Told


def reporting(said: Iterable[Said]) -> tuple[PartyReporting, ...]:
    told = [(one.fact.party, one.on) for one in said if isinstance(one.fact, Told)]
    return tuple(
        PartyReporting(party=party, reported=bool(days), latest_on=max(days, default=None))
        for party in Party
        for days in [[on for teller, on in told if teller == party]]
    )
