"""How does a terminal find the system of a test, and see its clock?"""

import json
from pathlib import Path

from deploy.embedded.postgres import Postgres
from deploy.provision import owner_of
from services.runtime.clock import real_now
from tests.cli.terminal import Terminal
from tests.system import System


def a_terminal(system: System, postgres: Postgres, folder: Path) -> Terminal:
    """With the settings of a real deployment."""
    clock, mail = folder / "clock.json", folder / "mail"
    mail.mkdir(exist_ok=True)
    show_clock(system, clock)
    owners = {
        f"LOFTESKOLL_{name.upper()}_OWNER_URL": postgres.url(url.rsplit("/", 1)[1], owner_of(name))
        for name, url in system.urls.items()
    }
    return Terminal(
        owners
        | {
            "LOFTESKOLL_NATS_URL": system.server.url,
            "LOFTESKOLL_NATS_SEED": system.server.seed("operator"),
            "LOFTESKOLL_CLOCK_FILE": str(clock),
            "LOFTESKOLL_MAIL_DIR": str(mail),
        }
    )


def show_clock(system: System, path: Path) -> None:
    """Write the test's time where the terminal reads it; it stands still there too."""
    moment = system.clock.now().isoformat()
    path.write_text(json.dumps({"domain": moment, "real": real_now().isoformat(), "speed": 0}))
