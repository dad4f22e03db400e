"""With which settings does each process of an embedded system start?"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.bus import Bus
from deploy.embedded.folder import CLOCK_WISH, DEMO, LOG, MAIL, SEALS, free_port
from deploy.embedded.postgres import Postgres
from deploy.embedded.program import Program
from deploy.embedded.secret import Secret
from deploy.provision import keepers

SENDER = "Löfteskoll <lofteskoll@example.se>"
SOURCE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The loopback ports of one run; they stay the same when a process is started again."""

    portal: int
    inbox: int
    health: dict[str, int]
    """By service; the portal answers on its own port."""

    @property
    def portal_url(self) -> str:
        return f"http://127.0.0.1:{self.portal}"


def choose_addresses(portal: int, services: tuple[str, ...]) -> Addresses:
    health = {name: portal if name == "portal" else free_port() for name in services}
    return Addresses(portal=portal, inbox=free_port(), health=health)


def inbox_program(folder: Path, addresses: Addresses) -> Program:
    command = [sys.executable, "-m", "deploy.embedded.inbox", str(addresses.inbox), str(folder / MAIL)]
    return Program("inbox", command, folder / LOG / "inbox.log", environment=_environment({}))


def service_program(
    name: str, folder: Path, addresses: Addresses, servers: tuple[Postgres, Bus], clock: Path | None
) -> Program:
    """Where the folder is a demo's, anybody at this machine comes in as any account, and reads the inbox."""
    postgres, bus = servers
    settings = {
        "DATABASE_URL": postgres.url(name, role=name) if name in keepers() else "",
        "NATS_URL": bus.url,
        "NATS_SEED": bus.seed(name),
        "PORT": str(addresses.health[name]),
        **({"SEAL_KEY": seal_seed(folder), "SEAL_FILE": str(folder / SEALS)} if name in keepers() else {}),
        **({"CLOCK_FILE": str(clock)} if clock else {}),
        **_special(name, folder, addresses),
        **({"CLOCK_WISH_FILE": str(folder / CLOCK_WISH)} if clock and name == "portal" else {}),
    }
    return Program(
        name,
        [sys.executable, "-m", f"services.{name}.app"],
        folder / LOG / f"{name}.log",
        environment=_environment({f"LOFTESKOLL_{name.upper()}_{key}": value for key, value in settings.items()}),
    )


def seal_seed(folder: Path) -> str:
    """What the logs' seals are signed with; derived from the folder's secret, like all else."""
    return Secret(folder).password("seals")


def _special(name: str, folder: Path, addresses: Addresses) -> dict[str, str]:
    """What only one service asks for. Notifier signs the links that the portal reads, so they share a key."""
    link_key = Secret(folder).password("links")
    return {
        "notifier": {
            "SMTP_URL": f"smtp://127.0.0.1:{addresses.inbox}",
            "SENDER": SENDER,
            "PORTAL_URL": addresses.portal_url,
            "LINK_KEY": link_key,
        },
        "portal": {"LINK_KEY": link_key, **_demo(folder)},
    }.get(name, {})


def _demo(folder: Path) -> dict[str, str]:
    return {"DEMO": "true", "INBOX_DIR": str(folder / MAIL)} if (folder / DEMO).exists() else {}


def _environment(settings: dict[str, str]) -> dict[str, str]:
    """Ours and nothing of another deployment's; the source is found from any working folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LOFTESKOLL_")}
    return kept | settings | {"PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1"}
