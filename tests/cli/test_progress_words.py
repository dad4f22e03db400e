"""Is everything that a county hears said in Swedish?"""

import json
from pathlib import Path

import pytest

from schemas.base import REGISTRY
from services.cli.progress_words import fact_of, in_words

HEARD = sorted(subject for subject in REGISTRY if subject.startswith("progress."))


@pytest.mark.parametrize("subject", HEARD)
def test_every_fact_that_a_county_hears_is_said_in_swedish(subject: str, pytestconfig: pytest.Config):
    published: Path = pytestconfig.rootpath / f"schemas/published/{subject.replace('*', 'x')}.json"
    example = json.loads(published.read_text(encoding="utf-8"))["example"]

    said = in_words({**example, "county": "25", "fact": fact_of(subject)})

    assert said.startswith("Luleå: ")
    assert fact_of(subject) not in said
