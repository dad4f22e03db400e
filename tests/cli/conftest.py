"""A file of agreements, written by a test."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml


@pytest.fixture
def written(tmp_path: Path) -> Callable[[object], Path]:
    def write(content: object) -> Path:
        path = tmp_path / "avtal.yaml"
        text = content if isinstance(content, str) else yaml.safe_dump({"agreements": content}, allow_unicode=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write
