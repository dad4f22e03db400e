"""What has been measured around an agreement, and how far has it changed?"""

import asyncio
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import Validity
from schemas.followup import (
    ActivityCount,
    CommunityReadiness,
    ListMeasures,
    Measured,
    MeasureRecorded,
    MeasureSeries,
    OwnIndicator,
    PreventionCategory,
    PreventionIndex,
    ReadinessDimension,
    RecordMeasure,
    SafetySurvey,
    SurveyUnit,
)
from services.followup.model.measure import Measure, compared, out_of_range, plain
from services.runtime.errors import Refused
from tests.builders import AGREEMENT, a_document, agreement_id
from tests.followup.following import WIRED, Following, signed
from tests.followup.values import day
from tests.looking import rows, until

LEADERSHIP = CommunityReadiness(dimension=ReadinessDimension.LEADERSHIP)
STAFF = PreventionIndex(category=PreventionCategory.STAFF_AND_BUDGET)
SAFE = SafetySurvey(question="Trygg utomhus ensam en sen kväll", unit=SurveyUnit.PERCENT)
OWN = OwnIndicator(name="Klotter", unit="m²")
WALKS = ActivityCount(name="Trygghetsvandringar")
WAITS = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))


def a_measure(measured: Measured = LEADERSHIP, value: str = "4.25", on: str = "2026-02-01", **changes: object):
    fields = {"municipality": "2506", "measured": measured, "on": day(on), "value": value, "source": "Egen mätning"}
    return RecordMeasure.model_validate(fields | changes)


def a_value(on: date, value: str = "1") -> Measure:
    return Measure(agreement_id(), "2506", None, LEADERSHIP, on, value, "")


async def series(followup: Following, **where: str) -> list[MeasureSeries]:
    return list((await followup.ask(ListMeasures(**where))).series)


def test_there_are_six_dimensions_and_five_categories():
    assert (len(ReadinessDimension), len(PreventionCategory)) == (6, 5)


@pytest.mark.parametrize(
    ("measured", "value", "sentence"),
    [
        (LEADERSHIP, "0.9", "från 1 till 9; 0,9 ligger"),
        (LEADERSHIP, "9.1", "från 1 till 9"),
        (STAFF, "-1", "mellan 0 och 20"),
        (STAFF, "20.5", "mellan 0 och 20"),
        (SAFE, "100.1", "mellan 0 och 100"),
        (WALKS, "2.5", "hela tal"),
        (WALKS, "-1", "hela tal"),
    ],
)
async def test_a_value_outside_the_scale_is_refused_with_a_sentence(
    followup: Following, measured: Measured, value: str, sentence: str
):
    with pytest.raises(Refused, match=sentence):
        await followup.tell(a_measure(measured, value))


@pytest.mark.parametrize(
    ("measured", "value"),
    [
        (LEADERSHIP, "1"),
        (LEADERSHIP, "9"),
        (STAFF, "0"),
        (STAFF, "20"),
        (SAFE, "100"),
        (SafetySurvey(question="Oro", unit=SurveyUnit.INDEX), "-250.5"),
        (OWN, "-12.5"),
        (WALKS, "300"),
    ],
)
def test_a_value_on_the_scale_is_taken(measured: Measured, value: str):
    assert out_of_range(measured, Decimal(value)) == ""


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (a_measure(on="2026-03-03"), "har inte kommit än"),
        (a_measure(municipality="9999"), "ingen kommun"),
        (a_measure(municipality="2580", agreement=AGREEMENT), "Luleå är inte part"),
        (a_measure(source=" "), "Ange källan"),
        (a_measure(source="Intervju med 19640823-3234"), "personnummer"),
        (a_measure(OwnIndicator(name="Samtal med 19640823-3234", unit="st")), "personnummer"),
        (a_measure(OwnIndicator(name="Klotter", unit=" ")), "Enheten saknas"),
    ],
)
async def test_a_value_of_nowhere_nobody_or_tomorrow_is_refused_with_a_sentence(
    followup: Following, wish: RecordMeasure, sentence: str
):
    await followup.hear(*signed(a_document()))
    with pytest.raises(Refused, match=sentence):
        await followup.tell(wish)


async def test_a_value_keeps_its_day_and_source(followup: Following):
    await followup.tell(a_measure(value="4.50", source=" Länsstyrelsen 2026 "))

    (fact,) = followup.heard(MeasureRecorded)
    assert (fact.value, fact.source, fact.on, fact.was) == ("4.5", "Länsstyrelsen 2026", day("2026-02-01"), None)
    (found,) = await series(followup, municipality="2506")
    assert [(one.value, one.source) for one in found.values] == [("4.5", "Länsstyrelsen 2026")]


async def test_another_value_for_the_same_day_corrects_it_and_the_log_keeps_both(followup: Following):
    await followup.tell(a_measure(value="4"))
    await followup.tell(a_measure(value="5"))

    assert [(fact.value, fact.was) for fact in followup.heard(MeasureRecorded)] == [("4", None), ("5", "4")]
    (found,) = await series(followup)
    assert [one.value for one in found.values] == ["5"]


async def test_of_two_that_tell_of_the_same_day_at_once_the_later_corrects_the_earlier(followup: Following):
    async with followup.work() as first:
        await WIRED.answered[RecordMeasure](a_measure(value="4"), first)
        later = asyncio.create_task(followup.tell(a_measure(value="5")))
        await until(lambda: rows(followup.url, WAITS), "the later waits for the earlier")
    await later
    assert [(fact.value, fact.was) for fact in followup.heard(MeasureRecorded)] == [("5", "4")]


async def test_how_a_name_is_spaced_and_capitalised_makes_no_other_indicator(followup: Following):
    await followup.tell(a_measure(OwnIndicator(name="Klotter i  centrum", unit="m²"), "12", "2025-02-01"))
    await followup.tell(a_measure(OwnIndicator(name="klotter i centrum ", unit="M²"), "7"))

    (found,) = await series(followup)
    assert [one.value for one in found.values] == ["12", "7"]
    assert found.change == "-5"


async def test_the_baseline_is_how_it_was_when_the_agreement_began(followup: Following):
    await followup.hear(*signed(a_document()))
    for on, value in (("2021-05-01", "2"), ("2025-10-01", "3.5"), ("2026-02-01", "4.25")):
        await followup.tell(a_measure(on=on, value=value, agreement=AGREEMENT))

    (found,) = await series(followup, agreement=AGREEMENT)
    assert found.baseline is not None
    assert found.latest is not None
    assert (found.baseline.on, found.latest.on, found.change) == (day("2025-10-01"), day("2026-02-01"), "0.75")


async def test_without_a_value_from_before_the_first_within_the_agreement_is_the_baseline(followup: Following):
    await followup.hear(*signed(a_document()))
    await followup.tell(a_measure(on="2026-01-15", value="3", agreement=AGREEMENT))
    (found,) = await series(followup, agreement=AGREEMENT)
    assert found.baseline is not None
    assert (found.baseline.value, found.latest, found.change) == ("3", None, None)

    await followup.tell(a_measure(on="2026-02-15", value="3", agreement=AGREEMENT))
    (found,) = await series(followup, agreement=AGREEMENT)
    assert found.change == "0"


async def test_around_an_agreement_its_municipalities_values_are_shown_but_not_those_of_others(followup: Following):
    await followup.hear(*signed(a_document()), *signed(a_document("annan")))
    await followup.tell(a_measure(LEADERSHIP, agreement=AGREEMENT))
    await followup.tell(a_measure(STAFF))
    await followup.tell(a_measure(OWN, agreement="annan"))
    await followup.tell(a_measure(WALKS, "3", municipality="2580"))

    assert {one.measured for one in await series(followup, agreement=AGREEMENT)} == {LEADERSHIP, STAFF}
    assert len(await series(followup, municipality="2506")) == 3
    assert len(await series(followup, county="25")) == 4
    assert await series(followup, county="01") == []


@given(st.lists(DAYS, unique=True, max_size=12), DAYS, st.integers(0, 1500) | st.none())
def test_the_baseline_is_the_last_before_or_else_the_first_within_and_never_after_the_end(
    days: list[date], since: date, length: int | None
):
    until = date.fromordinal(since.toordinal() + length) if length is not None else None
    baseline, latest = compared([a_value(one) for one in sorted(days)], Validity(since=since, until=until))

    known = [one for one in days if until is None or one <= until]
    before = [one for one in known if one <= since]
    expected = max(before) if before else min(known, default=None)
    assert (baseline.on if baseline else None) == expected
    later = [one for one in known if expected and one > expected]
    assert (latest.on if latest else None) == max(later, default=None)


@given(st.decimals(-999_999_999, 999_999_999, places=4, allow_nan=False))
def test_a_number_is_written_without_needless_zeros_and_means_the_same(value: Decimal):
    written = plain(value)

    assert Decimal(written) == value
    assert not ("." in written and written.endswith("0"))
    assert written != "-0"
