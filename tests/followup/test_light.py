"""Which light does a promise show?"""

import pytest

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
