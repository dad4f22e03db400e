"""Mail leaves on Swedish working days, 08:00 until midnight in Stockholm."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.working_days import is_working_day
from services.notifier.model.mailing_hours import (
    GATHER,
    STOCKHOLM,
    leaves_from,
    may_leave,
    next_mail_day,
)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2050, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    "local",
    ["2026-03-02T08:00", "2026-03-02T23:59:59", "2026-03-30T08:00"],
)
def test_mail_may_leave_on_a_working_day_from_eight_until_midnight(local: str):
    assert may_leave(at(local))


@pytest.mark.parametrize(
    ("local", "because"),
    [
        ("2026-03-02T07:59:59", "before eight"),
        ("2026-03-03T00:00", "past midnight"),
        ("2026-02-28T10:00", "a Saturday"),
        ("2026-06-19T10:00", "midsommarafton"),
        ("2026-12-24T10:00", "julafton"),
        ("2026-12-31T10:00", "nyårsafton"),
        ("2026-01-06T10:00", "trettondedag jul"),
    ],
)
def test_mail_stays_at_home(local: str, because: str):
    assert not may_leave(at(local)), because


def test_what_is_heard_within_hours_leaves_at_once():
    assert leaves_from(at("2026-03-02T14:30")) == at("2026-03-02T14:30")


def test_what_is_heard_on_a_friday_night_joins_mondays_mail():
    assert leaves_from(at("2026-02-28T00:30")) == at("2026-03-02T08:00") + GATHER


def test_what_is_heard_early_joins_the_same_mornings_mail():
    assert leaves_from(at("2026-03-02T05:00")) == at("2026-03-02T08:00") + GATHER


def test_the_next_mail_day_passes_over_easter():
    assert next_mail_day(at("2026-04-02T15:00")) == at("2026-04-07T08:00") + GATHER


def test_the_morning_of_the_dst_night_is_still_eight():
    assert next_mail_day(at("2026-03-27T15:00")).astimezone(STOCKHOLM).hour == 8


@given(moments)
def test_whatever_waits_leaves_within_hours_and_not_before_it_was_heard(moment: datetime):
    leaves = leaves_from(moment)
    assert may_leave(leaves)
    assert leaves >= moment


@given(moments)
def test_the_next_mail_day_is_a_later_working_day(moment: datetime):
    then = next_mail_day(moment).astimezone(STOCKHOLM).date()
    assert is_working_day(then)
    assert then > moment.astimezone(STOCKHOLM).date()


def test_a_year_has_its_working_days():
    days = [date.fromordinal(number) for number in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    # 261 weekdays, less 1 and 6 January, 3 and 6 April, 1 and 14 May, 19 June, 24, 25 and 31 December
    assert sum(is_working_day(day) for day in days) == 251
