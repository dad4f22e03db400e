"""Which agreements are read from a file, and does each refusal say what to mend?"""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import AgreementType, Count, Once, Schedule, Validity, Window
from schemas.base import Party
from schemas.followup import Fulfilment
from services.agreements.model import register
from services.cli.reading import Reading, Record, read
from services.cli.years import moved, until_current
from services.runtime.errors import Refused
from tests.builders import agreement_id, commitment_id

EXAMPLES = Path(__file__).parents[2] / "deploy" / "embedded" / "agreements.yaml"
TODAY = date(2026, 3, 2)


def an_agreement(**changes: object) -> dict[str, object]:
    agreement: dict[str, object] = {
        "id": "arjeplog-2026-ml",
        "type": "medborgarlofte",
        "title": "Medborgarlöften Arjeplog",
        "municipalities": [{"code": "2506", "name": "Arjeplog", "county": "BD"}],
        "police": {"lokalpolisomrade": "Piteå Älvdal"},
        "validity": {"from": "2026-01-01", "until": "2026-12-31", "open_ended": False},
        "focus_areas": [{"id": "trygghet", "name": "Trygghet", "problem": None, "cause": None}],
        "commitments": [a_written_commitment()],
    }
    return agreement | changes


def a_written_commitment(**changes: object) -> dict[str, object]:
    commitment: dict[str, object] = {
        "id": "arjeplog-1",
        "focus_area": "trygghet",
        "text": "Trygghetsvandring",
        "responsible": [{"party": "polis", "role": "kommunpolis", "contact": "kommunpolis.arjeplog@example.se"}],
        "recurrence": {"kind": "count", "min": 1, "window": "year"},
    }
    return commitment | changes


def with_rule(**rule: object) -> dict[str, object]:
    return {"commitments": [a_written_commitment(recurrence=rule)]}


@pytest.fixture
def written(tmp_path: Path):
    def write(content: object) -> Path:
        path = tmp_path / "avtal.yaml"
        text = content if isinstance(content, str) else yaml.safe_dump({"agreements": content}, allow_unicode=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def the_examples(shift_years: int | None = 0, today: date | None = None) -> dict[str, Reading]:
    return {reading.slug: reading for reading in read(EXAMPLES, shift_years, today)}


def test_all_nine_agreements_are_read():
    readings = the_examples()

    assert len(readings) == 9
    assert [reading.refused for reading in readings.values()] == [None] * 9


@pytest.mark.parametrize("shift_years", [0, None])
def test_the_nine_agreements_can_all_be_registered(shift_years: int | None):
    for reading in read(EXAMPLES, shift_years, TODAY):
        assert reading.document
        assert reading.signed_on
        register(reading.document, reading.signed_on, TODAY)


def test_swedish_words_become_the_words_of_the_language():
    readings = the_examples()
    arjeplog = readings["arjeplog-2019-ml"].document

    assert arjeplog
    assert arjeplog.type is AgreementType.CITIZEN_PROMISE
    assert arjeplog.parent_id == agreement_id("smakom-2014-so")
    assert arjeplog.registration_numbers[Party.POLICE] == "TEST A000.012/2019"
    assert arjeplog.police_areas == ("Piteå Älvdal",)
    assert arjeplog.commitments[1].id == commitment_id("arjeplog-2", "arjeplog-2019-ml")
    assert arjeplog.commitments[1].recurrence == Count(min=1, window=Window.YEAR)
    assert readings["arjeplog-2019-ml"].signed_on == date(2019, 1, 1)


def test_a_parent_that_is_only_described_is_left_out():
    kungsbacka = the_examples()["kungsbacka-2019-ml"].document

    assert kungsbacka
    assert kungsbacka.parent_id is None


def test_a_function_named_many_times_is_one_function():
    smakom = the_examples()["smakom-2014-so"].document

    assert smakom
    assert sorted(function.role for function in smakom.functions) == [
        "andts_samordnare",
        "kommunpolis",
        "tillsynshandlaggare",
    ]


def test_what_was_followed_up_is_read():
    records = the_examples()["kungsbacka-2019-ml"].records

    assert records[1].on is None
    assert records[1].count == 62
    assert the_examples()["arvidsjaur-2019-ml"].records[0] == Record(
        commitment="arvidsjaur-1",
        on=date(2020, 10, 14),
        party=Party.MUNICIPALITY,
        count=None,
        fulfilment=Fulfilment.PARTLY_FULFILLED,
        comment="Ingen ur allmänheten anmälde sig; kommun och polis genomförde vandringen själva.",
        occurrence_status=records[0].occurrence_status,
    )


def test_agreements_are_moved_by_the_fewest_years_that_make_them_current():
    readings = the_examples(None, TODAY)

    assert {slug: reading.years for slug, reading in readings.items()} == {
        "smakom-2014-so": 11,
        "arjeplog-2019-ml": 6,
        "arvidsjaur-2019-ml": 6,
        "norsjo-2019-ml": 4,
        "mala-2024-ml": 2,
        "kungsbacka-2019-ml": 6,
        "trollhattan-2010-so": 16,
        "haninge-2022-so": 2,
        "sodrafyrbodal-2023-ml": 2,
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


@given(since=DAYS, length=st.integers(0, 1500), today=DAYS)
def test_what_ends_is_moved_just_far_enough(since: date, length: int, today: date):
    validity = Validity(since=since, until=since + timedelta(days=length))
    years = until_current(validity, today)

    assert validity.until
    assert moved(validity.until, years) >= today
    assert years == 0 or moved(validity.until, years - 1) < today


@given(since=DAYS, today=DAYS)
def test_what_never_ends_is_moved_as_far_as_it_has_begun(since: date, today: date):
    years = until_current(Validity(since=since), today)

    assert moved(since, years) <= max(today, since)
    assert moved(since, years + 1) > today


BAD = {
    "no title": ({"title": None}, "fältet title saknas."),
    "unknown type": (
        {"type": "avtal"},
        "fältet type ska vara samverkansoverenskommelse eller medborgarlofte, inte avtal.",
    ),
    "unquoted code": (
        {"municipalities": [{"code": 2506, "name": "Arjeplog"}]},
        "fältet municipalities.0.code ska vara text; sätt citattecken runt värdet.",
    ),
    "unknown code": (
        {"municipalities": [{"code": "9999", "name": "Arjeplog"}]},
        "fältet municipalities.0 har koden 9999, som ingen svensk kommun har.",
    ),
    "code of another": (
        {"municipalities": [{"code": "2505", "name": "Arjeplog"}]},
        "fältet municipalities.0 har koden 2505, som är Arvidsjaur och inte Arjeplog.",
    ),
    "no municipality": ({"municipalities": []}, "fältet municipalities är tomt; minst ett värde behövs."),
    "no such day": (
        {"validity": {"from": "2023-02-29", "until": "2023-12-31"}},
        "fältet validity.from ska vara ett datum som 2026-03-31.",
    ),
    "no end said": (
        {"validity": {"from": "2023-01-01"}},
        "fältet validity saknar slutdag (until); skriv open_ended: true om den gäller tills vidare.",
    ),
    "ten times without a period": (
        with_rule(kind="count", min=10),
        (
            "åtagandet arjeplog-1: antalet gånger har ingen period (recurrence.window). "
            "Välj per år (year) eller totalt (agreement)."
        ),
    ),
    "unknown period": (
        with_rule(kind="count", min=10, window="decade"),
        (
            "åtagandet arjeplog-1: fältet recurrence.window ska vara något av 'week', 'month', 'quarter', 'tertial', "
            "'half_year', 'year' eller 'agreement'."
        ),
    ),
    "unknown kind": (
        with_rule(kind="ofta"),
        (
            "åtagandet arjeplog-1: fältet recurrence har en okänd kind; "
            "den ska vara count, once, schedule, continuous eller on_demand."
        ),
    ),
    "no times at all": (
        with_rule(kind="count", min=0, window="year"),
        "åtagandet arjeplog-1: fältet recurrence.min har ett för litet värde; minst 1.",
    ),
    "many words for a number": (
        with_rule(kind="count", min="tio", window="year"),
        "åtagandet arjeplog-1: fältet recurrence.min ska vara ett heltal.",
    ),
    "misspelt": (
        with_rule(kind="count", min=1, window="year", per_municipalty=True),
        "åtagandet arjeplog-1: fältet recurrence.per_municipalty är okänt.",
    ),
    "nobody responsible": (
        {"commitments": [a_written_commitment(responsible=[])]},
        "åtagandet arjeplog-1: fältet responsible är tomt; minst ett värde behövs.",
    ),
    "no mailbox": (
        {"commitments": [a_written_commitment(responsible=[{"party": "polis", "role": "k", "contact": "ring oss"}])]},
        "åtagandet arjeplog-1: fältet responsible.0.contact ska vara en e-postadress.",
    ),
    "third party": (
        {"signatories": [{"party": "region", "role": "chef"}]},
        "fältet signatories.0.party ska vara kommun eller polis, inte region.",
    ),
    "report of nothing promised": (
        {"follow_up": {"records": [{"commitment": "arjeplog-9", "reported_by": "kommun"}]}},
        "fältet follow_up.records nämner åtagandet arjeplog-9, som inte finns.",
    ),
    "a list of commitments that is text": ({"commitments": "många"}, "fältet commitments ska vara en lista."),
    "a commitment that is text": (
        {"commitments": ["vandra"]},
        "fältet commitments.0 ska vara ett stycke med underfält.",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD.keys())
def test_one_that_cannot_be_read_says_why_and_the_others_go_in(written, changes: dict, sentence: str):
    good = an_agreement(id="annan-2026-ml")

    bad, other = read(written([an_agreement(**changes), good]))

    assert bad.refused == f"arjeplog-2026-ml: {sentence}"
    assert bad.document is None
    assert other.document


def test_an_agreement_without_an_id_is_named_by_its_place(written):
    [nameless] = read(written([an_agreement(id=None)]))

    assert nameless.refused == "nummer 1: fältet id saknas."


def test_the_same_id_twice_is_refused_the_second_time(written):
    first, second = read(written([an_agreement(), an_agreement()]))

    assert first.document
    assert second.refused == "arjeplog-2026-ml: fältet id står hos två överenskommelser i filen; den andra läses inte."


def test_a_field_written_twice_refuses_its_agreement_only(written):
    path = written("agreements:\n  - {id: ett, title: A, title: B}\n  - hej\n")

    twice, text = read(path)

    assert twice.refused == "ett: fältet title står två gånger (rad 2)."
    assert text.refused == "nummer 2: överenskommelsen ska vara ett stycke med fält som id, type och title."


def test_unknown_fields_are_left_alone(written):
    [reading] = read(written([an_agreement(sources=["en sida"], note="x", superseded_by={"type": "annat"})]))

    assert reading.document


def test_unquoted_days_and_codes_with_a_leading_zero_are_read_as_they_stand(written):
    text = yaml.safe_dump({"agreements": [an_agreement(municipalities=[{"code": "0136", "name": "Haninge"}])]})
    unquoted = text.replace("'0136'", "0136").replace("'2026-01-01'", "2026-01-01")
    assert unquoted != text

    [reading] = read(written(unquoted))

    assert reading.document
    assert reading.document.municipalities == ("0136",)


def test_one_and_the_same_letter_is_one_however_it_was_typed(written):
    [reading] = read(written([an_agreement(title="Malå")]))

    assert reading.document
    assert reading.document.title == "Malå"


def test_a_shift_out_of_time_is_refused_by_agreement():
    assert the_examples(8000)["mala-2024-ml"].refused == (
        "mala-2024-ml: fältet validity hamnar utanför åren 1990–2199 när det flyttas 8000 år."
    )


WHOLE_FILES = {
    "not YAML": ("agreements: [", r"inte riktig YAML \(rad 2\)"),
    "two documents": ("a: 1\n---\na: 2\n", "inte riktig YAML"),
    "no list": ("överenskommelser: []", "saknar listan agreements"),
    "empty": ("", "saknar listan agreements"),
    "control character": ("agreements: [\x07]", "inte riktig YAML"),
    "refers to itself": ("a: &a [1]\nagreements: [*a]", r"hänvisar till sig själv \(\*a\)"),
    "deep": ("agreements: " + "[" * 30_000, "nästlad djupare än 40 nivåer"),
    "large": ("# " + "x" * 5_000_000, "större än 5 MB"),
}


@pytest.mark.parametrize(("text", "sentence"), WHOLE_FILES.values(), ids=WHOLE_FILES.keys())
def test_a_file_that_is_not_a_list_of_agreements_is_refused_whole(written, text: str, sentence: str):
    path = written(text)

    with pytest.raises(Refused, match=sentence):
        read(path)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path):
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("agreements: [Malå]".encode("latin-1"))

    with pytest.raises(Refused, match=r"latin\.yaml är inte text i UTF-8"):
        read(latin)
    with pytest.raises(Refused, match="går inte att läsa: No such file"):
        read(tmp_path / "borta.yaml")


def test_values_of_strange_sorts_refuse_their_agreement(written):
    tagged, huge = read(
        written("agreements:\n  - {id: ett, title: !!binary aGVq}\n  - {id: tva, title: " + "9" * 6000 + "}\n")
    )

    assert tagged.refused == "ett: rad 2 har ett värde av en sort som inte går att läsa."
    assert huge.refused
