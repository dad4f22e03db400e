"""Which system does a command speak to? An embedded one, by its folder, or a real deployment, by its settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from deploy.embedded.state import State, read_state
from services.runtime.clock import Clock, clock_from
from services.runtime.errors import Refused

FOLDER = Path(".lofteskoll")
DataFolder = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Det inbyggda systemets mapp; annars .lofteskoll.", show_default=False),
]
"""The option every command takes."""
KEEPERS = ("agreements", "followup", "notifier", "portal")


@dataclass(frozen=True, slots=True)
class Where:
    """How to reach one system, as its operator."""

    nats_url: str
    nats_seed: str = field(repr=False)
    """The operator's seed; empty where the server asks nobody."""
    owner_urls: Mapping[str, str] = field(repr=False)
    """The database of each service, as its owner."""
    mail: Path | None = None
    """The mail folder of an embedded system."""
    clock_file: Path | None = None
    portal_url: str = ""
    seal_keys: tuple[str, ...] = ()
    """The public keys of those who seal its logs."""
    seal_file: Path | None = None

    @property
    def clock(self) -> Clock:
        return clock_from(self.clock_file)

    def owner_url(self, service: str) -> str:
        url = self.owner_urls.get(service)
        if not url:
            raise Refused(f"Adressen till databasen för {service} saknas: sätt LOFTESKOLL_{service.upper()}_OWNER_URL.")
        return url


def find(data: Path | None) -> Where:
    """The folder that was named; else the settings of a deployment; else the folder .lofteskoll."""
    if data is None and os.environ.get("LOFTESKOLL_NATS_URL"):
        return from_settings(os.environ)
    folder = data or FOLDER
    state = read_state(folder)
    if state is None:
        raise Refused(f"Inget system kör i {folder}. Starta ett med `lofteskoll up`, eller sätt LOFTESKOLL_NATS_URL.")
    return from_state(state)


def from_state(state: State) -> Where:
    return Where(
        nats_url=state.nats_url,
        nats_seed=state.nats_seed,
        owner_urls=state.owner_urls,
        mail=state.mail,
        clock_file=state.clock_file,
        portal_url=state.portal_url,
        seal_keys=tuple(state.seal_keys),
        seal_file=state.seal_file,
    )


def from_settings(settings: Mapping[str, str]) -> Where:
    """LOFTESKOLL_NATS_URL, LOFTESKOLL_NATS_SEED, LOFTESKOLL_PORTAL_URL, LOFTESKOLL_<SERVICE>_OWNER_URL, …"""
    folder = {name: settings.get(f"LOFTESKOLL_{name}", "") for name in ("MAIL_DIR", "CLOCK_FILE", "SEAL_FILE")}
    return Where(
        nats_url=settings["LOFTESKOLL_NATS_URL"],
        nats_seed=settings.get("LOFTESKOLL_NATS_SEED", ""),
        owner_urls={name: settings.get(f"LOFTESKOLL_{name.upper()}_OWNER_URL", "") for name in KEEPERS},
        mail=Path(folder["MAIL_DIR"]) if folder["MAIL_DIR"] else None,
        clock_file=Path(folder["CLOCK_FILE"]) if folder["CLOCK_FILE"] else None,
        portal_url=settings.get("LOFTESKOLL_PORTAL_URL", ""),
        seal_keys=tuple(settings.get("LOFTESKOLL_SEAL_PUBLIC_KEYS", "").replace(",", " ").split()),
        seal_file=Path(folder["SEAL_FILE"]) if folder["SEAL_FILE"] else None,
    )
