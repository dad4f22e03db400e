"""Which light does a promise show?"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.followup import Fulfilment, Light, OccurrenceState
from services.followup.model import light
from tests.followup.values import an_occurrence, day, told

AUTUMN = day("2026-09-15")


@pytest.mark.parametrize(
    ("occurrence", "today", "expected"),
    [
        (told(4, target=6), "2026-09-15", Light.YELLOW),
        (told(5, target=6), "2026-09-15", Light.GREEN),
        (told(2, target=4, due="2026-12-31", starts="2026-11-01"), "2026-12-01", Light.GREEN),
        (an_occurrence(target=6), "2026-09-15", Light.GREY),
        (told(0, target=6), "2026-09-15", Light.YELLOW),
        (an_occurrence(target=6), "2027-01-01", Light.RED),
        (told(5, target=6), "2027-01-01", Light.RED),
        (told(6, target=6), "2027-01-01", Light.GREEN),
        (an_occurrence(state=OccurrenceState.COMPLETED, done=1), "2027-05-01", Light.GREEN),
        (an_occurrence(state=OccurrenceState.PAUSED), "2027-05-01", Light.YELLOW),
        (an_occurrence(state=OccurrenceState.CANCELLED), "2027-05-01", Light.GREY),
        (an_occurrence(None), "2026-09-15", Light.GREY),
        (told(0, due=None), "2026-09-15", Light.GREEN),
    ],
    ids=[
        "4 of 6 in September is behind pace",
        "5 of 6 in September is on pace",
        "2 of 4 at half time is on pace",
        "nothing told is grey",
        "told that nothing was done is behind pace",
        "nothing told and overdue is red",
        "not enough and overdue is red",
        "enough is green for ever",
        "completed is green",
        "paused is yellow",
        "cancelled shows nothing",
        "standing and nothing told is grey",
        "standing and commented is green",
    ],
)
def test_light_of_an_occurrence(occurrence, today, expected):
    assert light.of_occurrence(occurrence, day(today)) is expected


def test_a_commitment_is_red_when_any_window_is_overdue():
    last_year = an_occurrence("2025-12-31", starts="2025-01-01", label="2025")
    assert light.of_commitment([last_year, told(1)], [], AUTUMN) is Light.RED


def test_a_commitment_judged_unreachable_is_red():
    assert light.of_commitment([told(5, target=6)], [Fulfilment.NOT_FULFILLED], AUTUMN) is Light.RED


def test_a_commitment_shows_the_window_that_is_going_on():
    last_year = an_occurrence(
        "2025-12-31",
        starts="2025-01-01",
        label="2025",
        state=OccurrenceState.COMPLETED,
        done=1,
        told_on=day("2025-05-01"),
    )
    assert light.of_commitment([last_year, an_occurrence()], [], AUTUMN) is Light.GREY
    assert light.of_commitment([last_year], [], AUTUMN) is Light.GREEN


def test_one_municipality_that_is_ahead_does_not_make_up_for_one_that_is_silent():
    ahead, silent = told(9, label="2026/2505"), an_occurrence(label="2026/2506")
    assert light.of_commitment([ahead, silent], [], AUTUMN) is Light.YELLOW


def test_a_commitment_that_has_not_begun_is_grey():
    assert light.of_commitment([an_occurrence(starts="2026-10-01")], [], AUTUMN) is Light.GREY


def test_what_cannot_be_counted_shows_how_it_was_judged():
    standing = an_occurrence(None, label="ongoing")
    assert light.of_commitment([standing], [], AUTUMN) is Light.GREY
    assert light.of_commitment([standing], [Fulfilment.NOT_ASSESSED], AUTUMN) is Light.GREY
    assert light.of_commitment([standing], [Fulfilment.FULFILLED], AUTUMN) is Light.GREEN
    assert light.of_commitment([standing], [Fulfilment.FULFILLED, Fulfilment.PARTLY_FULFILLED], AUTUMN) is Light.YELLOW


def test_what_is_counted_shows_its_pace_once_it_is_judged():
    assert light.of_commitment([an_occurrence(target=6)], [Fulfilment.FULFILLED], AUTUMN) is Light.YELLOW
    assert light.of_commitment([told(5, target=6)], [Fulfilment.PARTLY_FULFILLED], AUTUMN) is Light.GREEN


WORSE = [Light.GREEN, Light.YELLOW, Light.RED]
COUNTS = st.integers(0, 12)
DAYS = st.dates(day("2026-01-01"), day("2027-06-30"))
DUES = st.dates(day("2026-01-01"), day("2026-12-31"))


@given(target=COUNTS.filter(bool), done=COUNTS, due=DUES, today=DAYS)
def test_it_is_red_exactly_when_its_due_day_has_passed_without_the_target(target, done, due, today):
    shown = light.of_occurrence(told(done, target=target, due=str(due)), today)
    assert (shown is Light.RED) == (today > due and done < target)


@given(target=COUNTS.filter(bool), today=DAYS)
def test_it_is_grey_exactly_while_nothing_is_told_and_nothing_is_overdue(target, today):
    silent = light.of_occurrence(an_occurrence(target=target), today)
    assert silent is (Light.RED if today > day("2026-12-31") else Light.GREY)
    assert light.of_occurrence(told(0, target=target), today) is not Light.GREY


@given(target=COUNTS.filter(bool), done=COUNTS, more=COUNTS, due=DUES, today=DAYS)
def test_what_is_done_more_never_shows_worse(target, done, more, due, today):
    less, all_of_it = (told(count, target=target, due=str(due)) for count in (done, done + more))
    shown = [WORSE.index(light.of_occurrence(one, today)) for one in (less, all_of_it)]
    assert shown[1] <= shown[0]


@given(target=COUNTS.filter(bool), done=COUNTS, due=DUES, today=DAYS, later=st.integers(0, 300))
def test_time_that_goes_by_without_a_report_never_shows_better(target, done, due, today, later):
    window = told(done, target=target, due=str(due))
    shown = [WORSE.index(light.of_occurrence(window, on)) for on in (today, today + timedelta(later))]
    assert shown[0] <= shown[1]


@given(target=COUNTS.filter(bool), due=DUES, today=DAYS)
def test_what_is_paused_is_yellow_whatever_the_day(target, due, today):
    resting = an_occurrence(str(due), target=target, state=OccurrenceState.PAUSED, paused_on=today)
    assert light.of_occurrence(resting, today) is Light.YELLOW


@given(target=COUNTS.filter(bool), done=COUNTS, today=DAYS, judged=st.lists(st.sampled_from(Fulfilment), max_size=2))
def test_a_commitment_that_a_party_judges_out_of_reach_is_red_whatever_was_done(target, done, today, judged):
    windows = [told(done, target=target)]
    assert light.of_commitment(windows, [*judged, Fulfilment.NOT_FULFILLED], today) is Light.RED
