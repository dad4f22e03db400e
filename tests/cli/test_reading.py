"""Is what a person wrote read as it was meant?"""

from datetime import date
from pathlib import Path

import pytest
import yaml

from schemas.agreements import AgreementType, Arena, Count, Method, SteeringDocument, Window
from schemas.base import Party
from schemas.followup import Fulfilment
from services.agreements.model import register
from services.cli.reading import read
from services.front.reading import Record
from tests.builders import agreement_id, commitment_id
from tests.cli.writing import EXAMPLES, a_written_commitment, an_agreement, the_examples

TODAY = date(2026, 3, 2)


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
        "ANDTS-samordnare",
        "kommunpolis",
        "tillsynshandläggare",
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


def test_an_action_plan_stands_under_another_agreement_for_its_year(tmp_path: Path):
    plan = an_agreement(type="atgardsplan", plan_year=2026, parent="arjeplog-2025-so", notice_months=3)
    [reading] = read(written_to(tmp_path, [plan]))

    assert reading.document
    assert reading.document.type is AgreementType.COLLABORATION_AGREEMENT
    assert (reading.document.plan_year, reading.document.parent_id) == (2026, agreement_id("arjeplog-2025-so"))
    assert reading.document.notice_months == 3
    [later] = read(written_to(tmp_path, [plan]), shift_years=2)
    assert later.document
    assert later.document.plan_year == 2028


def test_a_year_of_what_is_no_action_plan_is_only_where_it_was_read():
    assert the_examples()["trollhattan-2010-so"].document.plan_year is None


@pytest.mark.parametrize(
    ("said", "areas"),
    [("Piteå Älvdal", ("Piteå Älvdal",)), (["Piteå Älvdal", "Luleå"], ("Piteå Älvdal", "Luleå")), (None, ())],
)
def test_one_or_several_police_areas_are_read(tmp_path: Path, said: object, areas: tuple[str, ...]):
    [reading] = read(written_to(tmp_path, [an_agreement(police={"lokalpolisomrade": said})]))

    assert reading.document
    assert reading.document.police_areas == areas


def test_what_an_agreement_is_for_is_read(tmp_path: Path):
    """Lag (2023:196) 9 §."""
    [reading] = read(
        written_to(tmp_path, [an_agreement(purposes=["Trygga kvällar i centrum", "Färre anlagda bränder"])])
    )

    assert reading.document
    assert reading.document.purposes == ("Trygga kvällar i centrum", "Färre anlagda bränder")


def test_methods_arenas_and_steering_documents_are_read(tmp_path: Path):
    named = {"methods": ["safety_walk"], "arenas": ["school"], "steering_documents": ["andts_strategy"]}
    [reading] = read(written_to(tmp_path, [an_agreement(commitments=[a_written_commitment(**named)])]))

    assert reading.document
    entry = reading.document.commitments[0]
    assert (entry.methods, entry.arenas) == ((Method.SAFETY_WALK,), (Arena.SCHOOL,))
    assert entry.steering_documents == (SteeringDocument.ANDTS_STRATEGY,)


ROLES = (("polis", "kommunpolis"), ("kommun", "samordnare"))


def written_to(folder: Path, agreements: list[dict[str, object]]) -> Path:
    path = folder / "avtal.yaml"
    path.write_text(yaml.safe_dump({"agreements": agreements}, allow_unicode=True), encoding="utf-8")
    return path


def test_whose_a_function_is_goes_without_saying_in_an_agreement_of_one_and_is_told_in_one_of_several(tmp_path: Path):
    [alone] = read(written_to(tmp_path, [an_agreement()]))
    assert alone.document
    assert [one.municipality for one in alone.document.functions] == ["2506"]

    both = [{"code": code, "name": name} for code, name in (("2506", "Arjeplog"), ("2418", "Malå"))]
    pair = [{"party": party, "role": role, "contact": "a@example.se"} for party, role in ROLES]
    promised = a_written_commitment(responsible=pair)
    [untold] = read(written_to(tmp_path, [an_agreement(municipalities=both, commitments=[promised])]))
    assert untold.document is None
    assert [one.sentence for one in untold.troubles] == [
        f"åtagandet arjeplog-1: det står inte vilken kommun {whose}, och överenskommelsen har flera. Lägg till fältet "
        'municipality bredvid role, med kommunens kod: "2506" (Arjeplog) eller "2418" (Malå).'
        for whose in ("kommunpolis arbetar i", "samordnare hör till")
    ]
    lines = (tmp_path / "avtal.yaml").read_text().splitlines()
    assert ["- contact" in lines[one.line - 1] for one in untold.troubles] == [True, True], "each at its own line"

    of_mala = {"party": "polis", "role": "kommunpolis", "contact": "kp@example.se", "municipality": "2418"}
    promised = a_written_commitment(responsible=[of_mala])
    [told] = read(written_to(tmp_path, [an_agreement(municipalities=both, commitments=[promised])]))
    assert told.document
    assert [one.municipality for one in told.document.functions] == ["2418"]
