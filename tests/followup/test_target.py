"""Where less than half of a window is left, people say what is asked of it; it is never pro-rated in silence."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.agreements import AgreementExtended, Anchor, Continuous, Count, Once, Window
from schemas.base import Party
from schemas.followup import (
    ExplainOccurrence,
    ListOccurrences,
    OccurrenceCompleted,
    OccurrenceState,
    OccurrenceTargetSet,
    SetTarget,
)
from services.followup.model.occurrence import Occurrence
from services.followup.model.planning import Occasion, as_planned, plan
from services.followup.model.target import is_asked_for, set_target
from services.runtime.errors import Refused
from tests.builders import a_commitment, a_document
from tests.followup.following import Following, a_report, signed
from tests.followup.values import a_promise, an_occurrence, day

TODAY = day("2026-10-15")
FOUR_A_YEAR = Count(min=4, window=Window.YEAR)
SHORT = {"since": "2026-10-01", "until": "2027-12-31", "commitments": (a_commitment(recurrence=FOUR_A_YEAR),)}
"""Three months of the year 2026, and the whole of 2027."""


def a_target(target: int, reason: str = "Bara tre månader återstår", of: str = "x") -> SetTarget:
    return SetTarget(occurrence=of, target=target, by=Party.MUNICIPALITY, reason=reason)


def planned(recurrence=FOUR_A_YEAR, **document: object) -> tuple[object, list[Occurrence]]:
    promise = a_promise(a_document(**(document | {"commitments": (a_commitment(recurrence=recurrence),)})))
    return promise, plan(promise, [], Occasion(TODAY)).made


def test_a_window_with_less_than_half_left_asks_for_its_target_and_a_whole_one_does_not():
    promise, (short, whole) = planned(since="2026-10-01", until="2027-12-31")
    assert (is_asked_for(promise, short), is_asked_for(promise, whole)) == (True, False)


def test_what_is_asked_of_a_clipped_window_is_never_reckoned_down_by_itself():
    _, (short, whole) = planned(since="2026-10-01", until="2027-12-31")
    assert (short.target, whole.target) == (4, 4)


def test_a_window_that_is_clipped_at_its_end_asks_too():
    promise, (_, last) = planned(since="2026-01-01", until="2027-03-31")
    assert is_asked_for(promise, last)


@pytest.mark.parametrize("recurrence", [Once(), Continuous(), Count(min=4, window=Window.AGREEMENT)])
def test_what_is_not_counted_by_windows_never_asks(recurrence):
    promise, (only,) = planned(recurrence, since="2026-10-01", until="2026-12-31")
    assert not is_asked_for(promise, only)


@given(
    since=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    days=st.integers(0, 1200),
    window=st.sampled_from([one for one in Window if one is not Window.AGREEMENT]),
)
def test_it_is_asked_for_exactly_where_less_than_half_is_left(since, days, window):
    until = since + timedelta(days=days)
    rule = Count(min=4, window=window, anchor=Anchor.CALENDAR)
    promise = a_promise(a_document(since=str(since), until=str(until), commitments=(a_commitment(recurrence=rule),)))
    made = plan(promise, [], Occasion(until)).made
    whole = a_promise(
        a_document(since="2019-01-01", until="2035-12-31", commitments=(a_commitment(recurrence=rule),)),
    )
    lengths = {one.slug: one.ends - one.starts for one in plan(whole, [], Occasion(until)).made}
    for one in made:
        left, full = one.ends - one.starts + timedelta(1), lengths[one.slug] + timedelta(1)
        assert is_asked_for(promise, one) == (2 * left < full)
        assert one.target == 4


def test_a_target_that_people_set_is_no_longer_asked_for_and_says_who_and_why():
    promise, (short, _) = planned(since="2026-10-01", until="2027-12-31")
    after, act, (fact,) = set_target(short, a_target(1), [], TODAY)
    assert (after.target, is_asked_for(promise, after)) == (1, False)
    assert (act.by, act.on, act.reason, act.target) == (Party.MUNICIPALITY, TODAY, "Bara tre månader återstår", 1)
    assert (fact.was_target, fact.target, fact.by) == (4, 1, Party.MUNICIPALITY)


def test_a_target_can_be_set_again():
    once, _, _ = set_target(an_occurrence(target=4), a_target(1), [], TODAY)
    twice, _, _ = set_target(once, a_target(2), [], TODAY)
    assert (twice.target, twice.rule_target) == (2, 4)


def test_what_is_done_already_completes_it():
    standing, report, _ = an_occurrence(target=4).report(a_report("x", 2, "2026-09-01"), TODAY)
    after, _, facts = set_target(standing, a_target(2), [report], TODAY)
    assert after.state is OccurrenceState.COMPLETED
    assert [type(fact) for fact in facts] == [OccurrenceTargetSet, OccurrenceCompleted]
    assert facts[1].on == day("2026-09-01")


@pytest.mark.parametrize(
    ("occurrence", "target", "sentence"),
    [
        (an_occurrence(None), 1, "inget mål"),
        (an_occurrence(target=4), 0, "minst en gång"),
        (an_occurrence(state=OccurrenceState.COMPLETED), 2, "avslutat"),
        (an_occurrence(state=OccurrenceState.CANCELLED), 2, "avslutat"),
    ],
)
def test_a_target_that_cannot_be_is_refused(occurrence: Occurrence, target: int, sentence: str):
    with pytest.raises(Refused, match=sentence):
        set_target(occurrence, a_target(target), [], TODAY)


def test_a_target_without_a_reason_is_refused():
    with pytest.raises(Refused, match="Skälet saknas"):
        set_target(an_occurrence(target=4), a_target(2, " "), [], TODAY)


def test_a_set_target_stands_while_the_same_is_asked_of_the_same_window():
    after, _, _ = set_target(an_occurrence(target=4), a_target(2), [], TODAY)
    same, longer = as_planned(an_occurrence(target=4)), as_planned(an_occurrence("2027-03-31", target=4))
    assert (after.adjust(same).target, after.adjust(same).rule_target) == (2, 4)
    assert (after.adjust(longer).target, after.adjust(longer).rule_target) == (4, None)
    assert after.adjust(as_planned(an_occurrence(target=6))).target == 6


@given(target=st.integers(1, 50), done=st.lists(st.integers(0, 5), max_size=6))
def test_a_target_is_met_when_so_many_are_done_whatever_the_rule_asked(target, done):
    occurrence, reports = an_occurrence(target=100), []
    for count in done:
        occurrence, report, _ = occurrence.report(a_report("x", count), TODAY, reports)
        reports.append(report)
    assume(sum(done) < 100)
    after, _, _ = set_target(occurrence, a_target(target), reports, TODAY)
    assert (after.state is OccurrenceState.COMPLETED) == (sum(done) >= target)


async def test_the_line_says_that_the_target_is_asked_for_until_somebody_has_said_it(followup: Following):
    await followup.hear(*signed(a_document(**SHORT), "2026-10-01"))
    assert await asked(followup) == {"arjeplog-1/2026": True, "arjeplog-1/2027": False}
    explained = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/2026"))
    assert any(sentence.startswith("Målet är inte angivet") for sentence in explained.sentences)

    await followup.tell(a_target(1, of="arjeplog-1/2026"))
    assert await asked(followup) == {"arjeplog-1/2026": False, "arjeplog-1/2027": False}
    explained = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/2026"))
    assert "Målet sattes till 1 2026-03-02, på begäran av kommunen: Bara tre månader återstår." in explained.sentences
    assert not any(sentence.startswith("Målet är inte angivet") for sentence in explained.sentences)


async def test_a_window_that_is_no_longer_clipped_has_the_rules_target_again(followup: Following):
    document = a_document(until="2026-03-31", commitments=(a_commitment(recurrence=FOUR_A_YEAR),))
    await followup.hear(*signed(document))
    await followup.tell(a_target(1, of="arjeplog-1/2026"))
    longer = AgreementExtended(
        agreement_id=document.id, until=day("2026-12-31"), was_until=day("2026-03-31"), reason="Fortsätter"
    )
    await followup.hear(longer)
    [line] = (await followup.ask(ListOccurrences(commitment="arjeplog-1"))).occurrences
    assert (line.target, line.target_asked) == (4, False)


async def asked(followup: Following) -> dict[str, bool]:
    answer = await followup.ask(ListOccurrences(commitment="arjeplog-1"))
    return {one.slug: one.target_asked for one in answer.occurrences}
