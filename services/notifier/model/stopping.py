"""To which mailboxes is nothing sent? One list, of mailboxes and not of functions.

Every mail is held against it but a link to sign in by, which its holder asks for: nobody shuts another out by a stop.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schemas.free_text import check_text
from schemas.notifier import MailAllowed, MailStopped, StopMail
from services.notifier.model.draft import mailbox_hash
from services.runtime.errors import Refused


@dataclass(frozen=True, slots=True)
class Stopped:
    """The address itself is not kept."""

    mailbox_hash: str
    stop_id: UUID
    reason: str
    at: datetime


def stop(wish: StopMail, known: Stopped | None, now: datetime) -> tuple[Stopped, list[MailStopped]]:
    """What is stopped already keeps its reason and its day."""
    if known:
        return known, []
    if not wish.reason.strip():
        raise Refused("Skriv varför mejlen ska stoppas.")
    try:
        check_text(wish.reason)
    except ValueError as wrong:
        raise Refused(f"Skälet {wrong}") from wrong
    stopped = Stopped(mailbox_hash(wish.mailbox), wish.command_id, wish.reason, now)
    return stopped, [MailStopped(stop_id=stopped.stop_id, reason=wish.reason, asked_by=wish.asked_by)]


def allow(known: Stopped | None) -> MailAllowed:
    if known is None:
        raise Refused("Mejl till den brevlådan är inte stoppat.")
    return MailAllowed(stop_id=known.stop_id)


def why(stopped: Stopped) -> str:
    """What the ledger says about what was not sent."""
    return f"Mejl till brevlådan är stoppat: {stopped.reason}"
