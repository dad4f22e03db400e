"""A file of agreements, written by a test."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from deploy.embedded.postgres import Postgres
from tests.cli.at_terminal import a_terminal
from tests.cli.terminal import Terminal
from tests.system import System


@pytest.fixture
def written(tmp_path: Path) -> Callable[[object], Path]:
    def write(content: object) -> Path:
        path = tmp_path / "avtal.yaml"
        text = content if isinstance(content, str) else yaml.safe_dump({"agreements": content}, allow_unicode=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def terminal(system: System, postgres: Postgres, tmp_path: Path) -> Terminal:
    """Speaks to the test's system."""
    return a_terminal(system, postgres, tmp_path)
