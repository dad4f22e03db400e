"""Into which windows is an agreement's time divided?"""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import Anchor, Validity, Window
from schemas.followup.parts import FOREVER
from services.followup.model.windows import PlanWindow, asks_for_target, whole_windows, windows

SPANS = [window for window in Window if window is not Window.AGREEMENT]
LATER = date(2060, 1, 1)
SHORTEST = {
    Window.WEEK: 7,
    Window.MONTH: 28,
    Window.QUARTER: 89,
    Window.TERTIAL: 120,
    Window.HALF_YEAR: 181,
    Window.YEAR: 365,
}
LONGEST = {
    Window.WEEK: 7,
    Window.MONTH: 31,
    Window.QUARTER: 92,
    Window.TERTIAL: 123,
    Window.HALF_YEAR: 184,
    Window.YEAR: 366,
}
BEGINNINGS = st.dates(date(2008, 1, 1), date(2040, 12, 31))


@st.composite
def validities(draw):
    since = draw(BEGINNINGS)
    return Validity(since=since, until=since + timedelta(days=draw(st.integers(0, 1600))))


def calendar(window: Window, since: str, until: str | None = None) -> list[PlanWindow]:
    return cut(window, Anchor.CALENDAR, since, until)


def anchored(window: Window, since: str, until: str | None = None) -> list[PlanWindow]:
    return cut(window, Anchor.AGREEMENT, since, until)


def cut(window: Window, anchor: Anchor, since: str, until: str | None) -> list[PlanWindow]:
    validity = Validity(since=date.fromisoformat(since), until=date.fromisoformat(until) if until else None)
    return windows(window, anchor, validity, LATER)


def said(found: list[PlanWindow]) -> list[str]:
    return [f"{window.label} {window.starts}–{window.ends}" for window in found]


def test_the_first_half_year_of_haninge_is_clipped_to_the_agreements_first_day():
    assert said(calendar(Window.HALF_YEAR, "2022-03-01", "2022-12-31")) == [
        "2022-H1 2022-03-01–2022-06-30",
        "2022-H2 2022-07-01–2022-12-31",
    ]


def test_calendar_windows_are_named_as_people_name_them():
    first = {window: calendar(window, "2026-05-12", "2026-12-31")[0].label for window in Window}
    assert first == {
        Window.WEEK: "2026-W20",
        Window.MONTH: "2026-05",
        Window.QUARTER: "2026-Q2",
        Window.TERTIAL: "2026-T2",
        Window.HALF_YEAR: "2026-H1",
        Window.YEAR: "2026",
        Window.AGREEMENT: "agreement",
    }


def test_weeks_begin_on_mondays_and_bear_the_iso_year():
    assert said(calendar(Window.WEEK, "2024-12-30", "2025-01-06")) == [
        "2025-W01 2024-12-30–2025-01-05",
        "2025-W02 2025-01-06–2025-01-06",
    ]


def test_a_year_of_53_weeks_has_53_windows_that_are_its_own():
    labels = [window.label for window in calendar(Window.WEEK, "2026-01-01", "2026-12-31")]
    assert (labels[0], labels[-1], len(labels)) == ("2026-W01", "2026-W53", 53)


def test_a_tertial_is_four_months():
    assert said(calendar(Window.TERTIAL, "2026-01-01", "2026-12-31")) == [
        "2026-T1 2026-01-01–2026-04-30",
        "2026-T2 2026-05-01–2026-08-31",
        "2026-T3 2026-09-01–2026-12-31",
    ]


def test_windows_counted_from_the_agreement_begin_on_its_day():
    assert said(anchored(Window.HALF_YEAR, "2026-03-01", "2027-02-28")) == [
        "from-2026-03-01 2026-03-01–2026-08-31",
        "from-2026-09-01 2026-09-01–2027-02-28",
    ]


def test_years_from_a_leap_day_return_to_the_leap_day():
    begins = [str(window.starts) for window in anchored(Window.YEAR, "2024-02-29", "2029-01-01")]
    assert begins == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_months_from_the_31st_clamp_to_short_months_and_come_back():
    begins = [str(window.starts) for window in anchored(Window.MONTH, "2026-01-31", "2026-05-31")]
    assert begins == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]


def test_the_whole_agreement_is_one_window():
    assert said(calendar(Window.AGREEMENT, "2019-01-01", "2020-12-31")) == ["agreement 2019-01-01–2020-12-31"]


def test_the_window_of_an_agreement_without_an_end_has_no_end():
    assert calendar(Window.AGREEMENT, "2014-10-01")[0].ends == FOREVER


def test_windows_that_begin_after_the_horizon_wait():
    validity = Validity(since=date(2026, 1, 1))
    found = windows(Window.QUARTER, Anchor.CALENDAR, validity, date(2026, 4, 1))
    assert [window.label for window in found] == ["2026-Q1", "2026-Q2"]


def test_the_clipped_first_window_counts_as_begun_on_the_agreements_first_day():
    validity = Validity(since=date(2026, 5, 1))
    assert windows(Window.YEAR, Anchor.CALENDAR, validity, date(2026, 4, 30)) == ()


@pytest.mark.parametrize("until", ["2025-12-31", "2024-01-01"])
def test_an_agreement_that_ends_before_it_begins_has_no_windows(until):
    assert [said(calendar(window, "2026-01-01", until)) for window in Window] == [[]] * len(Window)


def test_less_than_half_a_window_asks_for_the_target():
    assert asks_for_target(calendar(Window.HALF_YEAR, "2026-04-03", "2026-12-31")[0])  # 89 of 181 days


def test_half_a_window_or_more_keeps_its_target():
    first, second = calendar(Window.HALF_YEAR, "2026-04-01", "2026-12-31")  # 91 of 181 days
    assert (asks_for_target(first), asks_for_target(second)) == (False, False)


def test_two_years_hold_104_whole_weeks_wherever_mondays_fall():
    assert whole_windows(Window.WEEK, date(2019, 1, 1), date(2020, 12, 31)) == 104


@given(st.sampled_from(SPANS), st.sampled_from(Anchor), validities())
def test_windows_cover_the_validity_without_gaps_or_overlaps(window, anchor, validity):
    found = windows(window, anchor, validity, LATER)
    assert found[0].starts == validity.since
    assert found[-1].ends == validity.until
    assert all(one.ends + timedelta(days=1) == next_one.starts for one, next_one in pairwise(found))


@given(st.sampled_from(Window), st.sampled_from(Anchor), validities())
def test_windows_lie_inside_the_validity_and_inside_their_full_selves(window, anchor, validity):
    for one in windows(window, anchor, validity, LATER):
        assert validity.since <= one.starts <= one.ends <= (validity.until or FOREVER)
        assert one.full_starts <= one.starts
        assert one.ends <= one.full_ends


@given(st.sampled_from(SPANS), st.sampled_from(Anchor), validities())
def test_only_the_first_and_the_last_window_are_ever_clipped(window, anchor, validity):
    found = windows(window, anchor, validity, LATER)
    assert not any(one.clipped for one in found[1:-1])


@given(st.sampled_from(SPANS), st.sampled_from(Anchor), validities())
def test_an_unclipped_window_is_as_long_as_its_name_says(window, anchor, validity):
    for one in windows(window, anchor, validity, LATER):
        assert SHORTEST[window] <= (one.full_ends - one.full_starts).days + 1 <= LONGEST[window]


@given(st.sampled_from(Window), st.sampled_from(Anchor), validities())
def test_labels_are_unique_so_that_each_window_has_its_own_identity(window, anchor, validity):
    labels = [one.label for one in windows(window, anchor, validity, LATER)]
    assert len(labels) == len(set(labels))


@given(st.sampled_from(SPANS), st.sampled_from(Anchor), validities(), st.integers(0, 800))
def test_a_later_horizon_only_adds_windows(window, anchor, validity, days):
    horizon = validity.since + timedelta(days=days)
    near, far = windows(window, anchor, validity, horizon), windows(window, anchor, validity, LATER)
    assert near == far[: len(near)]
    assert all(one.starts > horizon for one in far[len(near) :])


@given(st.sampled_from(SPANS), BEGINNINGS, st.integers(0, 1600))
def test_as_many_whole_windows_fit_as_windows_from_the_first_day_are_unclipped(window, since, days):
    validity = Validity(since=since, until=since + timedelta(days=days))
    found = windows(window, Anchor.AGREEMENT, validity, LATER)
    assert whole_windows(window, since, since + timedelta(days=days)) == sum(not one.clipped for one in found)
