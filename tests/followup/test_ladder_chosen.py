"""Which ladders may be chosen, which applies, and what is left of one when another is chosen midway?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import Party
from schemas.followup import (
    Audience,
    ChangeLadder,
    LadderIf,
    LadderKind,
    LadderStep,
    OccurrenceState,
    RestoreLadder,
    Rung,
)
from schemas.working_days import is_working_day
from services.followup.model.chosen_ladder import (
    Chosen,
    ChosenLadder,
    applies,
    choose,
    climbed_by,
    climbs_another,
    standing,
    supposed,
)
from services.followup.model.ladder import DEFAULTS, Step, ahead, kind, rungs, unsaid
from services.followup.model.reminder import ANOTHER_LADDER, Ladder, ReminderState, climb, climb_another, settle
from services.runtime.errors import Refused
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_document, agreement_id, commitment_id, responsible
from tests.followup.values import a_promise, an_agreement, an_occurrence, day

LONG, SHORT = LadderKind.LONG_WINDOW, LadderKind.SHORT_WINDOW
PROMISE = a_promise(a_document(), coordinators=responsible(KOMMUNPOLIS, SAMORDNARE))
HALF_YEAR = an_occurrence("2026-06-30")
DUES, LENGTHS = st.dates(date(2024, 1, 1), date(2050, 12, 31)), st.integers(1, 400)
PLACES = st.lists(st.tuples(st.booleans(), st.integers(-365, 365)), max_size=12, unique=True)


def a_ladder(*steps: str) -> tuple[LadderStep, ...]:
    """`t-7` is said to all who are responsible, `t-7:lead` to the lead, `pair+14` to the pair."""
    parts = [step.partition(":") for step in steps]
    to_pair = Audience.COORDINATORS
    return tuple(
        LadderStep(
            rung=Rung(rung), to=to_pair if rung.startswith("pair") else Audience(to) if to else Audience.RESPONSIBLE
        )
        for rung, _, to in parts
    )


LADDERS = PLACES.map(
    lambda places: a_ladder(*(f"{'pair' if to_the_pair else 't'}{days:+d}" for to_the_pair, days in places))
)


def a_choice(*steps: str, of: object = None, ladder: LadderKind = LONG) -> Chosen:
    return chosen(a_ladder(*steps), ladder, commitment=of)


def chosen(steps: tuple[LadderStep, ...], ladder: LadderKind = LONG, commitment: object = None) -> Chosen:
    made = ChosenLadder(agreement_id(), commitment, ladder, steps, Party.POLICE, "Skäl", day("2026-01-01"))
    return standing([made])


def both(steps: tuple[LadderStep, ...]) -> Chosen:
    return chosen(steps, LONG) | chosen(steps, SHORT)


def a_wish(*steps: str, **changes: object) -> ChangeLadder:
    fields = {"agreement": "x", "ladder": LONG, "steps": a_ladder(*steps), "by": Party.POLICE, "reason": "Skäl"}
    return ChangeLadder.model_validate(fields | changes)


def told(ladder: Ladder) -> list[tuple[str, str, str]]:
    return [(step.rung, str(step.day), outcome.state.value) for step, outcome in ladder.reminders]


@given(LADDERS, DUES, LENGTHS, st.integers(-400, 400))
def test_any_ladder_leaves_in_order_on_working_days_and_never_in_the_past(steps, due, length, days):
    starts, today = due - timedelta(days=length - 1), due + timedelta(days=days)
    whole = rungs(starts, due, steps)
    left = ahead(whole, today)
    assert {step.rung for step in whole} == {step.rung for step in steps}
    assert all(is_working_day(step.day) for step in [*whole, *left])
    assert all(step.day <= due for step in whole if step.rung.days <= 0)
    assert [step.day for step in left] == sorted(step.day for step in left)
    assert all(step.day >= today for step in left)
    assert {step for step in whole if step.day >= today} <= set(left)
    assert len([step for step in left if step not in whole]) <= 1


@given(LADDERS, LADDERS, DUES, st.integers(-400, 400), st.integers(0, 60))
def test_whatever_is_chosen_midway_no_rung_leaves_twice_and_what_lies_ahead_is_said(was, now, due, days, since_made):
    occurrence = an_occurrence(str(due), starts=str(due - timedelta(days=90)))
    today = due + timedelta(days=days)
    before = climb(occurrence, today - timedelta(days=since_made), both(was))
    settled, left = settle(PROMISE, occurrence, before, today)
    after = climb_another(occurrence, settled, today, both(now))

    said = [one.rung for one in left]
    assert not {step.rung for step in after.planned} & set(said)
    assert [*after.planned] == sorted(after.planned, key=lambda step: (step.day, step.rung.days))
    assert all(step.day >= today and is_working_day(step.day) for step in after.planned)
    assert list(after.reminders)[: len(settled.outcomes)] == list(settled.reminders)[: len(settled.outcomes)]
    ahead_of_us = {step for step in rungs(occurrence.starts, due, now) if step.day > today and step.rung not in said}
    assert ahead_of_us <= set(after.planned)
    assert len(set(after.planned) - ahead_of_us) <= 1 + len([step for step in after.planned if step.day == today])
    again = climb_another(occurrence, after, today, both(now))
    assert again == after


@given(LADDERS, DUES, LENGTHS, st.integers(-400, 400))
def test_a_ladder_that_is_left_and_chosen_again_the_same_day_is_as_it_was(steps, due, length, days):
    occurrence = an_occurrence(str(due), starts=str(due - timedelta(days=length - 1)))
    today = due + timedelta(days=days)
    first = climb(occurrence, today, both(steps))
    silent = climb_another(occurrence, first, today, both(()))
    back = climb_another(occurrence, silent, today, both(steps))
    assert silent.planned == ()
    assert back.planned == first.planned


def test_a_commitments_own_ladder_beats_its_agreements_and_that_beats_the_default():
    own, whole = a_choice("t-1", of=commitment_id()), a_choice("t-2")
    of = commitment_id(), agreement_id(), None
    assert applies(LONG, own | whole, *of) == own[commitment_id(), LONG]
    assert applies(LONG, whole, *of) == whole[agreement_id(), LONG]
    assert applies(SHORT, own | whole, *of) is None
    assert applies(LONG, {}, *of) is None
    assert climbed_by(HALF_YEAR, own | whole) == own[commitment_id(), LONG]
    assert climbed_by(HALF_YEAR, whole) == whole[agreement_id(), LONG]


def test_of_many_choices_the_last_stands_and_what_was_taken_back_does_not():
    def made(steps: tuple[LadderStep, ...] | None, commitment: object = None) -> ChosenLadder:
        return ChosenLadder(agreement_id(), commitment, LONG, steps, Party.POLICE, "Skäl", day("2026-01-01"))

    first, second, back = made(a_ladder("t-1")), made(a_ladder("t-2")), made(None)
    assert standing([first, second]) == {(agreement_id(), LONG): second}
    assert standing([first, made(a_ladder("t-9"), commitment_id()), back]).keys() == {(commitment_id(), LONG)}
    assert standing([first, made(())])[agreement_id(), LONG].steps == ()


def test_each_kind_of_window_has_its_own_ladder():
    only_short = a_choice("t-2", ladder=SHORT)
    assert not climbs_another(HALF_YEAR, {}, only_short)
    assert climbs_another(an_occurrence("2026-03-08", starts="2026-03-02"), {}, only_short)


def test_choosing_what_is_climbed_already_changes_no_ladder():
    default = tuple(DEFAULTS[kind(HALF_YEAR.starts, day("2026-06-30"))])
    assert not climbs_another(HALF_YEAR, {}, chosen(default))
    assert not climbs_another(HALF_YEAR, a_choice("t-5", of=commitment_id()), a_choice("t-5"))


def test_what_is_done_paused_or_without_a_due_day_has_nothing_to_climb_anew():
    for quiet in (
        an_occurrence("2026-06-30", state=OccurrenceState.COMPLETED),
        an_occurrence("2026-06-30", state=OccurrenceState.PAUSED),
        an_occurrence(None),
    ):
        assert not climbs_another(quiet, {}, a_choice("t-5"))


def test_what_has_left_stays_what_waits_is_struck_out_and_what_waits_by_both_waits_on():
    climbed, _ = settle(PROMISE, HALF_YEAR, climb(HALF_YEAR, day("2026-01-02"), {}), day("2026-06-02"))
    after = climb_another(HALF_YEAR, climbed, day("2026-06-03"), a_choice("t-28", "t-14", "t+1"))
    assert told(after) == [
        ("t-28", "2026-06-02", "fired"),
        ("t-7", "2026-06-23", "cancelled"),
        ("pair+14", "2026-07-14", "cancelled"),
        ("t+15", "2026-07-15", "cancelled"),
        ("t+29", "2026-07-29", "cancelled"),
        ("t+43", "2026-08-12", "cancelled"),
        ("t-14", "2026-06-16", "planned"),
        ("t+1", "2026-07-01", "planned"),
    ]
    reasons = {outcome.reason for _, outcome in after.reminders if outcome.state is ReminderState.CANCELLED}
    assert reasons == {ANOTHER_LADDER}


def test_a_rung_just_passed_is_caught_up_only_if_its_listeners_have_not_heard_since():
    climbed, _ = settle(PROMISE, HALF_YEAR, climb(HALF_YEAR, day("2026-01-02"), {}), day("2026-06-02"))
    since = climb_another(HALF_YEAR, climbed, day("2026-06-12"), a_choice("t-21"))
    before = climb_another(HALF_YEAR, climbed, day("2026-06-12"), a_choice("t-30"))
    to_the_pair = climb_another(HALF_YEAR, climbed, day("2026-06-12"), a_choice("pair-30"))
    assert [(step.rung, str(step.day)) for step in since.planned] == [("t-21", "2026-06-12")]
    assert before.planned == ()
    assert [step.rung for step in to_the_pair.planned] == ["pair-30"]


def test_a_rung_that_left_on_what_has_become_a_red_day_since_does_not_leave_again():
    said, again = (Step(Rung.T_MINUS_7, day(on), Audience.RESPONSIBLE) for on in ("2026-06-22", "2026-06-23"))
    assert unsaid([again], [said], day("2026-06-30")) == []


def test_the_due_days_own_rung_leaves_before_the_day_has_ended():
    """30 August 2026 is a Sunday."""
    (step,) = rungs(day("2026-01-01"), day("2026-08-30"), a_ladder("t+0"))
    assert step.day == day("2026-08-28")


def test_no_step_at_all_is_a_ladder_by_which_nobody_is_reminded():
    made, fact = choose(PROMISE.agreement, None, a_wish(), {}, day("2026-01-01"))
    assert (made.steps, fact.steps) == ((), ())
    assert climb(HALF_YEAR, day("2026-01-01"), standing([made])).rungs == ()


@given(LADDERS)
def test_a_ladder_is_kept_in_the_order_of_its_days(steps):
    wish = a_wish().model_copy(update={"steps": steps})
    if len({(one.rung.to_the_pair, one.rung.days) for one in steps}) == len(steps):
        made, fact = choose(PROMISE.agreement, None, wish, {}, day("2026-01-01"))
        assert [one.rung.days for one in made.steps] == sorted(one.rung.days for one in steps)
        assert fact.steps == made.steps


PAIRED = LadderStep(rung=Rung("pair+14"), to=Audience.LEAD)
UNPAIRED = LadderStep(rung=Rung("t+14"), to=Audience.COORDINATORS)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (a_ladder(*(f"t-{days}" for days in range(1, 14))), "En trappa har högst 12 steg; den här har 13."),
        (a_ladder("t-366"), "Steget t-366 ligger mer än 365 dagar från sista dagen."),
        (a_ladder("t+1", "t-7", "t-7:lead"), "Steget t-7 finns två gånger i trappan."),
        (a_ladder("t+0", "t-0"), "Steget t-0 finns två gånger i trappan."),
        ((PAIRED,), "Steget pair+14 går till samordnarna och inte till några andra."),
        ((UNPAIRED,), "Steget t+14 går till dem som svarar för åtagandet. Det som går till samordnarna heter pair."),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused_with_a_sentence(steps, sentence):
    wish = a_wish().model_copy(update={"steps": steps})
    with pytest.raises(Refused) as refused:
        choose(PROMISE.agreement, None, wish, {}, day("2026-01-01"))
    assert str(refused.value) == sentence
    with pytest.raises(Refused) as refused:
        supposed([LadderIf(ladder=LONG, steps=steps)], None, day("2026-01-01"))
    assert str(refused.value) == sentence


def test_twelve_steps_a_year_away_and_a_step_for_the_pair_beside_another_are_a_ladder():
    steps = ("t-365", "t+365", "t-7", "pair-7", *(f"t+{days}" for days in range(1, 9)))
    assert len(choose(an_agreement(), None, a_wish(*steps), {}, day("2026-01-01"))[0].steps) == 12


def test_nothing_is_taken_back_where_nothing_is_chosen():
    wish = RestoreLadder(agreement="x", ladder=SHORT, by=Party.POLICE, reason="Skäl")
    with pytest.raises(Refused, match="har ingen egen trappa att återställa"):
        choose(PROMISE.agreement, PROMISE.commitment, wish, a_choice("t-5"), day("2026-01-01"))
