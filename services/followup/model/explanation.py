"""Why is an occurrence due when it is? Rule, window, clipping, holidays, and what people did: who, when and why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain

from schemas.agreements import Responsible, Signatory
from schemas.base import Party
from schemas.rule_words import times_in_words
from services.followup.model import words
from services.followup.model.act import Act, ActKind
from services.followup.model.agreement import Promise
from services.followup.model.move import Move, slips
from services.followup.model.occurrence import Occurrence
from services.followup.model.planning import as_planned
from services.followup.model.target import is_asked_for
from services.followup.model.words import days_in_words

IN_SWEDISH = {Party.MUNICIPALITY: "kommunen", Party.POLICE: "polisen"}
DONE = {
    ActKind.PAUSED: "Tillfället pausades",
    ActKind.RESUMED: "Tillfället återupptogs",
    ActKind.REOPENED: "Tillfället öppnades igen genom en rättelse",
}


def roles_in_words(named: Iterable[Responsible | Signatory]) -> str:
    return ", ".join(f"{one.role.replace('_', ' ')} ({IN_SWEDISH[one.party]})" for one in named)


def explain(
    promise: Promise, occurrence: Occurrence, moves: Iterable[Move], acts: Iterable[Act] = ()
) -> tuple[str, ...]:
    moves = list(moves)
    target = occurrence.target if occurrence.rule_target is None else occurrence.rule_target
    planned = as_planned(replace(occurrence, target=target))  # the sentences on the target speak of the rule's
    happened = chain(((one.on, _moved(one)) for one in moves), ((one.on, _did(one)) for one in acts))
    return (
        *([f"Det förutsätter: {depends.rstrip('.')}."] if (depends := promise.commitment.depends_on) else []),
        *words.explain(promise.commitment.recurrence, promise.agreement.validity, planned),
        *(
            ["Målet är inte angivet: säg hur många gånger som gäller, vem som har bestämt det och varför."]
            if is_asked_for(promise, occurrence)
            else []
        ),
        *(sentence for _, sentence in sorted(happened, key=_day)),
        *_slipped(moves),
        *_cancelled(occurrence),
    )


def _day(happened: tuple[date, str]) -> date:
    return happened[0]


def _moved(move: Move) -> str:
    return (
        f"Sista dagen flyttades {move.on} från {move.was_due or 'ingen dag'} till {move.due or 'ingen dag'}"
        f"{_by(move.by)}{_why(move.reason)}"
    )


def _did(act: Act) -> str:
    what = f"Målet sattes till {act.target}" if act.kind is ActKind.TARGET_SET else DONE[act.kind]
    return f"{what} {act.on}{_by(act.by)}{_why(act.reason)}"


def _slipped(moves: list[Move]) -> list[str]:
    """How often and how far it was moved in all, told per party; one move has said so itself."""
    if len(moves) < 2:  # noqa: PLR2004
        return []
    told = [
        f"{IN_SWEDISH[slip.party] if slip.party else 'ändrad regel eller avtalstid'} {times_in_words(slip.times)}, "
        f"{_far(slip.days)}"
        for slip in slips(moves)
    ]
    return [f"Sista dagen har flyttats {times_in_words(len(moves))}: {'; '.join(told)}."]


def _far(days: int) -> str:
    length = days_in_words(abs(days))
    return f"{length} {'senare' if days > 0 else 'tidigare'}" if days else length


def _by(party: Party | None) -> str:
    return f", på begäran av {IN_SWEDISH[party]}" if party else ""


def _why(reason: str) -> str:
    return f": {reason.rstrip('.')}." if reason else "."


def _cancelled(occurrence: Occurrence) -> list[str]:
    if not occurrence.cancelled_on:
        return []
    forum = f" efter beslut av {occurrence.cancel_forum}" if occurrence.cancel_forum else ""
    return [f"Tillfället utgår sedan {occurrence.cancelled_on}{forum}{_why(occurrence.cancel_reason)}"]
