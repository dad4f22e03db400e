"""How does a whole system run with two instances of every service? Like `lofteskoll up`, which it is but for that.

`python -m tests.faults.rig FOLDER CLOCK SPEED [PLANTED]`; state.json tells all of it, so `lofteskoll verify` and all
other commands work on the folder.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from deploy.embedded import watch
from deploy.embedded.folder import CLOCK, LOG, MAIL, make_folder, only_user
from deploy.embedded.processes import Addresses, free_port, service_program
from deploy.embedded.program import Program
from deploy.embedded.secret import write_private
from deploy.embedded.signals import deaf_to_signals, signals_interrupt
from deploy.embedded.supervisor import Plan, System
from deploy.nats.permissions import SERVICES
from services.runtime.clock import real_now
from tests.deploy.outside import SOURCE
from tests.faults.outside import PATIENCE, Outside

SECOND = "-2"
BOTH = tuple(f"{name}{nr}" for name in SERVICES for nr in ("", SECOND))
OWN_SETTINGS = {
    "LOFTESKOLL_NOTIFIER_LEASE_SECONDS": "5",
    "LOFTESKOLL_NOTIFIER_SMTP_PATIENCE_SECONDS": "15",
    "LOFTESKOLL_NOTIFIER_DOUBT_SECONDS": "25",
    "LOFTESKOLL_NOTIFIER_WEEKLY_CEILING": "5",
}
"""So that a pause of seconds is longer than the lease of a claim, and what is in doubt is repeated within the run.

A week has five working days and a day one mail: with this ceiling nothing waits for longer than to the next morning.
"""


class Pair(System):
    """Everything twice, the mail to a server that misbehaves, and perhaps a fault planted in every service."""

    planted = ""

    def _programs(self, addresses: Addresses) -> list[Program]:
        addresses.health.update({name: free_port() for name in BOTH if name not in addresses.health})
        sink = [sys.executable, "-m", "tests.faults.sink", str(addresses.inbox), str(self._folder / MAIL)]
        programs = [Program("inbox", sink, self._folder / LOG / "inbox.log", os.environ | {"PYTHONPATH": str(SOURCE)})]
        return [*programs, *(self._instance(name, addresses) for name in BOTH)]

    def _instance(self, name: str, addresses: Addresses) -> Program:
        service = name.removesuffix(SECOND)
        own = replace(addresses, health=addresses.health | {service: addresses.health[name]})
        servers = (self._postgres, self._bus)
        program = service_program(service, self._folder, own, servers, self.state.clock_file)
        program.name, program.log = name, self._folder / LOG / f"{name}.log"
        program.environment = {**(program.environment or {}), **OWN_SETTINGS}
        if self.planted:
            program.environment |= {"LOFTESKOLL_TEST": "1", "LOFTESKOLL_PLANTED": self.planted}
            program.command = [sys.executable, "-m", "tests.faults.planted", f"services.{service}.app"]
        return program


@dataclass(slots=True)
class Rig(Outside):
    """The same from outside."""

    planted: str = ""

    def up(self, clock: datetime, speed: float) -> None:
        log = make_folder(make_folder(self.folder, shared=True) / LOG) / "up.log"
        words = [str(self.folder), clock.isoformat(), str(speed), str(self.port), self.planted]
        with log.open("ab") as output:
            started = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.rig", *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env=os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1"},
            )
        deadline = time.monotonic() + PATIENCE
        while not ((state := self.state) and state.ready and state.pid == started.pid):
            assert started.poll() is None, f"the rig did not start: {log.read_text()[-2000:]}"
            assert time.monotonic() < deadline, f"not ready within {PATIENCE:g} s"
            time.sleep(0.1)

    def turn_clock(self, moment: datetime) -> None:
        """To a later moment while all goes on. The rig writes to the clock too: again until it holds."""
        path = self.folder / CLOCK
        while self.now() < moment:
            told = json.loads(path.read_text())
            write_private(path, json.dumps(told | {"domain": moment.isoformat(), "real": real_now().isoformat()}))
            time.sleep(0.2)


def main(words: list[str]) -> None:
    folder, clock, speed, port, Pair.planted = words
    watch.LONG_ENOUGH = 1.0  # it is killed so often that growing delays would leave nothing to kill
    plan = Plan(Path(folder), int(port), datetime.fromisoformat(clock), float(speed))
    with only_user(make_folder(plan.folder, shared=True)), signals_interrupt():
        system = Pair(plan, _say)
        try:
            system.start()
            system.is_ready()
            system.watch()
        except KeyboardInterrupt:
            pass
        finally:
            deaf_to_signals()
            system.stop()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
