"""Each party judges for itself: done as intended, and a good result? One light is shown for both."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import Party
from schemas.followup import (
    AssessCommitment,
    CommitmentAssessed,
    Fulfilment,
    Judgement,
    Light,
    LightOverridden,
    NextPeriod,
    OverrideLight,
    SummariseAgreement,
)
from services.followup.model.assessment import Assessment, assess, latest
from services.followup.model.difference import Question, differences
from services.followup.model.override import override
from services.runtime.errors import Refused
from tests.builders import a_commitment, a_document
from tests.followup.following import Following, drafted, signed
from tests.followup.values import a_promise, commitments_of, day

TODAY = day("2026-09-15")
PROMISED = a_promise(state="active")
AGREEMENT = "arjeplog-2026-ml"


def a_judgement(**changes: object) -> AssessCommitment:
    told = {"commitment": "arjeplog-1", "party": Party.POLICE, "fulfilment": Fulfilment.NOT_ASSESSED, "on": TODAY}
    return AssessCommitment(**(told | changes))


def an_assessment(party: Party, commitment=None, on: date = TODAY, **answers: object) -> Assessment:
    whole = answers.pop("fulfilment", Fulfilment.NOT_ASSESSED)
    about = commitment or PROMISED.commitment
    return Assessment(uuid4(), about.id, party, whole, "", on, on, **answers)


def test_implementation_and_effect_are_stored_apart():
    wish = a_judgement(implementation=Judgement.FULFILLED, effect=Judgement.NOT_FULFILLED)
    judged, fact = assess(PROMISED, wish, TODAY)
    assert (judged.implementation, judged.effect) == (Judgement.FULFILLED, Judgement.NOT_FULFILLED)
    assert (fact.implementation, fact.effect) == (Judgement.FULFILLED, Judgement.NOT_FULFILLED)


@pytest.mark.parametrize(
    ("implementation", "effect", "whole"),
    [
        (Judgement.FULFILLED, Judgement.FULFILLED, Fulfilment.FULFILLED),
        (Judgement.FULFILLED, Judgement.PARTLY_FULFILLED, Fulfilment.PARTLY_FULFILLED),
        (Judgement.NOT_FULFILLED, Judgement.PARTLY_FULFILLED, Fulfilment.NOT_FULFILLED),
        (Judgement.FULFILLED, Judgement.NOT_ASSESSED, Fulfilment.FULFILLED),
        (Judgement.NOT_ASSESSED, Judgement.PARTLY_FULFILLED, Fulfilment.PARTLY_FULFILLED),
        (Judgement.NOT_ASSESSED, Judgement.NOT_ASSESSED, Fulfilment.NOT_ASSESSED),
    ],
)
def test_the_whole_is_the_worse_of_the_two_where_a_party_does_not_judge_it(implementation, effect, whole):
    judged, fact = assess(PROMISED, a_judgement(implementation=implementation, effect=effect), TODAY)
    assert (judged.fulfilment, fact.fulfilment) == (whole, whole)


@given(
    st.sampled_from([one for one in Fulfilment if one is not Fulfilment.NOT_REPORTED]),
    *[st.sampled_from(Judgement)] * 2,
)
def test_the_party_s_own_word_of_the_whole_stands(whole, implementation, effect):
    wish = a_judgement(fulfilment=whole, implementation=implementation, effect=effect)
    judged, _ = assess(PROMISED, wish, TODAY)
    assert judged.fulfilment is whole or whole is Fulfilment.NOT_ASSESSED


@pytest.mark.parametrize("wanted", NextPeriod)
def test_a_follow_up_may_add_drop_keep_or_develop(wanted: NextPeriod):
    judged, fact = assess(PROMISED, a_judgement(next_period=wanted), TODAY)
    assert (judged.next_period, fact.next_period) == (wanted, wanted)


def test_what_a_party_told_last_of_the_same_day_stands():
    first, second = (an_assessment(Party.POLICE, fulfilment=one) for one in list(Fulfilment)[:2])
    assert latest([first, second], Party.POLICE) is second
    older = an_assessment(Party.POLICE, on=day("2026-03-01"))
    assert latest([first, second, older], Party.POLICE) is second
    assert latest([first], Party.MUNICIPALITY) is None


def test_parties_that_judge_differently_are_listed_question_by_question():
    judged = [
        an_assessment(
            Party.MUNICIPALITY,
            fulfilment=Fulfilment.FULFILLED,
            effect=Judgement.FULFILLED,
            next_period=NextPeriod.KEEP,
        ),
        an_assessment(
            Party.POLICE,
            fulfilment=Fulfilment.PARTLY_FULFILLED,
            effect=Judgement.FULFILLED,
            next_period=NextPeriod.DROP,
        ),
    ]
    found = differences([PROMISED.commitment], judged)
    assert [(one.question, one.municipality, one.police) for one in found] == [
        (Question.FULFILMENT, Fulfilment.FULFILLED, Fulfilment.PARTLY_FULFILLED),
        (Question.NEXT_PERIOD, NextPeriod.KEEP, NextPeriod.DROP),
    ]


ANSWERS = st.sampled_from(Judgement)


@given(st.lists(st.tuples(st.sampled_from(Party), ANSWERS, ANSWERS), max_size=8))
def test_only_the_latest_words_of_both_parties_can_differ(told):
    judged = [an_assessment(party, implementation=done, effect=led) for party, done, led in told]
    found = {one.question for one in differences([PROMISED.commitment], judged)}
    last = {party: (done, led) for party, done, led in told}
    expected = set()
    if len(last) == 2:
        for question, *answers in zip((Question.IMPLEMENTATION, Question.EFFECT), *last.values(), strict=True):
            if Judgement.NOT_ASSESSED not in answers and len(set(answers)) == 2:
                expected.add(question)
    assert found == expected


def test_what_is_cancelled_or_judged_by_one_party_is_no_difference():
    document = a_document(commitments=(a_commitment(), a_commitment("arjeplog-2")))
    one, other = commitments_of(document)
    alone = [an_assessment(Party.POLICE, one, fulfilment=Fulfilment.NOT_FULFILLED)]
    assert differences([one, other], alone) == []
    both = [an_assessment(party, one, effect=said) for party, said in zip(Party, list(Judgement)[:2], strict=True)]
    assert len(differences([one, other], both)) == 1


def an_override(light: Light, by: Party = Party.MUNICIPALITY, reason: str = "Nås i höst") -> OverrideLight:
    return OverrideLight(commitment="arjeplog-1", light=light, by=by, reason=reason)


@pytest.mark.parametrize(
    ("promise", "wish", "sentence"),
    [
        (PROMISED, an_override(Light.GREY), "Grått kan inte väljas"),
        (PROMISED, an_override(Light.GREEN, reason=" "), "Skälet saknas"),
        (PROMISED, an_override(Light.GREEN, reason="Anna 811218-9876"), "personnummer"),
        (a_promise(), an_override(Light.GREEN), "inte undertecknad"),
    ],
)
def test_a_light_that_cannot_be_overridden_is_refused(promise, wish: OverrideLight, sentence: str):
    with pytest.raises(Refused, match=sentence):
        override(promise, wish, TODAY)


async def test_an_overridden_light_is_shown_as_such_until_the_next_assessment(followup: Following):
    await followup.hear(*signed(a_document()))
    await followup.tell(an_override(Light.YELLOW))
    await followup.tell(an_override(Light.GREEN, Party.POLICE, "Klart på fredag"))
    row = await the_row(followup)
    assert (row.light, row.overridden.rule_light) == (Light.GREEN, Light.GREY)
    assert (row.overridden.by, row.overridden.reason, row.overridden.on) == (
        Party.POLICE,
        "Klart på fredag",
        day("2026-03-02"),
    )
    assert len(followup.heard(LightOverridden)) == 2

    await followup.tell(a_judgement(fulfilment=Fulfilment.NOT_FULFILLED, on=day("2026-03-02")))
    row = await the_row(followup)
    assert (row.light, row.overridden) == (Light.RED, None)


async def test_each_party_s_answers_are_shown_apart_and_silence_too(followup: Following):
    await followup.hear(*signed(a_document()))
    wish = a_judgement(
        implementation=Judgement.FULFILLED,
        effect=Judgement.PARTLY_FULFILLED,
        next_period=NextPeriod.DEVELOP,
        on=day("2026-03-02"),
    )
    await followup.tell(wish)
    municipality, police = (await the_row(followup)).parties
    assert (police.implementation, police.effect) == (Judgement.FULFILLED, Judgement.PARTLY_FULFILLED)
    assert (police.fulfilment, police.next_period) == (Fulfilment.PARTLY_FULFILLED, NextPeriod.DEVELOP)
    assert (municipality.fulfilment, municipality.effect) == (Fulfilment.NOT_REPORTED, Judgement.NOT_ASSESSED)
    [fact] = followup.heard(CommitmentAssessed)
    assert fact.next_period is NextPeriod.DEVELOP


async def test_of_two_judgements_of_one_day_the_one_told_last_stands(followup: Following):
    await followup.hear(*signed(a_document()))
    for whole in (Fulfilment.NOT_FULFILLED, Fulfilment.FULFILLED):
        await followup.tell(a_judgement(fulfilment=whole, on=day("2026-03-02")))
    assert (await the_row(followup)).parties[1].fulfilment is Fulfilment.FULFILLED


async def test_a_draft_s_light_cannot_be_overridden(followup: Following):
    await followup.hear(*drafted(a_document()))
    with pytest.raises(Refused, match="inte undertecknad"):
        await followup.tell(an_override(Light.GREEN))


async def the_row(followup: Following):
    summary = await followup.ask(SummariseAgreement(agreement=AGREEMENT))
    return summary.focus_areas[0].commitments[0]
