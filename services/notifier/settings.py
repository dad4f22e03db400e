"""What may an operator change about the notifier?"""

from email.utils import parseaddr

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from services.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="LOFTESKOLL_NOTIFIER_")

    smtp_url: SecretStr = SecretStr("smtp://127.0.0.1:25")
    """smtp://[name:password@]host[:port][?starttls=required|auto|never], or smtps://. It may hold a password."""
    sender: str = "Löfteskoll <paminnelse@localhost>"
    """Who the mails are from, as `address` or `Name <address>`."""
    mail_domain: str = ""
    """Right of the @ in message ids and the name we greet mail servers with; empty: the sender's domain."""
    portal_url: str = "http://127.0.0.1:8000"
    """Where the portal is reached from outside; the links in mails begin with it."""
    link_key: SecretStr = Field(default=SecretStr(""), min_length=16, validate_default=True)
    """Signs the links; the portal has the same. Must be set: whoever knows it can answer for everybody."""
    weekly_ceiling: int = Field(default=3, ge=1)
    """Mails to a mailbox in a week. What is above waits for the next week, but for what would fall due before that."""
    gather_seconds: float = 60.0
    """How long mails wait, after a reminder heard, for the word that it was the last: so that a day is one mail."""
    lease_seconds: float = 240.0
    """How long a process may hold reminders it has not begun to send, before another takes them."""
    smtp_patience_seconds: float = 600.0
    """How long to wait for the mail server's answer to a whole mail (RFC 5321: ten minutes). Less makes doubles."""
    doubt_seconds: float = 60.0
    """How much longer than that a mail whose answer never came is left alone, before it is sent a second time."""
    letters_at_once: int = Field(default=4, ge=1)
    """Mails handed over side by side. A kill -9 can make doubles of no more than these."""

    @field_validator("sender")
    @classmethod
    def _has_an_address(cls, sender: str) -> str:
        address = parseaddr(sender)[1]
        if "@" not in address or not address.isascii() or not sender.isprintable():
            raise ValueError("sender is an address, or Name <address>")
        return sender

    @property
    def sender_address(self) -> str:
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        return self.mail_domain or self.sender_address.rpartition("@")[2]
