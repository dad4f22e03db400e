"""Do the nine agreements fare as a person has reviewed?"""

from dataclasses import replace
from datetime import date

import pytest

from schemas.base import Party
from schemas.followup import Light
from services.cli.reading import read
from services.followup.model.recurrence import plan
from services.front.reading import Record
from tests.golden.agreements import FILE as AGREEMENTS
from tests.golden.agreements import Agreed, Promised, agreements
from tests.golden.life import begin
from tests.golden.make import FOLDER, agreement, life, refused_in_words, slugs
from tests.golden.refusals import CASES, refused

HORIZON = date(2027, 12, 27)
PROMISES = [(agreed, promised) for agreed in agreements() for promised in agreed.commitments]


def found(slug: str) -> tuple[Agreed, Promised]:
    (one,) = [(agreement, promised) for agreement, promised in PROMISES if promised.slug == slug]
    return one


def planned(agreement: Agreed, promised: Promised):
    return plan(promised.id, promised.slug, promised.recurrence, agreement.validity, agreement.municipalities, HORIZON)


@pytest.mark.parametrize("slug", slugs())
def test_an_agreement_fares_as_last_reviewed(slug: str):
    """Its occurrences, due days, ladders, meetings, lights and last summary."""
    reviewed = (FOLDER / f"{slug}.txt").read_text(encoding="utf-8")
    assert agreement(slug) == reviewed, "Run `python -m tests.golden` and read the difference."


def test_what_is_refused_and_with_which_sentence_is_as_last_reviewed():
    reviewed = (FOLDER / "refused.txt").read_text(encoding="utf-8")
    assert refused_in_words() == reviewed, "Run `python -m tests.golden` and read the difference."


def test_ten_occasions_are_refused_until_somebody_says_per_year_or_in_all():
    assert refused(recurrence={"kind": "count", "min": 10}).endswith(
        "antalet gånger har ingen period (recurrence.window). Välj per år (year) eller totalt (agreement)."
    )
    for window in ("year", "agreement"):
        assert refused(recurrence={"kind": "count", "min": 10, "window": window}) == "taken in"


@pytest.mark.parametrize("period", ["neither an end nor open-ended", "both an end and open-ended"])
def test_a_missing_or_contradictory_period_is_refused_with_a_sentence_that_names_it(period: str):
    assert refused(**CASES[period]).startswith("arjeplog-2019-ml: fältet validity ")


def test_no_golden_file_is_left_of_what_no_longer_is():
    assert {file.name for file in FOLDER.glob("*.txt")} == {*(f"{slug}.txt" for slug in slugs()), "refused.txt"}


def test_four_of_six_in_september_is_behind_pace_and_not_late():
    """What the file expects of mala-5."""
    four = Record("mala-5", date(2024, 9, 12), Party.POLICE, 4, None, "", None)
    mala = begin(replace(life("mala-2024-ml").reading, records=(four,)))
    lights = {day: light["mala-5"] for day, light in mala.lights()}
    assert (lights[date(2024, 8, 31)], lights[date(2024, 9, 30)]) == (Light.GREY, Light.YELLOW)
    assert lights[date(2024, 12, 31)] is Light.YELLOW
    mala.live_to(date(2025, 1, 1))
    [row] = [
        one for area in mala.summary(date(2025, 1, 1)).focus_areas for one in area.commitments if one.slug == "mala-5"
    ]
    assert (row.light, row.done, row.target) == (Light.RED, 4, 6)


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
