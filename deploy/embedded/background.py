"""How is a system started and then left alone?"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.embedded.folder import LOG, make_folder
from deploy.embedded.processes import SOURCE
from deploy.embedded.state import read_state
from services.runtime.errors import Refused

STARTED_WITHIN = 120.0


def leave_running(folder: Path, words: Sequence[str]) -> str:
    """Run the same command in a session of its own; what it said when it was ready, or Refused with its last line."""
    log = make_folder(make_folder(folder, shared=True) / LOG) / "up.log"
    with log.open("wb") as output:
        started = subprocess.Popen(
            [sys.executable, "-m", "services.cli.app", *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1"},
        )
    deadline = time.monotonic() + STARTED_WITHIN
    while not ((state := read_state(folder)) and state.ready and state.pid == started.pid):
        if started.poll() is not None or time.monotonic() > deadline:
            raise Refused((log.read_text().strip().splitlines() or ["Systemet startade inte."])[-1])
        time.sleep(0.1)
    return log.read_text().strip()
