"""On which days do people work? Checked to 2050 against the almanac's own rules, written here a second time."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.working_days import (
    holiday_name,
    is_working_day,
    next_working_day,
    previous_working_day,
    red_day,
)
from services.runtime.clock import STOCKHOLM, morning

DAYS = st.dates(date(2024, 1, 1), date(2050, 12, 31))


def easter_sunday(year: int) -> date:
    """Meeus, Astronomical Algorithms: the Gregorian Easter."""
    golden, century, of_century = year % 19, year // 100, year % 100
    moon = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - moon + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def weekday_from(weekday: int, first: date) -> date:
    return first + timedelta(days=(weekday - first.weekday()) % 7)


@cache
def table(year: int) -> dict[date, str]:
    """Lag (1989:253) om allmänna helgdagar, and the three eves that nobody works on."""
    easter = easter_sunday(year)
    midsummer = weekday_from(5, date(year, 6, 20))
    return {
        date(year, 1, 1): "nyårsdagen",
        date(year, 1, 6): "trettondedag jul",
        easter - timedelta(days=2): "långfredagen",
        easter: "påskdagen",
        easter + timedelta(days=1): "annandag påsk",
        easter + timedelta(days=39): "Kristi himmelsfärdsdag",
        date(year, 5, 1): "första maj",
        easter + timedelta(days=49): "pingstdagen",
        date(year, 6, 6): "nationaldagen",
        midsummer - timedelta(days=1): "midsommarafton",
        midsummer: "midsommardagen",
        weekday_from(5, date(year, 10, 31)): "alla helgons dag",
        date(year, 12, 24): "julafton",
        date(year, 12, 25): "juldagen",
        date(year, 12, 26): "annandag jul",
        date(year, 12, 31): "nyårsafton",
    }


@pytest.mark.parametrize("year", range(2024, 2051))
def test_every_day_to_2050_is_working_or_red_as_the_almanac_says(year):
    day = date(year, 1, 1)
    while day.year == year:
        red = day in table(year)
        assert red_day(day) == red, day
        assert is_working_day(day) == (not red and day.isoweekday() <= 5), day
        if red:
            assert table(year)[day] in (holiday_name(day) or ""), day
        day += timedelta(days=1)


def test_midsummer_eve_christmas_eve_and_new_years_eve_are_not_working_days():
    assert [is_working_day(date(2026, *day)) for day in ((6, 19), (12, 24), (12, 31))] == [False, False, False]


def test_an_ordinary_sunday_is_free_but_not_red():
    sunday = date(2026, 11, 22)
    assert (is_working_day(sunday), red_day(sunday), holiday_name(sunday)) == (False, False, None)


def test_the_eve_of_may_day_and_the_saturday_of_easter_have_no_name_of_their_own():
    assert (is_working_day(date(2026, 4, 30)), red_day(date(2026, 4, 4))) == (True, False)


def test_two_holidays_on_one_day_are_both_named():
    assert holiday_name(date(2008, 5, 1)) == "första maj och Kristi himmelsfärdsdag"


def test_the_national_day_was_worked_on_before_2005():
    assert is_working_day(date(2003, 6, 6))


def test_the_working_day_after_christmas_2026_is_the_28th():
    assert next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)


def test_the_working_day_before_easter_2026_is_maundy_thursday():
    assert previous_working_day(date(2026, 4, 6)) == date(2026, 4, 2)


@given(DAYS)
def test_a_working_day_is_its_own_next_and_previous(day):
    assert (next_working_day(day) == day) == (previous_working_day(day) == day) == is_working_day(day)


@given(DAYS)
def test_the_next_working_day_is_the_nearest_and_at_most_five_days_off(day):
    found = next_working_day(day)
    assert is_working_day(found)
    assert timedelta() <= found - day <= timedelta(days=5)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))


@given(DAYS)
def test_the_previous_working_day_mirrors_the_next(day):
    found = previous_working_day(day)
    assert is_working_day(found)
    assert found <= day < next_working_day(found + timedelta(days=1)) or found == day


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_every_day_our_messages_can_say_has_an_answer(day):
    assert previous_working_day(day) <= day <= next_working_day(day)


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 27, 7, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 6, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 6, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 7, tzinfo=UTC)),
    ],
)
def test_eight_in_the_morning_is_right_on_the_nights_the_clocks_change(day, in_utc):
    assert morning(day) == in_utc


@given(DAYS)
def test_a_mail_leaves_at_eight_on_its_own_day_in_stockholm_all_the_year(day):
    leaves = morning(next_working_day(day)).astimezone(STOCKHOLM)
    assert (leaves.date(), leaves.hour, leaves.minute) == (next_working_day(day), 8, 0)
    assert leaves.astimezone(UTC).astimezone(STOCKHOLM).replace(fold=1) == leaves.replace(fold=1)
