"""Which documents are refused, and does the refusal name the field?"""

from datetime import date

import pytest

from schemas.agreements import (
    Continuous,
    Count,
    FocusArea,
    Once,
    OnDemand,
    Recurrence,
    Schedule,
    Season,
    Window,
)
from services.agreements.model import draft
from services.agreements.model import text as words
from services.runtime.errors import Refused
from tests.builders import a_commitment, a_document, a_function

REFUSED = {
    "unknown municipality": ({"municipalities": ("9999",)}, "Fältet municipalities: 9999 är ingen svensk kommunkod"),
    "same municipality twice": ({"municipalities": ("2506", "2506")}, "Fältet municipalities: 2506 står 2 gånger"),
    "ends before it begins": ({"until": "2025-12-31"}, "Fältet validity: slutdagen 2025-12-31"),
    "unknown focus area": (
        {"commitments": (a_commitment(focus_area="trafik"),)},
        "Åtagandet arjeplog-1: fältet focus_area nämner trafik",
    ),
    "focus area twice": (
        {"focus_areas": (FocusArea(id="trygghet", name="A"), FocusArea(id="trygghet", name="B"))},
        "Fältet focus_areas: trygghet står 2 gånger",
    ),
    "commitment twice": (
        {"commitments": (a_commitment(), a_commitment())},
        "Fältet commitments: arjeplog-1 står 2 gånger",
    ),
    "unknown responsible": (
        {"commitments": (a_commitment(by=(a_function("skola"),)),)},
        "Åtagandet arjeplog-1: fältet responsible nämner skola",
    ),
    "a NUL in a title": ({"title": "Löfte\x00"}, "Fältet title innehåller ett styrtecken"),
    "a turned text": (
        {"commitments": (a_commitment(text="Vandring \u202egnirdnav"),)},
        "Fältet commitments.1.text innehåller ett tecken som vänder läsriktningen",
    ),
    "a hidden character": ({"police_areas": ("Piteå\u200b",)}, "Fältet police_areas.1 innehåller ett osynligt tecken"),
    "a person": (
        {"review": {"forum": "ring 640823-3234"}},
        "Fältet review.forum ser ut att innehålla ett personnummer",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_document_that_does_not_hold_together_is_refused_with_the_field(changes, sentence):
    with pytest.raises(Refused, match=sentence):
        draft(a_document(**changes))


UNCLEAR = {
    "judged over, but not on average": (
        Count(min=1, window=Window.WEEK, evaluated_over=Window.YEAR),
        "evaluated_over gäller bara snitt",
    ),
    "judged over less than its window": (
        Count(min=1, window=Window.YEAR, averaged=True, evaluated_over=Window.MONTH),
        "evaluated_over är kortare",
    ),
    "a day and a season": (Once(due=date(2026, 5, 1), season=Season.SPRING), "Välj datum eller årstid"),
    "a year alone": (Once(year=2026), "recurrence.year anges bara tillsammans med en årstid"),
    "due before the first day": (Once(due=date(2025, 12, 31)), "utanför giltighetstiden 2026-01-01–2026-12-31"),
    "no frequency": (Schedule(rrule="BYDAY=FR"), "ska ha FREQ="),
    "each second": (Schedule(rrule="FREQ=SECONDLY"), "ska ha FREQ="),
    "a hidden second line": (Schedule(rrule="FREQ=WEEKLY\nRDATE:20260101"), "utan mellanslag"),
    "an interval of nothing": (Schedule(rrule="FREQ=DAILY;INTERVAL=0"), "INTERVAL=0"),
    "a part out of bounds": (Schedule(rrule="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "innehåller BYMONTH"),
    "a day of no week": (Schedule(rrule="FREQ=WEEKLY;BYDAY=XX"), "går inte att läsa vid BYDAY=XX"),
    "day nought": (Schedule(rrule="FREQ=MONTHLY;BYMONTHDAY=0"), "BYMONTHDAY=0"),
    "day forty": (Schedule(rrule="FREQ=MONTHLY;BYMONTHDAY=15,40"), "BYMONTHDAY=15,40"),
    "a thirteenth month": (Schedule(rrule="FREQ=YEARLY;BYMONTH=5,13;BYMONTHDAY=1"), "BYMONTH=5,13"),
    "an endless interval": (Schedule(rrule="FREQ=WEEKLY;INTERVAL=1000000"), "INTERVAL=1000000"),
    "two frequencies": (Schedule(rrule="FREQ=WEEKLY;FREQ=DAILY"), "olika delar"),
    "both a number and a last day": (Schedule(rrule="FREQ=WEEKLY;COUNT=3;UNTIL=20261201"), "COUNT och UNTIL"),
    "only red days": (Schedule(rrule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"), "infaller aldrig"),
    "a season that is over": (Once(season=Season.SPRING, year=2025), "2025-03-01–2025-05-31, utanför"),
    "never in time": (Schedule(rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "infaller aldrig"),
}


@pytest.mark.parametrize(("recurrence", "sentence"), UNCLEAR.values(), ids=UNCLEAR.keys())
def test_a_rhythm_that_leaves_the_due_day_open_is_refused(recurrence: Recurrence, sentence: str):
    with pytest.raises(Refused, match=f"Åtagandet arjeplog-1: .*{sentence}"):
        draft(a_document(commitments=(a_commitment(recurrence=recurrence),)))


@pytest.mark.parametrize(
    "recurrence",
    [
        Count(min=1, window=Window.AGREEMENT),
        Count(min=1, window=Window.WEEK, averaged=True, evaluated_over=Window.AGREEMENT),
        Once(due=date(2026, 12, 31)),
        Once(season=Season.SPRING, year=2026),
        Once(),
        Schedule(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        Schedule(rrule="FREQ=MONTHLY;BYDAY=1MO;UNTIL=20261130"),
        Continuous(),
        OnDemand(),
    ],
    ids=str,
)
def test_all_five_kinds_of_rhythm_are_accepted(recurrence: Recurrence):
    draft(a_document(commitments=(a_commitment(recurrence=recurrence),)))


def test_what_counts_over_the_whole_agreement_needs_an_end():
    whole = a_commitment(recurrence=Count(min=10, window=Window.AGREEMENT))

    with pytest.raises(Refused, match=r"recurrence\.window säger hela överenskommelsen, men den gäller tills vidare"):
        draft(a_document(until=None, commitments=(whole,)))


@pytest.mark.parametrize(
    "text",
    [
        "640823-3234",
        "6408233234",
        "19640823-3234",
        "196408233234",
        "640823+3234",
        "640823-3235",  # mistyped
        "Anna (640883-3231)",  # samordningsnummer: day 23 + 60
    ],
)
def test_a_persons_number_is_refused_however_it_is_written(text: str):
    with pytest.raises(Refused, match="personnummer eller samordningsnummer"):
        words.check({"comment": text})


@pytest.mark.parametrize(
    "text",
    [
        "TEST KS 2014/0001",
        "TEST A000.001/2014",
        "6408233235",  # ten digits that do not check out: a telephone number
        "641323-3234",
        "2026-01-01–2026-12-31",
        "🙂 شرطة\n\trad",
    ],
)
def test_registration_numbers_dates_and_other_scripts_are_kept(text: str):
    words.check({"comment": text})


def test_a_commitment_has_one_function_that_leads_and_any_number_may_help():
    many = tuple(a_function(f"funktion-{number:02}") for number in range(40))

    agreement, facts = draft(a_document(functions=many, commitments=(a_commitment(by=many),)))

    assert len(agreement.commitments[0].entry.responsible) == 40
    assert facts[1].responsible[0].role == "funktion-00"
    with pytest.raises(ValueError, match="responsible"):
        a_commitment(by=())


@pytest.mark.parametrize("public", [True, False])
def test_a_commitment_is_public_where_the_parties_have_said_so(public: bool):
    agreement, facts = draft(a_document(commitments=(a_commitment(public=public),)))

    assert (agreement.commitments[0].entry.public, facts[1].public) == (public, public)
