"""By how many years is an agreement moved, and do all its days move together?"""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import Once, Schedule, Validity
from services.cli.reading import read
from services.front.years import moved, until_current
from tests.cli.writing import a_written_commitment, an_agreement, the_examples

TODAY = date(2026, 3, 2)


def test_agreements_are_moved_until_they_are_current_and_fresh():
    readings = the_examples(None, TODAY)

    assert {slug: reading.years for slug, reading in readings.items()} == {
        "smakom-2014-so": 11,
        "arjeplog-2019-ml": 7,
        "arvidsjaur-2019-ml": 6,
        "norsjo-2019-ml": 7,
        "mala-2024-ml": 2,
        "kungsbacka-2019-ml": 6,
        "trollhattan-2010-so": 16,
        "haninge-2022-so": 4,
        "sodrafyrbodal-2023-ml": 3,
    }


def test_all_days_of_an_agreement_are_moved_together():
    kungsbacka = the_examples(None, TODAY)["kungsbacka-2019-ml"]

    assert kungsbacka.document
    assert kungsbacka.document.validity == Validity(since=date(2025, 1, 1), until=date(2026, 12, 31))
    assert kungsbacka.document.commitments[5].recurrence == Once(due=date(2025, 6, 30))
    assert kungsbacka.signed_on == date(2025, 1, 1)
    assert [record.on for record in kungsbacka.records] == [date(2025, 4, 11), None]


def test_the_end_of_a_rhythm_and_the_year_of_a_season_are_moved(written):
    rules = [
        {"kind": "schedule", "rrule": "FREQ=WEEKLY;BYDAY=FR;UNTIL=20240229"},
        {"kind": "once", "season": "spring", "year": 2024},
    ]
    commitments = [a_written_commitment(id=f"a-{nr}", recurrence=rule) for nr, rule in enumerate(rules)]
    validity = {"from": "2024-02-29", "until": "2024-12-31"}

    [reading] = read(written([an_agreement(validity=validity, commitments=commitments, signed="2024-02-29")]), 1)

    assert reading.document
    assert reading.document.validity.since == reading.signed_on == date(2025, 2, 28)
    moved_rules = [commitment.recurrence for commitment in reading.document.commitments]
    assert moved_rules[0] == Schedule(rrule="FREQ=WEEKLY;BYDAY=FR;UNTIL=20250228")
    assert isinstance(moved_rules[1], Once)
    assert moved_rules[1].year == 2025


DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))


@given(since=DAYS, length=st.integers(0, 1500), today=DAYS, told=st.integers(0, 1500))
def test_what_ends_is_current_and_begun_with_what_was_told_behind_it_where_both_can_be(
    since: date, length: int, today: date, told: int
):
    validity = Validity(since=since, until=since + timedelta(days=length))
    day = since + timedelta(days=min(told, length))
    years = until_current(validity, today, [day])

    assert validity.until
    assert moved(validity.until, years) >= today
    behind = moved(day, years) <= today or years == 0
    assert behind or moved(validity.until, years - 1) < today


@given(since=DAYS, today=DAYS)
def test_what_never_ends_is_moved_as_far_as_it_has_begun(since: date, today: date):
    years = until_current(Validity(since=since), today)

    assert moved(since, years) <= max(today, since)
    assert moved(since, years + 1) > today


def test_a_shift_out_of_time_is_refused_by_agreement():
    assert the_examples(8000)["mala-2024-ml"].refused == (
        "mala-2024-ml: fältet validity hamnar utanför åren 1990–2199 när det flyttas 8000 år."
    )
