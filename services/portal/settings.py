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
    oidc_issuer: Annotated[str, Field(pattern=r"^((https://|http://(127\.0\.0\.1|localhost)[:/])[!-~]{1,300})?$")] = ""
    """An OpenID Connect provider, an organisation's own sign-in, as it names itself; empty: mailed links only."""
    oidc_client_id: str = ""
    """What the provider calls this portal; it sends people back to `/logga-in/oidc/svar`."""
    oidc_client_secret: SecretStr = SecretStr("")
    """By which the portal shows the provider that it is the portal."""
    oidc_mailbox_claim: str = "email"
    """Which claim, of the ID token or else of userinfo, holds the mailbox that an account is found by. Another than
    `email` goes with `oidc_mailboxes_verified`: `email_verified` says nothing of it."""
    oidc_mailboxes_verified: bool = False
    """Take the mailbox without `email_verified`: only for an issuer where nobody but its keepers can set a mailbox."""

    clock_wish_file: Path | None = None
    """Where an embedded system's clock is asked to go on, from /dev/klocka; never with a public address."""

    @model_validator(mode="after")
    def _is_either_a_demo_or_public(self) -> "Settings":
        if self.demo and self.public_url:
            raise ValueError("demo lets anybody in: it cannot be where the portal has a public_url")
        if self.inbox_dir and not self.demo:
            raise ValueError("inbox_dir shows everybody's mail: it is for a demo only")
        if self.clock_wish_file and (self.public_url or not self.clock_file):
            raise ValueError("clock_wish_file moves the time for all: it is for an embedded system with a clock_file")
        return self

    @model_validator(mode="after")
    def _knows_its_provider_whole_or_not_at_all(self) -> "Settings":
        told = (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret.get_secret_value())
        if any(told) and not all(told):
            raise ValueError("oidc_issuer, oidc_client_id and oidc_client_secret go together")
        if (
            self.oidc_mailbox_claim != type(self).model_fields["oidc_mailbox_claim"].default
            and not self.oidc_mailboxes_verified
        ):
            raise ValueError("email_verified is about email: another oidc_mailbox_claim needs oidc_mailboxes_verified")
        return self
