"""Which municipalities and counties are there, and is county derived everywhere?"""

import importlib

import pytest
from sqlalchemy import MetaData

from schemas.base import Message, Query
from schemas.geography import counties, counties_of, county_of, municipalities
from services.agreements.store.tables import metadata as agreements
from services.followup.store.metadata import metadata as followup
from services.notifier.store.tables import metadata as notifier
from tests.schemas.test_messages import TRAVELS

for tables in ("tables", "meeting_tables"):
    importlib.import_module(f"services.followup.store.{tables}")


def test_there_are_290_municipalities_and_21_counties_with_codes_that_are_strings():
    assert (len(municipalities()), len(counties())) == (290, 21)
    assert all(len(code) == 4 and code.isdecimal() for code in municipalities())
    assert all(len(code) == 2 and code.isdecimal() for code in counties())
    assert (municipalities()["0136"].name, counties()["25"].letter) == ("Haninge", "BD")
    assert len({one.letter for one in counties().values()}) == 21


def test_a_municipality_lies_in_the_county_that_its_code_begins_with():
    assert [code for code in municipalities() if county_of(code) != code[:2]] == []
    assert {county_of(code) for code in municipalities()} == set(counties())


def test_counties_are_derived_from_the_municipalities_and_each_is_told_once():
    assert counties_of(("2506", "2417", "2505", "2418", "2422")) == ["24", "25"]
    with pytest.raises(KeyError):
        county_of("9999")


@pytest.mark.parametrize("message", TRAVELS, ids=lambda message: message.__name__)
def test_no_message_says_a_county_and_only_questions_ask_for_one(message: type[Message]):
    if not issubclass(message, Query):
        assert [name for name in message.model_fields if "county" in name or "lan" in name.split("_")] == []


@pytest.mark.parametrize("kept", [agreements, followup, notifier], ids=["agreements", "followup", "notifier"])
def test_no_table_has_a_county(kept: MetaData):
    columns = [f"{table.name}.{column.name}" for table in kept.tables.values() for column in table.columns]

    assert columns
    assert [name for name in columns if "county" in name] == []
