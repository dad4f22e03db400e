"""What stands in for the outside world? The clock, and the mail servers of others."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from services.runtime.clock import STOCKHOLM


class StoppedClock:
    """Stands still until a test moves it."""

    speed = 1.0

    def __init__(self, moment: str = "2026-03-02T09:00") -> None:
        self.moment = datetime(2000, 1, 1, tzinfo=UTC)
        self.set(moment)

    def now(self) -> datetime:
        return self.moment

    def set(self, moment: str) -> None:
        """`2026-03-02T09:00`, in Stockholm."""
        self.moment = datetime.fromisoformat(moment).replace(tzinfo=STOCKHOLM).astimezone(UTC)

    def forward(self, *, days: int = 0, hours: int = 0) -> None:
        self.moment += timedelta(days=days, hours=hours)


@dataclass
class Post:
    """Other people's mail server: keeps what it takes. `answers` are given to the next DATA instead of 250."""

    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 taken"

    def to(self, mailbox: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mailbox in mail["To"]]
