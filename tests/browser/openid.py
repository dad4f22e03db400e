"""At which provider do people sign in? The npm package oidc-provider, installed when a test first asks."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("oidc")
MISSING = (
    "the provider could not be installed, so nobody signed in at one. "
    "Install Node.js 20 or later with npm (Debian: apt-get install nodejs npm) and run the tests again"
)
INSTALL = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
CAN_BE_RUN = ["node", "--eval", "import('oidc-provider').catch(() => process.exit(1))"]


@cache
def installed() -> bool:
    """Not asked before a test needs it: it takes some seconds, the first time in a clone."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    there = (FOLDER / "node_modules" / ".package-lock.json").exists()
    return (there or _goes_well(INSTALL)) and _goes_well(CAN_BE_RUN)


def _goes_well(command: list[str]) -> bool:
    return subprocess.run(command, cwd=FOLDER, check=False, timeout=120, capture_output=True).returncode == 0


@contextmanager
def running(back: str, secret: str) -> Iterator[str]:
    """Its issuer. `back`: where it sends people who have signed in."""
    command = ["node", "provider.js", back, secret]
    with subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        try:
            yield next(line.strip() for line in program.stdout if line.startswith("http"))
        finally:
            program.terminate()
