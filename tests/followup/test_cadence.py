"""On which days do the parties meet?"""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as some

from schemas.agreements import Review, Validity, Window
from schemas.followup import MeetingState, PlanMeetings
from schemas.working_days import is_working_day, next_working_day
from services.followup.model.agreement import Agreement
from services.followup.model.cadence import (
    asked_to_report_on,
    coming_meeting,
    meeting_days,
    since_last_meeting,
    summary_sent_on,
)
from services.followup.model.series import AHEAD, Series
from services.followup.model.windows import MONTHS
from services.runtime.errors import Refused
from tests.builders import a_document
from tests.followup.values import an_agreement, day

FAR = date(2040, 1, 1)
ONE_DAY = timedelta(days=1)
firsts = some.dates(date(2020, 1, 1), date(2032, 12, 31))
lengths = some.none() | some.integers(0, 4 * 366)
monthly = some.sampled_from(sorted(MONTHS))


def valid(since: date, length: int | None) -> Validity:
    return Validity(since=since, until=None if length is None else since + timedelta(days=length))


def days(cadence: Window, since: str, until: str | None, first: str | None = None, reach: date = FAR) -> list[str]:
    validity = Validity(since=day(since), until=day(until) if until else None)
    return [str(one) for one in meeting_days(cadence, validity, day(first) if first else None, reach)]


@pytest.mark.parametrize(
    ("cadence", "met"),
    [
        (Window.QUARTER, ["2026-04-01", "2026-07-01", "2026-10-01", "2027-01-04"]),
        (Window.TERTIAL, ["2026-05-04", "2026-09-01", "2027-01-04"]),
        (Window.HALF_YEAR, ["2026-07-01", "2027-01-04"]),
        (Window.YEAR, ["2027-01-04"]),
        (Window.AGREEMENT, ["2027-01-04"]),
    ],
)
def test_the_parties_meet_on_the_first_working_day_after_each_window(cadence: Window, met: list[str]):
    assert days(cadence, "2026-01-01", "2026-12-31") == met


def test_the_last_window_is_clipped_by_the_agreement_s_end_and_the_first_by_its_beginning():
    assert days(Window.HALF_YEAR, "2023-03-01", "2025-02-28") == [
        "2023-07-03", "2024-01-02", "2024-07-01", "2025-01-02", "2025-03-03",
    ]  # fmt: skip


def test_a_series_with_a_day_of_its_own_is_counted_from_that_day():
    assert days(Window.MONTH, "2026-01-01", "2026-06-30", "2026-01-30") == [
        "2026-01-30", "2026-03-02", "2026-03-30", "2026-04-30", "2026-06-01", "2026-06-30",
    ]  # fmt: skip


def test_a_leap_day_comes_back_in_every_leap_year():
    met = days(Window.YEAR, "2024-01-01", None, "2024-02-29", date(2029, 1, 1))
    assert met == ["2024-02-29", "2025-02-28", "2026-03-02", "2027-03-01", "2028-02-29"]


def test_an_agreement_without_an_end_that_is_followed_up_once_has_no_meeting_days():
    assert days(Window.AGREEMENT, "2026-01-01", None) == []


@given(cadence=some.sampled_from(Window), since=firsts, length=lengths, first=some.none() | firsts)
def test_meeting_days_are_working_days_in_order_and_each_once(
    cadence: Window, since: date, length: int | None, first: date | None
):
    validity = valid(since, length)
    met = meeting_days(cadence, validity, first, since + timedelta(days=800))
    assert all(earlier < later for earlier, later in pairwise(met))
    assert all(is_working_day(one) for one in met)
    assert all(since < one or one == first or (first and one > first) for one in met)
    if validity.until:
        assert all(one <= next_working_day(validity.until + ONE_DAY) for one in met)


@pytest.mark.parametrize(
    ("cadence", "today", "meeting"),
    [
        (Window.TERTIAL, "2026-04-30", "2026-05-04"),  # 1 May is red, then comes a weekend
        (Window.HALF_YEAR, "2026-07-01", "2027-01-04"),
        (Window.AGREEMENT, "2026-09-15", "2027-01-04"),
        (Window.TERTIAL, "2027-01-01", "2027-01-04"),
        (Window.TERTIAL, "2027-01-04", None),
    ],
)
def test_the_next_meeting_is_on_a_working_day_and_none_comes_after_the_last(
    cadence: Window, today: str, meeting: str | None
):
    validity = Validity(since=day("2026-01-01"), until=day("2026-12-31"))
    assert coming_meeting(cadence, validity, day(today)) == (day(meeting) if meeting else None)


@given(cadence=some.sampled_from(Window), since=firsts, length=lengths)
def test_meeting_by_cadence_alone_leaves_no_day_between_two_meetings_out(
    cadence: Window, since: date, length: int | None
):
    validity = valid(since, length)
    met = meeting_days(cadence, validity, None, since + timedelta(days=800))
    for last, today in pairwise(met):
        assert since_last_meeting(cadence, validity, today) <= last
        assert coming_meeting(cadence, validity, last) == today


@given(cadence=monthly, since=firsts, length=some.integers(0, 4 * 366))
def test_each_calendar_window_of_the_validity_is_met_about_once(cadence: Window, since: date, length: int):
    """Windows clipped at both ends: every day of the validity is looked back upon, at the first chance."""
    validity = valid(since, length)
    assert validity.until
    met = meeting_days(cadence, validity, None, FAR)
    for back in range(0, length + 1, 13):
        promised = since + timedelta(days=back)
        window = (promised.year * 12 + promised.month - 1) // MONTHS[cadence]
        after = date(2000, 1, 1) + relativedelta(months=(window + 1) * MONTHS[cadence] - 2000 * 12)
        looked_back = min(after, validity.until + ONE_DAY)
        assert min(one for one in met if one > promised) <= next_working_day(looked_back)
    assert met[-1] == next_working_day(validity.until + ONE_DAY)


@given(cadence=monthly, first=firsts, months=some.integers(0, 40))
def test_a_series_from_a_day_keeps_that_day_of_the_month_or_the_month_s_last(cadence: Window, first: date, months: int):
    met = meeting_days(cadence, Validity(since=first), first, first + relativedelta(months=months))
    asked = [first + relativedelta(months=MONTHS[cadence] * step) for step in range(len(met) + 1)]
    assert set(met) <= {next_working_day(one) for one in asked}
    assert all(one.day in {first.day, (one + relativedelta(day=31)).day} for one in asked)


def reach(agreement: Agreement, today: date) -> date:
    """400 days, and to the last meeting when the end comes within them."""
    until, end = today + AHEAD, agreement.validity.until
    return max(until, next_working_day(end + ONE_DAY)) if end and end < until else until


@given(
    cadence=some.sampled_from(Window), since=firsts, length=lengths, waits=some.lists(some.integers(1, 200), max_size=8)
)
def test_time_brings_the_same_meetings_as_planning_them_all_at_once(
    cadence: Window, since: date, length: int | None, waits: list[int]
):
    agreement = an_agreement(a_document(review=Review(cadence=cadence)), validity=valid(since, length))
    series = Series(agreement.id)
    try:
        series, planned, _ = series.begin(agreement, PlanMeetings(agreement=agreement.slug), [], since)
    except Refused:
        assert (cadence, length) == (Window.AGREEMENT, None) or length is None or length > AHEAD.days - 15
        return
    today = since
    for wait in waits:
        today += timedelta(days=wait)
        series, more, _ = series.plan_ahead(agreement, today)
        planned += more
    assert [one.day for one in planned] == meeting_days(cadence, agreement.validity, None, reach(agreement, today))


@given(cadence=some.sampled_from(Window), since=firsts, length=some.integers(100, 900), later=some.integers(1, 700))
def test_an_agreement_that_is_extended_gets_the_meetings_that_it_lacks(
    cadence: Window, since: date, length: int, later: int
):
    before = an_agreement(a_document(review=Review(cadence=cadence)), validity=valid(since, length))
    after = an_agreement(a_document(review=Review(cadence=cadence)), validity=valid(since, length + later))
    try:
        series, planned, _ = Series(before.id).begin(before, PlanMeetings(agreement=before.slug), [], since)
    except Refused:
        return
    _, more, _ = series.plan_ahead(after, since)
    assert before.validity.until
    last = next_working_day(before.validity.until + ONE_DAY)
    asked = meeting_days(cadence, after.validity, None, reach(after, since))
    assert {one.day for one in (*planned, *more)} == {*asked, *(one.day for one in planned if one.day == last)}


def test_what_the_parties_plan_themselves_is_checked():
    agreement = an_agreement()
    series = Series(agreement.id)

    def begin(**wish: object) -> None:
        series.begin(agreement, PlanMeetings(agreement=agreement.slug, **wish), [], day("2026-03-02"))

    with pytest.raises(Refused, match="inte båda"):
        begin(days=(day("2026-05-05"),), cadence=Window.YEAR)
    with pytest.raises(Refused, match="2026-02-02 har passerat"):
        begin(days=(day("2026-05-05"), day("2026-02-02")))
    with pytest.raises(Refused, match="före överenskommelsens första dag"):
        begin(first=day("2025-12-01"))


def test_meetings_are_numbered_as_they_are_planned():
    series, meetings, facts = Series(an_agreement().id).plan(an_agreement(), [day("2026-05-05"), day("2026-03-03")])
    assert [one.slug for one in meetings] == ["arjeplog-2026-ml/meeting-1", "arjeplog-2026-ml/meeting-2"]
    assert [(one.slug, one.on) for one in facts] == [(one.slug, one.day) for one in meetings]
    assert {one.state for one in meetings} == {MeetingState.PLANNED}
    assert series.meetings == 2


def test_both_parties_are_asked_to_report_21_days_before_and_the_silent_ones_7_days_before():
    assert asked_to_report_on(day("2026-06-11")) == (day("2026-05-21"), day("2026-06-04"))
    assert asked_to_report_on(day("2026-06-27")) == (day("2026-06-05"), day("2026-06-18")), "never on a red day"


def test_the_pair_get_the_summary_on_the_working_day_before_the_meeting():
    assert summary_sent_on(day("2026-06-11")) == day("2026-06-10")
    assert summary_sent_on(day("2026-06-15")) == day("2026-06-12")


@given(firsts)
def test_what_is_asked_before_a_meeting_is_asked_on_working_days_in_order(meeting: date):
    asked = (*asked_to_report_on(meeting), summary_sent_on(meeting))
    assert list(asked) == sorted(asked)
    assert all(is_working_day(one) and one < meeting for one in asked)
