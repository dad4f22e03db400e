"""Is an average judged over its whole time, and never week by week?"""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import Count, Validity, Window
from schemas.followup import OccurrenceState
from services.followup.model.occurrence import Occurrence
from services.followup.model.recurrence import plan
from tests.builders import agreement_id, commitment_id

YEAR = Validity(since=date(2026, 1, 1), until=date(2026, 12, 31))
TIMES = {Window.QUARTER: 4, Window.HALF_YEAR: 2, Window.YEAR: 1, Window.AGREEMENT: 1}
"""How often it is judged in a year."""
DAYS = st.integers(0, 364).map(lambda days: YEAR.since + timedelta(days=days))


def three_a_week(over: Window) -> list[Occurrence]:
    rule = Count(min=3, window=Window.WEEK, averaged=True, evaluated_over=over)
    planned = plan(commitment_id(), "arjeplog-1", rule, YEAR, ("2506",), YEAR.until)
    return [
        Occurrence(
            commitment_id=commitment_id(),
            agreement_id=agreement_id(),
            planned_on=YEAR.since,
            **one.model_dump(),
        )
        for one in planned
    ]


@given(today=DAYS, over=st.sampled_from(list(TIMES)))
def test_an_average_is_never_overdue_before_the_time_it_is_judged_over_has_ended(today: date, over: Window):
    """However many weeks go by in silence."""
    judged = three_a_week(over)
    assert len(judged) == TIMES[over]
    for one in judged:
        assert one.state is OccurrenceState.PLANNED
        assert (one.overdue_days(today) > 0) == (today > one.ends)


def test_three_a_week_on_average_are_as_many_as_the_whole_weeks_of_the_time_ask_for():
    assert [one.target for one in three_a_week(Window.YEAR)] == [3 * 52]
