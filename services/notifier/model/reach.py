"""Does mail reach a function, and does anybody answer?

We do not track whether mails are opened. What stands in its place: what was mailed, and what was reported after it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from schemas.notifier import MailState, UnreachedFunction

SILENCE = timedelta(days=60)
CAME_BACK = (MailState.REFUSED, MailState.BOUNCED)


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of a function's mails since its mail goes where it goes today."""

    function_id: UUID
    last: MailState
    last_on: date
    reason: str
    """What the ledger says about the last."""
    unanswered_since: date | None
    """The day of the first mail that arrived after its party last reported on what it was mailed about."""


def unreached(mailed: Mailed, today: date) -> UnreachedFunction | None:
    """What is wrong with it; None: nothing."""
    came_back = mailed.last in CAME_BACK
    silent_since = mailed.unanswered_since
    if silent_since and today - silent_since < SILENCE:
        silent_since = None
    if not came_back and not silent_since:
        return None
    return UnreachedFunction(
        function_id=mailed.function_id,
        came_back_on=mailed.last_on if came_back else None,
        reason=mailed.reason if came_back else "",
        silent_since=silent_since,
    )
