"""Which ladder do an agreement's days climb when another is chosen, and what do its steps then mean? As values."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import Party
from schemas.followup import (
    Audience,
    ChangeLadder,
    DeadlineKind,
    LadderKind,
    LadderStep,
    MeetingCall,
    RestoreLadder,
    Rung,
    meeting_call,
)
from services.followup.model.chosen_ladder import ChosenLadder, Steps, choose, lines, standing, supposed
from services.followup.model.deadline import LADDERS, Deadline, by_chosen, climb, climb_another, follow
from services.followup.model.deadline_reminder import settle
from services.followup.model.ending import NO_LONGER_APPLIES
from services.followup.model.ladder import DEFAULTS
from services.followup.model.reminder import ANOTHER_LADDER, Ladder, ReminderState
from services.runtime.errors import Refused
from tests.builders import SAMORDNARE
from tests.followup.test_deadline import CHAIR, LONG_AGO, PAIR, a_deadline, around, heard
from tests.followup.test_ladder_chosen import PROMISE
from tests.followup.values import an_agreement, day

MEETING, END = DeadlineKind.MEETING, DeadlineKind.AGREEMENT_END
MADE = day("2026-01-02")
STEPS = st.lists(st.integers(-365, 0), max_size=8, unique=True)


def said_to_the_pair(*rungs: str) -> Steps:
    return tuple(LadderStep(rung=Rung(rung), to=Audience.COORDINATORS) for rung in rungs)


def ending(*rungs: str) -> Deadline:
    return replace(a_deadline(END, "2026-12-31"), chosen=said_to_the_pair(*rungs) if rungs else None)


def left(deadline: Deadline, ladder: Ladder, until: str) -> tuple[Ladder, tuple]:
    """What becomes of it by that day, and who heard."""
    settled, facts = settle(deadline, ladder, day(until), around(CHAIR))
    return settled, tuple(function for fact in facts for function in fact.functions)


def became(ladder: Ladder | None) -> list[tuple[str, str]]:
    return [(step.rung, outcome.state) for step, outcome in ladder.reminders] if ladder else []


@pytest.mark.parametrize(
    ("rung", "call"),
    [
        ("t-60", MeetingCall.ALL_REPORT),
        ("t-14", MeetingCall.ALL_REPORT),
        ("t-13", MeetingCall.SILENT_REPORT),
        ("t-2", MeetingCall.SILENT_REPORT),
        ("t-1", MeetingCall.SUMMARY),
        ("t-0", MeetingCall.SUMMARY),
    ],
)
def test_what_a_step_before_a_meeting_is_there_for_follows_from_its_days(rung: str, call: MeetingCall):
    assert meeting_call(Rung(rung)) is call


def test_the_steps_that_are_chosen_for_a_meeting_ask_both_then_the_silent_and_give_the_summary():
    meeting = replace(a_deadline(MEETING), chosen=said_to_the_pair("t-40", "t-14", "t-10", "t-3", "t-0"))
    told = around(reported=frozenset({Party.POLICE}))
    silent = (SAMORDNARE.id,)
    assert [heard(meeting, step.rung, told) for step in meeting.steps] == [PAIR, PAIR, silent, silent, PAIR]


def test_who_signed_hears_90_days_before_or_by_the_first_step_of_a_ladder_without_it():
    both = (*PAIR, CHAIR.id)
    with_it, without = ending("t-200", "t-90", "t-10"), ending("t-120", "t-60")
    assert [heard(with_it, step.rung, around(CHAIR)) for step in with_it.steps] == [PAIR, both, PAIR]
    whole = climb(without, LONG_AGO)
    first, told = left(without, whole, "2026-09-02")
    _, later = left(without, first, "2026-11-01")
    assert (told, later) == (both, PAIR)


def test_who_signed_is_not_forgotten_when_the_step_that_would_have_called_them_is_struck_out_on_the_way():
    settled, _ = left(ending(), climb(ending(), MADE), "2026-07-03")
    after = ending("t-180", "t-60", "t-30")
    ladder = climb_another(ending(), after, settled, day("2026-08-03"))
    assert became(ladder) == [("t-180", "fired"), ("t-90", "cancelled"), ("t-60", "planned"), ("t-30", "planned")]
    settled, told = left(after, ladder, "2026-11-01")
    assert told == (*PAIR, CHAIR.id)
    assert left(after, settled, "2026-12-01")[1] == PAIR


@given(STEPS, STEPS, st.integers(0, 370), st.integers(0, 370))
def test_whenever_another_is_chosen_what_has_left_stays_nothing_leaves_twice_and_nothing_before_that_day(
    first: list[int], second: list[int], made: int, chosen: int
):
    due = date(2027, 6, 30)
    before, after = (
        replace(a_deadline(END, str(due)), chosen=said_to_the_pair(*(f"t-{-days}" for days in days_before)))
        for days_before in (first, second)
    )
    since, today = due - timedelta(days=max(made, chosen)), due - timedelta(days=min(made, chosen))
    settled, _ = settle(before, climb(before, since), today, around())
    ladder = climb_another(before, after, settled, today)
    if before.steps == after.steps:
        assert ladder is None
        return
    assert ladder is not None
    assert list(zip(ladder.rungs, ladder.outcomes, strict=False))[: len(settled.outcomes)] == list(
        zip(settled.rungs, settled.outcomes, strict=False)
    )
    struck = ladder.outcomes[len(settled.outcomes) :]
    assert {one.reason for one in struck} <= {ANOTHER_LADDER}
    said = [step.rung for step, one in settled.reminders if one.state is ReminderState.FIRED]
    waits = [step.rung for step in ladder.planned]
    assert len({*said, *waits}) == len(said) + len(waits)
    assert all(step.day >= today for step in ladder.planned)
    passed = [step for step in ladder.planned if due + timedelta(days=step.rung.days) < today]
    assert len(passed) <= 1 + sum(step in settled.rungs for step in passed)
    assert {*waits} <= {step.rung for step in after.steps}
    assert follow((after, ladder), after, today) == (None, None)


def test_what_is_moved_when_nobody_was_to_be_reminded_climbs_what_is_chosen_by_then():
    nobody = replace(ending(), chosen=())
    ladder = climb_another(ending(), nobody, climb(ending(), MADE), MADE)
    assert {state for _, state in became(ladder)} == {"cancelled"}
    moved = replace(ending("t-20"), due=day("2027-12-31"))
    _, begun = follow((nobody, ladder), moved, day("2026-03-02"))
    assert begun is not None
    assert (begun[0].version, became(begun[1])) == (2, [("t-20", "planned")])


def test_what_nobody_is_reminded_of_any_more_is_not_planned_by_another_ladder():
    quiet = replace(ending("t-20"), why_quiet="Mötet har hållits.")
    assert climb_another(ending(), quiet, climb(ending(), MADE), MADE) is None


@pytest.mark.parametrize("before", [(), ("t-180",)], ids=["nobody was reminded", "all had left"])
def test_what_had_nothing_left_to_strike_when_it_was_called_off_climbs_what_was_chosen_meanwhile_when_it_is_back(
    before: tuple[str, ...],
):
    was, other = replace(ending(), chosen=said_to_the_pair(*before)), ending("t-20")
    ladder, _ = left(was, climb(was, MADE), "2026-08-03")
    quiet = {"why_quiet": NO_LONGER_APPLIES}
    assert follow((was, ladder), replace(was, **quiet), day("2026-08-03")) == (None, None)
    chosen = climb_another(was, replace(other, **quiet), ladder, day("2026-08-04"))
    assert became(chosen) == [*became(ladder), ("t-20", "cancelled")]
    assert climb_another(other, replace(was, **quiet), chosen, day("2026-08-04")) is None
    _, begun = follow((other, chosen), other, day("2026-08-05"))
    assert begun is not None
    assert (begun[0].version, became(begun[1])) == (2, [("t-20", "planned")])


def a_choice(kind: LadderKind, *rungs: str, agreement_id: object) -> ChosenLadder:
    return ChosenLadder(agreement_id, None, kind, said_to_the_pair(*rungs), Party.POLICE, "Skäl", MADE)


@pytest.mark.parametrize("kind", DeadlineKind, ids=str)
def test_only_of_an_agreement_is_another_ladder_climbed_and_never_of_the_law_s_clocks(kind: DeadlineKind):
    mine = a_deadline(kind)
    law_s = replace(mine, agreement_id=None)
    others = standing([a_choice(LADDERS[kind], "t-5", agreement_id=one) for one in (mine.agreement_id, None)])
    assert by_chosen(mine, others).steps == said_to_the_pair("t-5")
    assert by_chosen(law_s, others).steps == by_chosen(mine, {}).steps == DEFAULTS[LADDERS[kind]]


TO_ALL = (LadderStep(rung=Rung("t-7"), to=Audience.RESPONSIBLE),)


@pytest.mark.parametrize(
    ("kind", "steps", "sentence"),
    [
        (LadderKind.MEETING, TO_ALL, "Steget t-7 går till samordnarna och inte till några andra."),
        (
            LadderKind.REVISION,
            said_to_the_pair("pair+14"),
            "Steget pair+14 skrivs t+14: allt i den trappan går till samordnarna.",
        ),
        (
            LadderKind.MEETING,
            said_to_the_pair("t+1"),
            "Steget t+1 kommer för sent: om möten och slut påminns det bara i förväg.",
        ),
        (
            LadderKind.AGREEMENT_END,
            said_to_the_pair("t+1"),
            "Steget t+1 kommer för sent: om möten och slut påminns det bara i förväg.",
        ),
        (
            LadderKind.PUBLIC_FEEDBACK,
            said_to_the_pair("t+0"),
            "Steget t+0 kommer för tidigt: om återkoppling påminns det först när löftet har gått ut.",
        ),
        (LadderKind.REVISION, said_to_the_pair("t-366"), "Steget t-366 ligger mer än 365 dagar från sista dagen."),
        (LadderKind.MEETING, said_to_the_pair("t-0", "t+0"), "Steget t+0 finns två gånger i trappan."),
    ],
)
def test_steps_that_an_agreement_s_days_cannot_climb_are_refused_with_a_sentence(
    kind: LadderKind, steps: Steps, sentence: str
):
    wish = ChangeLadder(agreement="x", ladder=kind, steps=steps, by=Party.POLICE, reason="Skäl")
    with pytest.raises(Refused) as refused:
        choose(an_agreement(), None, wish, {}, MADE)
    assert str(refused.value) == sentence
    with pytest.raises(Refused) as refused:
        supposed([wish], None, MADE)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("kind", [MEETING, END, DeadlineKind.REVISION, DeadlineKind.PUBLIC_FEEDBACK], ids=str)
def test_a_commitment_has_no_ladder_of_its_own_for_an_agreement_s_days(kind: DeadlineKind):
    fields = {"agreement": "x", "ladder": LADDERS[kind], "by": Party.POLICE, "reason": "Skäl"}
    for wish in (ChangeLadder(**fields, steps=DEFAULTS[LADDERS[kind]]), RestoreLadder(**fields)):
        with pytest.raises(Refused, match="påminns det lika för hela överenskommelsen"):
            choose(PROMISE.agreement, PROMISE.commitment, wish, {}, MADE)
    shown = lines(PROMISE.agreement, [PROMISE.commitment], {}, of_one=True)
    assert {one.ladder for one in shown} == {LadderKind.LONG_WINDOW, LadderKind.SHORT_WINDOW}
