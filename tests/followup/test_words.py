"""How is a rule said in Swedish, and does every due day explain itself? And what is said no to, in which words?"""

from datetime import date
from uuid import UUID

import pytest

from schemas.agreements import Anchor, Continuous, Count, Once, OnDemand, Recurrence, Schedule, Season, Validity, Window
from schemas.rule_words import rule_in_words
from services.followup.model.recurrence import plan
from services.followup.model.words import explain

COMMITMENT = UUID("00000000-0000-4000-8000-000000000001")
TWO_YEARS = Validity(since=date(2019, 1, 1), until=date(2020, 12, 31))
OPEN_ENDED = Validity(since=date(2014, 10, 1))


def explained(recurrence: Recurrence, validity: Validity, label: str) -> list[str]:
    """Without the first sentence, which is the rule itself."""
    occurrences = plan(COMMITMENT, "x", recurrence, validity, ("1415",), date(2030, 1, 1))
    (occurrence,) = [one for one in occurrences if one.slug == f"x/{label}"]
    rule, *reasons = explain(recurrence, validity, occurrence)
    assert rule == f"Regeln är: {rule_in_words(recurrence)}."
    return reasons


@pytest.mark.parametrize(
    ("recurrence", "words"),
    [
        (Count(min=2, window=Window.HALF_YEAR), "minst 2 gånger per halvår"),
        (Count(min=1, window=Window.YEAR), "minst 1 gång per år"),
        (Count(min=1, window=Window.YEAR, per_municipality=True), "minst 1 gång per år, i varje kommun"),
        (
            Count(min=1, window=Window.TERTIAL, anchor=Anchor.AGREEMENT),
            "minst 1 gång per tertial, räknat från avtalets första dag",
        ),
        (Count(min=10, window=Window.AGREEMENT, anchor=Anchor.AGREEMENT), "minst 10 gånger under hela avtalstiden"),
        (
            Count(min=1, window=Window.WEEK, averaged=True, evaluated_over=Window.AGREEMENT),
            "i snitt 1 gång per vecka, bedöms över hela avtalstiden",
        ),
        (
            Count(min=3, window=Window.WEEK, averaged=True, evaluated_over=Window.YEAR),
            "i snitt 3 gånger per vecka, bedöms per år",
        ),
        (Once(due=date(2015, 12, 31)), "en gång, senast 2015-12-31"),
        (Once(season=Season.SPRING), "en gång under våren"),
        (Once(season=Season.WINTER, year=2027), "en gång under vintern 2027"),
        (Once(year=2027), "en gång under 2027"),
        (Once(), "en gång under avtalstiden"),
        (Continuous(), "pågår löpande"),
        (OnDemand(), "på begäran"),
    ],
)
def test_a_rule_is_said_in_plain_swedish(recurrence, words):
    assert rule_in_words(recurrence) == words


@pytest.mark.parametrize(
    ("rrule", "words"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "varannan onsdag"),
        ("FREQ=WEEKLY;BYDAY=FR", "varje fredag"),
        ("FREQ=WEEKLY;BYDAY=TH,TU", "varje tisdag och torsdag"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH", "var tredje vecka på tisdagar och torsdagar"),
        ("FREQ=WEEKLY;INTERVAL=13", "var 13:e vecka"),
        ("FREQ=DAILY", "varje dag"),
        ("FREQ=DAILY;INTERVAL=10", "var tionde dag"),
        ("FREQ=MONTHLY", "varje månad"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "den 15 varje månad"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "sista dagen varje månad"),
        ("FREQ=MONTHLY;BYDAY=1MO", "första måndagen varje månad"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=FR;BYSETPOS=-1", "sista fredagen var tredje månad"),
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1MO", "första måndagen i januari, april, juli och oktober varje år"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=15", "den 15 maj varje år"),
        ("FREQ=YEARLY;INTERVAL=2", "vartannat år"),
        ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20261231", "varje onsdag, till och med 2026-12-31"),
        ("FREQ=DAILY;COUNT=10", "varje dag, 10 gånger"),
        ("FREQ=MONTHLY;BYDAY=MO", "enligt schemat FREQ=MONTHLY;BYDAY=MO"),
    ],
)
def test_a_schedule_is_said_as_people_say_it_or_else_as_it_is_written(rrule, words):
    assert rule_in_words(Schedule(rrule=rrule)) == words


def test_a_clipped_window_says_what_it_was_clipped_by():
    validity = Validity(since=date(2022, 3, 1), until=date(2024, 12, 31))
    assert explained(Count(min=2, window=Window.HALF_YEAR), validity, "2022-H1") == [
        "Perioden är första halvåret 2022, 2022-01-01–2022-06-30.",
        "Den är kortad till 2022-03-01–2022-06-30, eftersom överenskommelsen gäller från och med 2022-03-01.",
        "Sista dag är 2022-06-30; dagen slutar vid midnatt.",
    ]


def test_a_window_with_less_than_half_left_asks_for_its_target():
    validity = Validity(since=date(2022, 5, 1), until=date(2024, 12, 31))
    assert (
        "Mindre än hälften av perioden ingår. Målet räknas inte om av sig självt utan behöver bekräftas."
        in explained(Count(min=2, window=Window.HALF_YEAR), validity, "2022-H1")
    )


def test_an_average_shows_how_its_target_came_about():
    rule = Count(min=1, window=Window.WEEK, averaged=True, evaluated_over=Window.AGREEMENT)
    assert explained(rule, TWO_YEARS, "agreement") == [
        "Perioden är hela avtalstiden, 2019-01-01–2020-12-31.",
        "Målet är 104: 1 gång per vecka under 104 hela veckor.",
        "Sista dag är 2020-12-31; dagen slutar vid midnatt.",
        "Den dagen är nyårsafton; påminnelser skickas bara på arbetsdagar.",
    ]


@pytest.mark.parametrize("label", ["2022-04-08", "2022-04-22"])
def test_the_times_beside_a_red_day_tell_that_it_was_skipped(label):
    validity = Validity(since=date(2022, 3, 1), until=date(2024, 12, 31))
    assert explained(Schedule(rrule="FREQ=WEEKLY;BYDAY=FR"), validity, label) == [
        "2022-04-15 är långfredagen och hoppas över.",
        f"Sista dag är {label}; dagen slutar vid midnatt.",
    ]


def test_a_time_far_from_red_days_tells_of_none():
    validity = Validity(since=date(2022, 3, 1), until=date(2024, 12, 31))
    assert explained(Schedule(rrule="FREQ=WEEKLY;BYDAY=FR"), validity, "2022-03-11") == [
        "Sista dag är 2022-03-11; dagen slutar vid midnatt."
    ]


def test_a_municipalitys_own_part_says_whose_it_is():
    rule = Count(min=1, window=Window.YEAR, per_municipality=True)
    assert explained(rule, TWO_YEARS, "2019/1415")[0] == ("Varje kommun redovisar sin del; det här gäller Stenungsund.")


def test_a_date_after_the_agreements_end_says_why_it_is_due_earlier():
    assert explained(Once(due=date(2021, 6, 30)), TWO_YEARS, "once")[0] == (
        "Överenskommelsen gäller 2019-01-01–2020-12-31; därför räknas 2019-01-01–2020-12-31."
    )


@pytest.mark.parametrize(
    ("recurrence", "label", "sentence"),
    [
        (Once(), "once", "Överenskommelsen gäller tills vidare, så det finns ingen sista dag."),
        (
            Continuous(),
            "ongoing",
            "Det kan inte räknas och har ingen sista dag; det kommenteras vid varje uppföljning.",
        ),
        (
            OnDemand(),
            "ongoing",
            "Det börjar med en begäran och har ingen sista dag; begäranden och utförda räknas.",
        ),
    ],
)
def test_what_has_no_due_day_says_why(recurrence, label, sentence):
    assert explained(recurrence, OPEN_ENDED, label) == [sentence]


def test_an_occurrence_that_an_older_rule_made_still_explains_itself():
    old = plan(COMMITMENT, "x", Count(min=1, window=Window.QUARTER), TWO_YEARS, ("1415",), date(2030, 1, 1))[1]
    assert "Perioden är 2019-04-01–2019-06-30." in explain(Count(min=1, window=Window.YEAR), TWO_YEARS, old)


def test_a_standing_occurrence_of_an_older_rule_lasts_until_further_notice():
    (old,) = plan(COMMITMENT, "x", Continuous(), OPEN_ENDED, ("1415",), date(2030, 1, 1))
    for newer in (Count(min=1, window=Window.YEAR), Once(due=date(2030, 1, 1))):
        sentences = " ".join(explain(newer, OPEN_ENDED, old))
        assert "tills vidare" in sentences
        assert "2199" not in sentences
