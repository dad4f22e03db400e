"""What may an operator change about the portal?"""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from services.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="LOFTESKOLL_PORTAL_")

    link_key: Annotated[SecretStr, Field(min_length=16)]
    """The key that mailed answer links are signed with; the same as the notifier's."""
    contact: Annotated[str, Field(pattern=r"^[^@\s]{1,64}@[A-Za-z0-9.-]{1,190}$")] | None = None
    """The mailbox, of a role, to which readers report what they cannot use; shown at /tillganglighet."""
    inbox_dir: Path | None = None
    """The folder of an embedded system's mail inbox, shown at /dev/inbox; none in a real deployment."""
