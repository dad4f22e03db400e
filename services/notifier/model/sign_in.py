"""What does the mail with a link to sign in by say, and what follows when it could not be sent?

It is sent at most once, and at any hour: who asked sits and waits. Who got none asks again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from schemas.base import NAMESPACE_LOFTESKOLL
from services.notifier.model.draft import mailbox_hash
from services.notifier.model.notice import Mail
from services.notifier.model.outcome import Became

SUBJECT = "Logga in i Löfteskoll"
TOO_LATE = "Länken hann gå ut innan mejlet kunde skickas."
ENDED = "Kontot har avslutats."
UNANSWERED = "Oklart: e-postservern bekräftade aldrig. En länk för att logga in skickas inte en gång till."
SOON, LATER = timedelta(seconds=2), timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class SignInClaim:
    """A process's hold on one mail; `attempt` is its fence."""

    id: UUID
    account_id: UUID
    expires_at: datetime
    attempt: int


def mail_of(claim: SignInClaim, mailbox: str, domain: str) -> Mail:
    """What identifies it: one time that somebody asked is one mail."""
    to = mailbox_hash(mailbox)
    identity = uuid5(NAMESPACE_LOFTESKOLL, f"sign-in/{claim.id}")
    return Mail(claim.id, f"<s.{identity}.{to[:16]}@{domain}>", to, digest=False)


def wait_after(became: Became) -> timedelta:
    """A mail server that asks for patience gets some; what was not there is back in a moment, or the link ends."""
    return LATER if became is Became.LATER else SOON
