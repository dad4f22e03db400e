"""Which occurrences does a commitment have, and when is each due?"""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import (
    Anchor,
    Continuous,
    Count,
    Once,
    OnDemand,
    Recurrence,
    Schedule,
    Season,
    Validity,
    Window,
)
from schemas.followup import PlannedOccurrence
from schemas.followup.parts import FOREVER
from schemas.working_days import red_day
from services.followup.model.recurrence import plan

COMMITMENT = UUID("00000000-0000-4000-8000-000000000001")
LATER = date(2060, 1, 1)
RULES: st.SearchStrategy[Recurrence] = st.one_of(
    st.builds(
        Count,
        min=st.integers(1, 20),
        window=st.sampled_from(Window),
        anchor=st.sampled_from(Anchor),
        averaged=st.booleans(),
        evaluated_over=st.none() | st.sampled_from([Window.YEAR, Window.AGREEMENT]),
        per_municipality=st.booleans(),
    ),
    st.builds(Once, due=st.none() | st.dates(date(2009, 1, 1), date(2045, 1, 1)), per_municipality=st.booleans()),
    st.builds(Once, season=st.sampled_from(Season), year=st.none() | st.integers(2008, 2045)),
    st.builds(
        Schedule,
        rrule=st.sampled_from(
            [
                "FREQ=WEEKLY;BYDAY=FR",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
                "FREQ=MONTHLY",
                "FREQ=MONTHLY;BYDAY=1MO",
                "FREQ=YEARLY",
                "FREQ=DAILY;INTERVAL=10",
            ]
        ),
        per_municipality=st.booleans(),
    ),
    st.just(Continuous()),
    st.just(OnDemand()),
)


@st.composite
def validities(draw):
    since = draw(st.dates(date(2010, 1, 1), date(2040, 12, 31)))
    return Validity(since=since, until=since + timedelta(days=draw(st.integers(0, 1600))))


def valid(since: str, until: str | None = None) -> Validity:
    return Validity(since=date.fromisoformat(since), until=date.fromisoformat(until) if until else None)


def planned(
    rule: Recurrence,
    since: str = "2026-01-01",
    until: str | None = "2026-12-31",
    *,
    municipalities: tuple[str, ...] = ("2506",),
    horizon: date = LATER,
) -> list[PlannedOccurrence]:
    return plan(COMMITMENT, "arjeplog-1", rule, valid(since, until), municipalities, horizon)


def said(occurrences: list[PlannedOccurrence]) -> list[str]:
    return [f"{one.slug} {one.starts}–{one.ends} due {one.due} target {one.target}" for one in occurrences]


def dues(rule: Recurrence, since: str = "2026-01-01", until: str | None = "2026-12-31") -> list[str]:
    return [str(one.due) for one in planned(rule, since, until)]


def test_twice_a_half_year_is_due_on_the_last_day_of_each():
    assert said(planned(Count(min=2, window=Window.HALF_YEAR), "2022-03-01", "2022-12-31")) == [
        "arjeplog-1/2022-H1 2022-03-01–2022-06-30 due 2022-06-30 target 2",
        "arjeplog-1/2022-H2 2022-07-01–2022-12-31 due 2022-12-31 target 2",
    ]


def test_a_clipped_window_keeps_its_whole_target():
    assert planned(Count(min=6, window=Window.YEAR), "2026-11-01")[0].target == 6


def test_once_a_week_on_average_is_judged_once_over_its_whole_weeks():
    rule = Count(min=1, window=Window.WEEK, averaged=True, evaluated_over=Window.AGREEMENT)
    assert said(planned(rule, "2019-01-01", "2020-12-31")) == [
        "arjeplog-1/agreement 2019-01-01–2020-12-31 due 2020-12-31 target 104"
    ]


def test_three_a_week_on_average_judged_each_year():
    rule = Count(min=3, window=Window.WEEK, averaged=True, evaluated_over=Window.YEAR)
    assert [(one.slug, one.target) for one in planned(rule, "2023-07-01", "2024-12-31")] == [
        ("arjeplog-1/2023", 78),
        ("arjeplog-1/2024", 156),
    ]


def test_an_average_is_judged_over_the_agreement_unless_told():
    rule = Count(min=1, window=Window.MONTH, averaged=True)
    assert [one.target for one in planned(rule, "2026-01-01", "2026-12-31")] == [12]


def test_an_average_over_less_than_one_window_asks_for_at_least_one():
    assert [one.target for one in planned(Count(min=2, window=Window.YEAR, averaged=True), "2026-11-01")] == [2]


def test_the_total_of_an_agreement_without_an_end_is_never_due():
    (one,) = planned(Count(min=10, window=Window.AGREEMENT), until=None)
    assert (one.due, one.target, one.ends) == (None, 10, FOREVER)


def test_one_occurrence_for_each_municipality_where_the_commitment_says_so():
    rule = Count(min=1, window=Window.YEAR, per_municipality=True)
    assert [(one.slug, one.municipality) for one in planned(rule, municipalities=("1415", "1421"))] == [
        ("arjeplog-1/2026/1415", "1415"),
        ("arjeplog-1/2026/1421", "1421"),
    ]


def test_one_occurrence_for_all_municipalities_where_it_does_not():
    (one,) = planned(Count(min=1, window=Window.YEAR), municipalities=("1415", "1421"))
    assert one.municipality is None


def test_once_by_a_date_is_due_that_day():
    assert said(planned(Once(due=date(2015, 12, 31)), "2014-10-01", None)) == [
        "arjeplog-1/once 2014-10-01–2015-12-31 due 2015-12-31 target 1"
    ]


def test_once_without_a_date_is_due_at_the_agreements_end():
    assert dues(Once(), "2019-01-01", "2020-12-31") == ["2020-12-31"]


def test_once_without_a_date_under_an_agreement_without_an_end_is_never_due():
    assert dues(Once(), until=None) == ["None"]


@pytest.mark.parametrize(
    ("asked", "due"),
    [("2025-06-30", "2026-01-01"), ("2026-01-01", "2026-01-01"), ("2027-06-30", "2026-12-31")],
)
def test_a_date_outside_the_period_is_held_inside_it(asked, due):
    assert dues(Once(due=date.fromisoformat(asked))) == [due]


@pytest.mark.parametrize(
    ("season", "window"),
    [
        (Season.SPRING, "2027-03-01–2027-05-31"),
        (Season.SUMMER, "2026-06-01–2026-08-31"),
        (Season.AUTUMN, "2026-09-01–2026-11-30"),
        (Season.WINTER, "2026-12-01–2027-02-28"),
    ],
)
def test_a_season_without_a_year_is_the_first_that_ends_within_the_period(season, window):
    (one,) = planned(Once(season=season), "2026-06-01", None)
    assert (f"{one.starts}–{one.ends}", one.due) == (window, one.ends)


def test_a_season_that_has_begun_is_clipped_to_the_agreements_first_day():
    (one,) = planned(Once(season=Season.SPRING), "2026-05-20", "2026-12-31")
    assert (str(one.starts), str(one.due)) == ("2026-05-20", "2026-05-31")


def test_winter_ends_in_the_year_it_is_named_by_and_knows_leap_years():
    (one,) = planned(Once(season=Season.WINTER, year=2028), "2026-01-01", None)
    assert (str(one.starts), str(one.due)) == ("2027-12-01", "2028-02-29")


@given(season=st.sampled_from(Season), since=st.dates(date(2010, 1, 1), date(2040, 1, 1)), days=st.integers(0, 900))
def test_a_season_is_due_on_the_last_day_of_its_last_month_or_with_the_agreement(season, since, days):
    until = since + timedelta(days=days)
    (one,) = planned(Once(season=season), str(since), str(until))
    ends_in = {Season.WINTER: 2, Season.SPRING: 5, Season.SUMMER: 8, Season.AUTUMN: 11}[season]
    assert since <= one.starts <= one.due <= until
    assert one.due == until or (one.due.month == ends_in and (one.due + timedelta(days=1)).day == 1)


def test_a_year_without_a_season_is_the_whole_year():
    (one,) = planned(Once(year=2027), "2026-01-01", None)
    assert (str(one.starts), str(one.due)) == ("2027-01-01", "2027-12-31")


def test_a_scheduled_time_is_its_own_window_and_named_by_its_day():
    assert said(planned(Schedule(rrule="FREQ=WEEKLY;BYDAY=FR"), "2026-11-23", "2026-11-29")) == [
        "arjeplog-1/2026-11-27 2026-11-27–2026-11-27 due 2026-11-27 target 1"
    ]


@pytest.mark.parametrize("rule", [Continuous(), OnDemand()])
def test_what_cannot_be_counted_is_one_standing_occurrence_without_a_due_day(rule):
    assert said(planned(rule)) == ["arjeplog-1/ongoing 2026-01-01–2026-12-31 due None target None"]


def test_what_goes_on_until_further_notice_has_no_end():
    assert planned(Continuous(), until=None)[0].ends == FOREVER


def test_nothing_is_planned_before_the_horizon_reaches_the_agreement():
    rules = (Count(min=1, window=Window.YEAR), Once(), Schedule(rrule="FREQ=DAILY"), Continuous(), OnDemand())
    assert [planned(rule, horizon=date(2025, 12, 31)) for rule in rules] == [[]] * 5


@given(RULES, validities())
def test_planning_again_finds_the_same_occurrences(rule, validity):
    first, again = (plan(COMMITMENT, "a", rule, validity, ("1415", "1421"), LATER) for _ in range(2))
    assert first == again


@given(RULES, validities())
def test_every_occurrence_has_an_identity_and_a_slug_of_its_own(rule, validity):
    found = plan(COMMITMENT, "a", rule, validity, ("1415", "1421"), LATER)
    assert len({one.id for one in found}) == len({one.slug for one in found}) == len(found)


@given(RULES, validities())
def test_every_occurrence_lies_inside_the_validity_and_is_due_on_its_last_day(rule, validity):
    for one in plan(COMMITMENT, "a", rule, validity, ("1415",), LATER):
        assert validity.since <= one.starts <= one.ends <= validity.until
        assert one.due in {None, one.ends}


@given(RULES, validities())
def test_no_scheduled_time_falls_on_a_red_day(rule, validity):
    if isinstance(rule, Schedule):
        assert not any(red_day(one.starts) for one in plan(COMMITMENT, "a", rule, validity, ("1415",), LATER))


@given(RULES, validities(), st.integers(0, 500))
def test_a_rolling_horizon_only_adds_and_never_changes(rule, validity, days):
    near = plan(COMMITMENT, "a", rule, validity, ("1415",), validity.since + timedelta(days=days))
    far = plan(COMMITMENT, "a", rule, validity, ("1415",), LATER)
    assert near == far[: len(near)]


@given(RULES, validities(), st.integers(1, 900))
def test_extending_an_agreement_keeps_every_occurrence_it_had(rule, validity, days):
    if isinstance(rule, Count) and rule.averaged and rule.evaluated_over is None:
        return
    longer = validity.model_copy(update={"until": validity.until + timedelta(days=days)})
    before, after = (
        {one.id for one in plan(COMMITMENT, "a", rule, period, ("1415",), LATER)} for period in (validity, longer)
    )
    assert before <= after
