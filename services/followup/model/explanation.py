"""Why is an occurrence due when it is? Rule, window, clipping, holidays, and each move with who, when and why."""

from collections.abc import Iterable

from schemas.base import Party
from services.followup.model import words
from services.followup.model.agreement import Promise
from services.followup.model.occurrence import Move, Occurrence
from services.followup.model.planning import as_planned

IN_SWEDISH = {Party.MUNICIPALITY: "kommunen", Party.POLICE: "polisen"}


def explain(promise: Promise, occurrence: Occurrence, moves: Iterable[Move]) -> tuple[str, ...]:
    rule = words.explain(promise.commitment.recurrence, promise.agreement.validity, as_planned(occurrence))
    return (*rule, *(_in_words(move) for move in moves), *_cancelled(occurrence))


def _in_words(move: Move) -> str:
    by = f", på begäran av {IN_SWEDISH[move.by]}" if move.by else ""
    why = f": {move.reason.rstrip('.')}." if move.reason else "."
    return f"Sista dagen flyttades {move.on} från {move.was_due or 'ingen dag'} till {move.due or 'ingen dag'}{by}{why}"


def _cancelled(occurrence: Occurrence) -> list[str]:
    if not occurrence.cancelled_on:
        return []
    forum = f" efter beslut av {occurrence.cancel_forum}" if occurrence.cancel_forum else ""
    why = f": {occurrence.cancel_reason.rstrip('.')}." if occurrence.cancel_reason else "."
    return [f"Tillfället utgår sedan {occurrence.cancelled_on}{forum}{why}"]
