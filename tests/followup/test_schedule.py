"""On which days does a rhythm fall, and which rhythms cannot be followed?"""

from datetime import date, timedelta
from uuid import UUID

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import Schedule, Validity
from schemas.rule_words import rule_in_words
from schemas.working_days import red_day
from services.agreements.model import recurrence as agreements
from services.followup.model.recurrence import plan
from services.runtime.errors import Refused

COMMITMENT = UUID("00000000-0000-4000-8000-000000000001")
LATER = date(2060, 1, 1)


def times(rule: str, since: str = "2026-01-01", until: str = "2026-12-31") -> list[str]:
    validity = Validity(since=date.fromisoformat(since), until=date.fromisoformat(until))
    return [str(one.due) for one in plan(COMMITMENT, "arjeplog-1", Schedule(rrule=rule), validity, ("2506",), LATER)]


def test_a_friday_meeting_skips_good_friday_and_is_not_late():
    days = times("FREQ=WEEKLY;BYDAY=FR", "2022-03-01", "2022-04-30")
    assert days == [f"2022-{day}" for day in ("03-04", "03-11", "03-18", "03-25", "04-01", "04-08", "04-22", "04-29")]


def test_every_second_wednesday_is_counted_from_the_week_the_agreement_begins():
    assert times("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2010-01-01", "2010-02-28") == [
        "2010-01-13",
        "2010-01-27",
        "2010-02-10",
        "2010-02-24",
    ]


def test_a_skipped_wednesday_does_not_shift_the_rhythm():
    """Trettondedagen 2027 is a Wednesday."""
    days = times("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2026-12-09", "2027-02-01")
    assert days == ["2026-12-09", "2026-12-23", "2027-01-20"]


def test_walking_at_night_every_saturday_is_not_skipped_for_being_a_weekend():
    assert times("FREQ=WEEKLY;BYDAY=SA", "2026-11-01", "2026-11-30") == [
        "2026-11-07",
        "2026-11-14",
        "2026-11-21",
        "2026-11-28",
    ]


def test_the_fifteenth_of_every_month_is_kept_on_an_ordinary_sunday():
    assert "2026-11-15" in times("FREQ=MONTHLY;BYMONTHDAY=15")


def test_every_month_from_the_31st_uses_the_last_day_of_shorter_months():
    days = times("FREQ=MONTHLY", "2026-01-31", "2026-05-31")
    assert days == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]


def test_every_year_from_a_leap_day_is_kept_every_year():
    days = times("FREQ=YEARLY", "2024-02-29", "2028-12-31")
    assert days == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


@pytest.mark.parametrize("until", ["20260131", "20260131T225959Z", "20260131T120000"])
def test_the_last_day_of_a_schedule_is_included_however_it_is_written(until):
    days = times(f"FREQ=WEEKLY;BYDAY=SA;UNTIL={until}")
    assert days[-1] == "2026-01-31"


def test_a_last_moment_in_utc_is_a_day_in_stockholm():
    days = times("FREQ=DAILY;UNTIL=20260209T230000Z")
    assert days[-1] == "2026-02-10"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=9",
        "freq=weekly",
        "RRULE:FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=1WE",
        "FREQ=WEEKLY;INTERVAL=10000",
        "FREQ=WEEKLY;INTERVAL=1,2",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20261231",
        "FREQ=MONTHLY;BYMONTHDAY=15,40",
        "FREQ=MONTHLY;BYSETPOS=9",
        "FREQ=YEARLY;BYMONTH=5,13",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "varannan onsdag",
        "BYDAY=WE",
        "FREQ=WEEKLY;BYDAY=ONSDAG",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=två",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;UNTIL=i december",
        "FREQ=WEEKLY\nEXDATE:20260107",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYEASTER=1",
        ";;;;;;",
    ],
)
def test_a_schedule_that_cannot_be_followed_is_refused_with_a_sentence(rule):
    with pytest.raises(ValueError, match=r"^fältet recurrence\.rrule .*\.$"):
        times(rule)


@st.composite
def schedules(draw) -> Schedule:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    number, weekday = st.integers(-5, 5).filter(bool), st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
    parts = {
        "INTERVAL": st.integers(1, 2000),
        "COUNT": st.integers(1, 20000),
        "UNTIL": st.dates(date(2026, 1, 1), date(2030, 1, 1)).map(lambda day: f"{day:%Y%m%d}"),
        "WKST": weekday,
        "BYDAY": weekday | st.builds("{}{}".format, number, weekday),
        "BYMONTHDAY": st.integers(-31, 31).filter(bool),
        "BYMONTH": st.integers(1, 12),
        "BYSETPOS": number,
    }
    names = draw(st.sets(st.sampled_from(list(parts)), max_size=3))
    said = [f"{name}={draw(parts[name])}" for name in sorted(names)]
    return Schedule(rrule=";".join([f"FREQ={frequency}", *said]))


@given(schedules(), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.none() | st.integers(0, 1000))
def test_every_schedule_that_an_agreement_may_state_is_planned_and_said(rule, since, days):
    validity = Validity(since=since, until=None if days is None else since + timedelta(days=days))
    try:
        agreements.check(rule, validity, "x")
    except Refused:
        return
    assert rule_in_words(rule)
    due = [one.due for one in plan(COMMITMENT, "x", rule, validity, ("1415",), since + timedelta(days=3653))]
    assert due
    assert due == sorted(set(due))


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 6),
    st.dates(date(2010, 1, 1), date(2040, 12, 31)),
)
def test_a_plain_rhythm_counts_from_the_first_day_without_drifting(frequency, interval, since):
    unit = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}[frequency]
    validity = Validity(since=since, until=since + timedelta(days=1200))
    asked = [since + relativedelta(**{unit: interval * number}) for number in range(1201)]
    rule = Schedule(rrule=f"FREQ={frequency};INTERVAL={interval}")
    found = [one.due for one in plan(COMMITMENT, "a", rule, validity, ("1415",), LATER)]
    assert found == [day for day in asked if day <= validity.until and not red_day(day)]
