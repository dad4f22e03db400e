"""What does a person write in a file of agreements? Whole entries with sensible defaults."""

from datetime import date
from pathlib import Path

from services.cli.reading import read
from services.front.reading import Reading

EXAMPLES = Path(__file__).parents[2] / "deploy" / "embedded" / "agreements.yaml"


def an_agreement(**changes: object) -> dict[str, object]:
    agreement: dict[str, object] = {
        "id": "arjeplog-2026-ml",
        "type": "medborgarlofte",
        "title": "Medborgarlöften Arjeplog",
        "municipalities": [{"code": "2506", "name": "Arjeplog", "county": "BD"}],
        "police": {"lokalpolisomrade": "Piteå Älvdal"},
        "validity": {"from": "2026-01-01", "until": "2026-12-31", "open_ended": False},
        "focus_areas": [{"id": "trygghet", "name": "Trygghet", "problem": None, "cause": None}],
        "commitments": [a_written_commitment()],
    }
    return agreement | changes


def a_signed_agreement(**changes: object) -> dict[str, object]:
    """One that can be registered: somebody has signed for each party."""
    roles = {"kommun": "kommunalråd", "polis": "lokalpolisområdeschef"}
    signed = {"signatories": [{"party": party, "role": role} for party, role in roles.items()]}
    return an_agreement(**signed | changes)


def a_written_commitment(**changes: object) -> dict[str, object]:
    commitment: dict[str, object] = {
        "id": "arjeplog-1",
        "focus_area": "trygghet",
        "text": "Trygghetsvandring",
        "responsible": [{"party": "polis", "role": "kommunpolis", "contact": "kommunpolis.arjeplog@example.se"}],
        "recurrence": {"kind": "count", "min": 1, "window": "year"},
    }
    return commitment | changes


def with_rule(**rule: object) -> dict[str, object]:
    return {"commitments": [a_written_commitment(recurrence=rule)]}


def the_examples(shift_years: int | None = 0, today: date | None = None) -> dict[str, Reading]:
    return {reading.slug: reading for reading in read(EXAMPLES, shift_years, today)}
