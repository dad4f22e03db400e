"""Which browser is driven? The machine's own Chromium, or Playwright's, which is fetched if there is none."""

import os
import shutil
import subprocess
import sys

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
FETCH = [sys.executable, "-m", "playwright", "install", "chromium"]
MISSING = (
    "no browser was found and none could be fetched, so pages were not looked at. "
    "Install Chromium (Debian: apt-get install chromium) and run the tests again"
)

OF_THE_MACHINE = next(filter(None, map(shutil.which, NAMES)), None)
"""Its path; None: Playwright finds its own."""
FOUND = OF_THE_MACHINE or subprocess.run(FETCH, check=False, timeout=240, capture_output=True).returncode == 0
needed = pytest.mark.skipif(not FOUND, reason=MISSING)


def arguments() -> list[str]:
    """Chromium's own sandbox does not start for root."""
    return [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
