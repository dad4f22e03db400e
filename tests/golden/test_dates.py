"""Do the nine agreements fall due, and remind, on the days that a person has reviewed?"""

from datetime import date

import pytest

from services.cli.reading import read
from services.followup.model.recurrence import plan
from tests.golden.agreements import FILE as AGREEMENTS
from tests.golden.agreements import Agreed, Promised, agreements
from tests.golden.make import FILE, HORIZON, written

PROMISES = [(agreement, promised) for agreement in agreements() for promised in agreement.commitments]


def found(slug: str) -> tuple[Agreed, Promised]:
    (one,) = [(agreement, promised) for agreement, promised in PROMISES if promised.slug == slug]
    return one


def planned(agreement: Agreed, promised: Promised):
    return plan(promised.id, promised.slug, promised.recurrence, agreement.validity, agreement.municipalities, HORIZON)


def test_all_dates_are_those_last_reviewed():
    assert written() == FILE.read_text(encoding="utf-8"), "Run `python -m tests.golden.make` and read the difference."


def test_the_file_holds_nine_agreements_and_all_their_commitments():
    assert (len(agreements()), len(PROMISES)) == (9, 44)


@pytest.mark.parametrize("slug", [promised.slug for _, promised in PROMISES if promised.expected_due])
def test_due_days_are_those_the_agreements_file_expects(slug):
    agreement, promised = found(slug)
    assert tuple(str(one.due) for one in planned(agreement, promised)) == promised.expected_due


@pytest.mark.parametrize("slug", [promised.slug for _, promised in PROMISES if promised.expected_target])
def test_total_targets_are_those_the_agreements_file_expects(slug):
    agreement, promised = found(slug)
    assert [one.target for one in planned(agreement, promised)] == [promised.expected_target]


def test_haninges_first_half_year_is_clipped():
    first = planned(*found("haninge-1"))[0]
    assert (first.starts, first.ends, first.target) == (date(2022, 3, 1), date(2022, 6, 30), 2)


def test_haninges_friday_meeting_is_not_held_on_good_friday():
    days = [one.due for one in planned(*found("haninge-2"))]
    assert date(2022, 4, 15) not in days
    assert {date(2022, 4, 8), date(2022, 4, 22)} <= set(days)


def test_malas_six_activities_are_due_first_at_the_end_of_the_year():
    assert [(one.due, one.target) for one in planned(*found("mala-5"))] == [(date(2024, 12, 31), 6)]


def test_kungsbackas_meeting_with_agents_is_due_by_the_last_of_june_2019():
    assert [one.due for one in planned(*found("kungsbacka-6"))] == [date(2019, 6, 30)]


def test_every_municipality_of_stenungsund_orust_and_tjorn_has_its_own_occurrence():
    municipalities = [one.municipality for one in planned(*found("sf-3"))]
    assert municipalities == ["1415", "1421", "1419"] * 2


def test_the_importer_reads_the_same_promises_as_this_file_was_made_from():
    imported = {
        commitment.id: (reading.document.validity, reading.document.municipalities, commitment.recurrence)
        for reading in read(AGREEMENTS)
        if reading.document
        for commitment in reading.document.commitments
    }
    assert imported == {
        promised.id: (agreement.validity, agreement.municipalities, promised.recurrence)
        for agreement, promised in PROMISES
    }
