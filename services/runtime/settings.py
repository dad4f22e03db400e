"""What may an operator change about any service?"""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings


class ServiceSettings(BaseSettings):
    """A service subclasses this with its own `env_prefix`, such as LOFTESKOLL_FOLLOWUP_."""

    database_url: SecretStr = SecretStr("")
    """postgresql://role:password@host:port/database; empty for a service that keeps nothing."""
    nats_url: str = "nats://127.0.0.1:4222"
    nats_seed: SecretStr = SecretStr("")
    """The nkey seed of this service's own NATS user; empty only where the server asks for none."""
    port: int = 0
    """Where /live, /ready, /metrics and pages are served, on loopback; 0 serves nothing."""
    clock_file: Path | None = None
    """A file that tells the domain's time in an embedded system; none means the real time."""
    seal_key: SecretStr = SecretStr("")
    """64 hexadecimal digits that sign each day's seal over the event log; empty seals nothing. Never in a database."""
    seal_file: Path | None = None
    """An append-only file outside the database where each seal is copied; services may share it."""
    log_level: str = "INFO"
