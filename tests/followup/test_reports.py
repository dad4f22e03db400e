"""What a report writes of its occurrence is all that it changes."""

from dataclasses import fields, replace
from datetime import date
from uuid import uuid4

import pytest

from schemas.base import Party
from schemas.followup import OccurrenceState, ReportActivity
from services.followup.model.occurrence import Occurrence
from services.followup.store.reports import MOVED

WAITING = Occurrence(
    uuid4(), "a-1/2026", uuid4(), uuid4(), date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31), 2, None,
    date(2026, 1, 1),
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "count"),
    [(WAITING, 0), (WAITING, 1), (WAITING, 5), (replace(WAITING, state=OccurrenceState.PAUSED), 2)],
)
def test_a_report_changes_nothing_of_an_occurrence_but_what_is_written_with_it(before: Occurrence, count: int):
    wish = ReportActivity(occurrence=before.slug, party=Party.POLICE, count=count, on=date(2026, 2, 2), comment="")

    after, _, _ = before.report(wish, date(2026, 2, 3))

    changed = {field.name for field in fields(before) if getattr(before, field.name) != getattr(after, field.name)}
    assert changed
    assert changed <= set(MOVED)
    assert "announce_on" in MOVED  # follows from the others
