"""Which silences stand where on the start page? What a party waits for from the other, and what a meeting waits for."""

from collections.abc import Iterable

from schemas.base import Party
from schemas.followup import SilenceLine
from services.portal.pages.todo import Choice


def waiting(silences: Iterable[SilenceLine], choice: Choice, own: Party | None) -> list[SilenceLine]:
    """Where one party has reported and the other has not; `own`: only where it is the other that is silent."""
    return [one for one in silences if one.told_on and own not in one.parties and choice.names(one.responsible)]


def untold(silences: Iterable[SilenceLine], choice: Choice, own: Party | None) -> list[SilenceLine]:
    """What a meeting waits for: what nobody has told, or what `own` has not."""
    return [
        one for one in silences if choice.names(one.responsible) and (own in one.parties if own else not one.told_on)
    ]
