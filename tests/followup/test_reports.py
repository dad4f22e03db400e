"""What a report writes of its occurrence is all that it changes, and reports may come together."""

from dataclasses import fields, replace
from datetime import date
from uuid import uuid4

import pytest

from schemas import progress as county
from schemas.agreements import Count, Window
from schemas.base import Party
from schemas.followup import ActivityReported, ListOccurrences, OccurrenceCompleted, OccurrenceState, ReportActivity
from services.followup.handlers.reports import report_activity
from services.followup.model.occurrence import Occurrence
from services.followup.store.reports import MOVED
from services.runtime.work import Work
from tests.builders import a_commitment, a_document
from tests.followup.following import Following, a_report, signed

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


async def test_reports_that_come_together_are_added_up_and_complete_it_when_all_is_told(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(recurrence=Count(min=3, window=Window.YEAR)),))))
    told = [a_report("arjeplog-1/2026", 2, "2026-03-02"), a_report("arjeplog-1/2026", 2, "2026-02-03")]
    told.append(a_report("arjeplog-1/2026", 1, "2026-03-01"))

    async with followup.work() as work:
        works = [Work(work.connection, work.now, wish.command_id) for wish in told]
        await report_activity.handle(list(zip(told, works, strict=True)))

    said = [[type(fact) for fact in work.facts] for work in works]
    assert said == [
        [ActivityReported],
        [ActivityReported, OccurrenceCompleted, county.OccurrenceCompleted],
        [ActivityReported, OccurrenceCompleted, county.OccurrenceCompleted],
    ]
    assert [work.facts[0].done for work in works] == [2, 4, 5]
    assert [works[nr].facts[1].on for nr in (1, 2)] == [date(2026, 3, 2), date(2026, 3, 1)]  # done for the third time
    [kept] = (await followup.ask(ListOccurrences(ids=(works[0].facts[0].occurrence_id,)))).occurrences
    assert (kept.state, kept.done) == (OccurrenceState.COMPLETED, 5)
