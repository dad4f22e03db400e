"""What may an operator change about the portal?"""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from services.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="LOFTESKOLL_PORTAL_")

    link_key: Annotated[SecretStr, Field(min_length=16)]
    """The key that mailed answer links are signed with; the same as the notifier's."""
    contact: Annotated[str, Field(pattern=r"^[^@\s]{1,64}@[A-Za-z0-9.-]{1,190}$")] | None = None
    """The mailbox, of a role, to which readers report what they cannot use; shown at /tillganglighet."""
    public_url: Annotated[str, Field(pattern=r"^(https://[A-Za-z0-9.-]+(:[0-9]+)?)?$")] = ""
    """Where the portal is reached from outside, through a proxy that speaks TLS; empty: from this machine only."""
    demo: bool = False
    """Whoever comes may sign in as any account, without a mail. Refused together with a public address."""
    inbox_dir: Path | None = None
    """The folder of an embedded system's mail inbox, shown at /dev/inbox; with `demo` only."""

    @model_validator(mode="after")
    def _is_either_a_demo_or_public(self) -> "Settings":
        if self.demo and self.public_url:
            raise ValueError("demo lets anybody in: it cannot be where the portal has a public_url")
        if self.inbox_dir and not self.demo:
            raise ValueError("inbox_dir shows everybody's mail: it is for a demo only")
        return self
