"""When is a due day over? At midnight in Stockholm, whatever the clocks of servers say."""

import pytest

from schemas.followup import OccurrenceOverdue
from tests.builders import a_commitment, a_document
from tests.followup.following import Following, signed
from tests.followup.values import day


@pytest.mark.parametrize(
    ("due", "utc_before", "utc_after"),
    [
        ("2026-02-27", "2026-02-27 22:59", "2026-02-27 23:00"),  # winter: an hour before UTC's midnight
        ("2026-06-30", "2026-06-30 21:59", "2026-06-30 22:00"),  # summer: two hours
        ("2026-03-28", "2026-03-28 22:59", "2026-03-28 23:00"),  # the night the clocks go forward
        ("2026-10-24", "2026-10-24 21:59", "2026-10-24 22:00"),  # the night they go back
    ],
)
async def test_a_due_day_ends_at_midnight_in_stockholm_in_winter_and_in_summer(
    followup: Following, due: str, utc_before: str, utc_after: str
):
    followup.clock.set("2026-01-02T09:00")
    await followup.hear(*signed(a_document(commitments=(a_commitment(due=due),))))

    followup.clock.set(f"{due}T23:59")
    assert f"{followup.clock.now():%Y-%m-%d %H:%M}" == utc_before
    await followup.let_time_work()
    assert followup.heard(OccurrenceOverdue) == []

    followup.clock.forward(hours=1)
    followup.clock.moment = followup.clock.moment.replace(minute=0)
    assert f"{followup.clock.now():%Y-%m-%d %H:%M}" == utc_after
    await followup.let_time_work()
    assert [fact.due for fact in followup.heard(OccurrenceOverdue)] == [day(due)]
