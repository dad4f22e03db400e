"""How often shall people be reminded of what a draft promises? The usual ladder, or one of two others, in a word."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from schemas.base import Command, Party
from schemas.followup import ChangeLadder, LadderKind, LadderLevel, LadderLine, LadderStep, RestoreLadder
from services.front.ladders import Steps, in_words, steps

CLIMBED = LadderKind.LONG_WINDOW
"""Of what has a month or more to be done in. What has less has few rungs, and nobody chooses among them here."""
WHY = "Valt medan utkastet skrevs."


class Often(StrEnum):
    USUAL = "usual"
    FEWER = "fewer"
    MORE = "more"
    OWN = "own"
    """As somebody has chosen step by step."""


LADDERS: Mapping[Often, Steps] = {
    Often.FEWER: steps("t-7,t+1,pair+14", CLIMBED),
    Often.MORE: steps("t-56,t-28,t-14,t-7,t-1,t+1,pair+14,t+15,t+29,t+43", CLIMBED),
}


def often_of(lines: Iterable[LadderLine]) -> tuple[Often, Mapping[Often, str]]:
    """What is chosen for an agreement, and what can be, with the days of each in words."""
    at = {one.level: frozenset(one.steps) for one in lines if one.ladder is CLIMBED}
    known = {Often.USUAL: at.get(LadderLevel.DEFAULT, frozenset()), **{one: frozenset(LADDERS[one]) for one in LADDERS}}
    chosen = at.get(LadderLevel.AGREEMENT, known[Often.USUAL])
    now = next((one for one, climbed in known.items() if climbed == chosen), Often.OWN)
    if now is Often.OWN:
        known[Often.OWN] = chosen
    return now, {one: in_words(_in_order(climbed)) for one, climbed in known.items()}


def wish_for(agreement: str, said: Often | None, now: Often | None, by: Party) -> Command | None:
    """None: it stays as it is."""
    if said in {None, now, Often.OWN} or now is None:
        return None
    if said in LADDERS:
        return ChangeLadder(agreement=agreement, ladder=CLIMBED, steps=LADDERS[said], by=by, reason=WHY)
    return RestoreLadder(agreement=agreement, ladder=CLIMBED, by=by, reason=WHY)


def _in_order(climbed: Iterable[LadderStep]) -> Steps:
    return tuple(sorted(climbed, key=lambda one: (one.rung.days, one.rung.to_the_pair)))
