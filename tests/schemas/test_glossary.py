"""Are states and judgements said in the words of the domain's glossary, and in no others?"""

from schemas.agreements import AgreementState, AgreementType, Window
from schemas.base import Party
from schemas.followup import Fulfilment, Light, NextPeriod, OccurrenceState


def said(kind: type) -> list[str]:
    return [str(one.value) for one in kind]  # type: ignore[attr-defined]


def test_states_and_judgements_have_the_words_of_the_glossary():
    assert said(OccurrenceState) == ["planned", "in_progress", "completed", "paused", "cancelled"]
    assert said(Fulfilment) == ["fulfilled", "partly_fulfilled", "not_fulfilled", "not_assessed", "not_reported"]
    assert said(Light) == ["green", "yellow", "red", "grey"]
    assert said(NextPeriod) == ["drop", "keep", "develop"]
    assert said(Window) == ["week", "month", "quarter", "tertial", "half_year", "year", "agreement"]


def test_there_are_two_documents_and_two_sides():
    assert said(AgreementType) == ["collaboration_agreement", "citizen_promise"]
    assert said(Party) == ["municipality", "police"]


def test_the_states_of_an_agreement_are_the_six_of_its_life_and_its_three_side_exits():
    life = ["draft", "shared", "signed", "active", "expired", "closed"]

    assert said(AgreementState) == [*life, "withdrawn", "terminated", "superseded"]
