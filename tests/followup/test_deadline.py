"""When is somebody reminded of a day that is no occurrence's, and who? The lines of DOMAIN's ladder, as values."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import AgreementState, AgreementType, FunctionEntry, Signatory
from schemas.base import Party
from schemas.followup import FOREVER, ClockKind, DeadlineKind, MeetingState
from schemas.working_days import is_working_day, next_working_day, previous_working_day
from services.followup.model.clock import Step, statutory
from services.followup.model.deadline import (
    END_MOVED,
    PASSED,
    TOLD,
    WHY_MOVED,
    Deadline,
    Kept,
    climb,
    follow,
    of_agreement,
    of_clock,
    rungs,
)
from services.followup.model.deadline_reminder import ALL_REPORTED, Around, lacking, settle
from services.followup.model.ending import NO_LONGER_APPLIES
from services.followup.model.meeting import Meeting
from services.followup.model.public_feedback import Feedback
from services.followup.model.reminder import LATER_RUNG, NOBODY, Ladder, ReminderState
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document, a_function, agreement_id, responsible
from tests.followup.values import an_agreement, commitments_of, day

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
KINDS = st.sampled_from(DeadlineKind)
PAIR = (KOMMUNPOLIS.id, SAMORDNARE.id)
CHAIR = a_function("kommunalråd")
CHIEF = a_function("lokalpolisområdeschef", Party.POLICE)
SIGNED_BY = (
    Signatory(party=Party.MUNICIPALITY, role="Kommunalråd"),
    Signatory(party=Party.POLICE, role="lokalpolisområdeschef"),
)
AGREED = an_agreement(
    state=AgreementState.ACTIVE, coordinators=responsible(KOMMUNPOLIS, SAMORDNARE), signatories=SIGNED_BY
)
LONG_AGO = day("2024-01-02")


def a_deadline(kind: DeadlineKind, due: str = "2026-10-14", **changes: object) -> Deadline:
    deadline = Deadline(uuid5(agreement_id(), kind), kind, agreement_id(), agreement_id(), day(due))
    return replace(deadline, **changes)


def leaves(kind: DeadlineKind, due: str) -> dict[str, str]:
    return {step.rung: str(step.day) for step in rungs(a_deadline(kind, due))}


def around(*named: FunctionEntry, reported: frozenset[Party] = frozenset()) -> Around:
    commitments = commitments_of(a_document(commitments=(a_commitment(by=named),))) if named else []
    return Around((AGREED,), tuple(commitments), reported)


def heard(deadline: Deadline, rung: str, known: Around | None = None) -> tuple:
    whole = climb(deadline, LONG_AGO)
    only = replace(whole, rungs=tuple(step for step in whole.rungs if step.rung == rung))
    _, facts = settle(deadline, only, only.rungs[0].day, known or around())
    return tuple(function for fact in facts for function in fact.functions)


def stand(**changes: object) -> dict[DeadlineKind, str]:
    """Why each is quiet."""
    told = changes.pop("told", ())
    agreement = replace(AGREED, **changes)
    return {one.kind: one.why_quiet for one in of_agreement(agreement, (), told, None)}


def test_of_a_meeting_both_parties_are_asked_after_21_days_those_who_are_silent_after_7_and_the_pair_the_day_before():
    assert leaves(DeadlineKind.MEETING, "2026-10-14") == {
        "t-21": "2026-09-23",
        "t-7": "2026-10-07",
        "t-1": "2026-10-13",
    }
    meeting = a_deadline(DeadlineKind.MEETING)
    assert [heard(meeting, rung) for rung in ("t-21", "t-7", "t-1")] == [PAIR, PAIR, PAIR]
    told = around(reported=frozenset({Party.POLICE}))
    assert [heard(meeting, rung, told) for rung in ("t-21", "t-7", "t-1")] == [PAIR, (SAMORDNARE.id,), PAIR]


def test_when_both_have_reported_nobody_is_asked_once_more_and_the_ladder_says_why():
    meeting = a_deadline(DeadlineKind.MEETING)
    ladder = climb(meeting, day("2026-10-02"))
    settled, facts = settle(meeting, ladder, day("2026-10-07"), around(reported=frozenset(Party)))
    assert facts == ()
    assert [(step.rung, became.reason) for step, became in settled.reminders if became.reason] == [
        ("t-21", LATER_RUNG),
        ("t-7", ALL_REPORTED),
    ]


def test_of_an_agreement_s_end_the_pair_hears_180_90_and_30_days_before_and_who_signed_it_after_90():
    end = a_deadline(DeadlineKind.AGREEMENT_END, "2026-12-31")
    assert leaves(end.kind, "2026-12-31") == {"t-180": "2026-07-03", "t-90": "2026-10-02", "t-30": "2026-12-01"}
    known = around(CHAIR, CHIEF, KOMMUNPOLIS)
    assert [heard(end, rung, known) for rung in ("t-180", "t-30")] == [PAIR, PAIR]
    assert heard(end, "t-90", known) == (*PAIR, CHAIR.id, CHIEF.id)


def test_who_signed_and_is_no_function_of_the_agreement_is_not_invented():
    end = a_deadline(DeadlineKind.AGREEMENT_END, "2026-12-31")
    assert heard(end, "t-90", around(CHIEF)) == (*PAIR, CHIEF.id)
    assert [one.role for one in lacking(around(CHIEF))] == ["Kommunalråd"]


def test_the_same_role_of_the_other_party_has_not_signed():
    end = a_deadline(DeadlineKind.AGREEMENT_END, "2026-12-31")
    assert heard(end, "t-90", around(a_function("kommunalråd", Party.POLICE))) == PAIR


@pytest.mark.parametrize(
    "kind", [DeadlineKind.SITUATION_PICTURE, DeadlineKind.ACTION_PLAN, DeadlineKind.REVISION], ids=str
)
def test_of_clocks_and_revision_samordnare_hears_180_90_and_30_days_before_and_the_day_after(kind: DeadlineKind):
    assert leaves(kind, "2026-11-12") == {
        "t-180": "2026-05-15",
        "t-90": "2026-08-14",
        "t-30": "2026-10-13",
        "t+1": "2026-11-13",
    }
    clock = a_deadline(kind, "2026-11-12")
    assert [heard(clock, rung) for rung in ("t-180", "t-90", "t-30", "t+1")] == [(SAMORDNARE.id,)] * 4


def test_of_an_expired_promise_of_which_residents_were_told_nothing_the_pair_hears_30_days_after_its_last_day():
    assert leaves(DeadlineKind.PUBLIC_FEEDBACK, "2026-03-31") == {"t+30": "2026-04-30"}
    assert heard(a_deadline(DeadlineKind.PUBLIC_FEEDBACK, "2026-03-31"), "t+30") == PAIR


def test_an_agreement_has_an_end_and_a_promise_owes_its_residents_an_answer_besides():
    assert stand() == {DeadlineKind.AGREEMENT_END: "", DeadlineKind.PUBLIC_FEEDBACK: ""}
    assert stand(type=AgreementType.COLLABORATION_AGREEMENT) == {DeadlineKind.AGREEMENT_END: ""}


def test_nothing_is_said_of_what_is_not_signed_or_has_no_end():
    assert stand(state=AgreementState.SHARED) == stand(state=AgreementState.WITHDRAWN) == {}
    assert stand(validity=a_document(until=None).validity) == {}


def test_an_agreement_that_has_run_out_is_not_told_of_its_end_but_still_owes_its_residents_an_answer():
    assert stand(state=AgreementState.EXPIRED)[DeadlineKind.AGREEMENT_END] != ""
    assert stand(state=AgreementState.EXPIRED)[DeadlineKind.PUBLIC_FEEDBACK] == ""


@pytest.mark.parametrize("state", [AgreementState.TERMINATED, AgreementState.SUPERSEDED, AgreementState.CLOSED])
def test_nobody_is_reminded_of_an_agreement_that_is_over(state: AgreementState):
    assert set(stand(state=state).values()) == {NO_LONGER_APPLIES}


def test_residents_who_have_been_told_are_owed_nothing():
    told = [Feedback(agreement_id(), day("2026-12-01"), "Kommunens webbplats", None)]
    assert stand(told=told)[DeadlineKind.PUBLIC_FEEDBACK] == TOLD


@pytest.mark.parametrize("state", MeetingState)
def test_only_of_a_meeting_that_is_still_to_be_held_is_anybody_reminded(state: MeetingState):
    meeting = Meeting(uuid5(agreement_id(), "m"), agreement_id(), "m", day("2026-10-14"), state=state)
    (found,) = [one for one in of_agreement(AGREED, [meeting], (), None) if one.kind is DeadlineKind.MEETING]
    assert (found.subject_id, found.agreement_id, found.due) == (meeting.id, agreement_id(), meeting.day)
    assert (found.why_quiet == "") is (state is MeetingState.PLANNED)


def test_a_clock_of_which_nobody_has_told_when_it_was_done_has_no_day():
    clock = statutory("2506", ClockKind.ACTION_PLAN)
    assert list(of_clock(clock)) == []
    (found,) = of_clock(clock.stepped(Step(day("2024-11-12"))))
    assert (found.kind, found.agreement_id, found.due) == (DeadlineKind.ACTION_PLAN, None, day("2026-11-12"))


@given(KINDS, DAYS)
def test_before_its_day_a_mail_moves_to_the_working_day_before_and_after_it_to_the_next(kind: DeadlineKind, due: date):
    for step in rungs(a_deadline(kind, str(due))):
        counted = due + timedelta(days=step.rung.days)
        move = previous_working_day if step.rung.days < 0 else next_working_day
        assert is_working_day(step.day)
        assert step.day == move(counted)


@given(KINDS, DAYS, st.integers(-250, 250))
def test_whenever_it_is_made_nothing_leaves_earlier_than_that_day_and_no_burst_of_what_has_passed(
    kind: DeadlineKind, due: date, ago: int
):
    made = due + timedelta(days=ago)
    ladder = climb(a_deadline(kind, str(due)), made)
    whole = {step.rung: step.day for step in rungs(a_deadline(kind, str(due)))}
    assert all(step.day >= made for step in ladder.rungs)
    assert all(step.day <= due for step in ladder.rungs if step.rung.days < 0)
    assert [step.day for step in ladder.rungs] == sorted({step.day for step in ladder.rungs})
    assert len([step for step in ladder.rungs if step.day != whole[step.rung]]) <= 1
    assert {step.rung for step in ladder.rungs} >= {rung for rung, on in whole.items() if on >= made}


@given(KINDS, DAYS, st.integers(-250, 250), st.lists(st.integers(0, 400), max_size=6))
def test_however_long_everything_was_down_each_rung_gets_one_outcome_and_none_foretells_a_day_that_has_passed(
    kind: DeadlineKind, due: date, ago: int, waits: list[int]
):
    today = due + timedelta(days=ago)
    deadline = a_deadline(kind, str(due))
    ladder = climb(deadline, today)
    said = []
    for wait in [*waits, 1000]:
        today += timedelta(days=wait)
        ladder, facts = settle(deadline, ladder, today, around())
        assert len(facts) <= 1
        assert not any(fact.rung.days < 0 and today > due for fact in facts)
        said += [fact.rung for fact in facts]
    assert len(said) == len(set(said))
    assert len(ladder.outcomes) == len(ladder.rungs)
    fired = [step.rung for step, became in ladder.reminders if became.state is ReminderState.FIRED]
    assert fired == said
    assert all(became.reason for _, became in ladder.reminders if became.state is ReminderState.SKIPPED)


def test_after_downtime_the_last_rung_leaves_alone_and_who_signed_is_not_forgotten():
    end = a_deadline(DeadlineKind.AGREEMENT_END, "2026-12-31")
    settled, (fact,) = settle(end, climb(end, LONG_AGO), day("2026-12-07"), around(CHAIR))
    assert (fact.rung, fact.functions) == ("t-30", (*PAIR, CHAIR.id))
    assert [became.reason for _, became in settled.reminders] == [LATER_RUNG, LATER_RUNG, ""]


def test_what_foretells_a_day_that_has_passed_meanwhile_is_skipped_and_says_so():
    meeting = a_deadline(DeadlineKind.MEETING)
    settled, facts = settle(meeting, climb(meeting, LONG_AGO), day("2026-10-15"), around())
    assert facts == ()
    assert {became.reason for _, became in settled.reminders} == {PASSED}
    assert meeting.quiet_on(day("2026-10-14")) == ""
    assert meeting.quiet_on(day("2026-10-15")) == PASSED
    assert a_deadline(DeadlineKind.ACTION_PLAN).quiet_on(day("2026-10-15")) == ""


def test_an_agreement_without_a_pair_reminds_nobody_and_says_why():
    meeting = a_deadline(DeadlineKind.MEETING)
    settled, facts = settle(
        meeting, climb(meeting, LONG_AGO), day("2026-09-23"), Around((replace(AGREED, coordinators=()),))
    )
    assert (facts, settled.outcomes[0].reason) == ((), NOBODY)


def test_nothing_leaves_on_days_that_the_language_does_not_know():
    assert [step.rung for step in rungs(a_deadline(DeadlineKind.REVISION, str(FOREVER)))] == ["t-180", "t-90", "t-30"]


def kept(kind: DeadlineKind = DeadlineKind.AGREEMENT_END, due: str = "2026-12-31", on: str = "2026-03-02") -> Kept:
    deadline = a_deadline(kind, due)
    return deadline, climb(deadline, day(on))


def states(ladder: Ladder | None) -> list[tuple[str, str]]:
    return [(became.state, became.reason) for _, became in ladder.reminders] if ladder else []


def test_asking_again_what_should_be_changes_nothing():
    assert follow(kept(), a_deadline(DeadlineKind.AGREEMENT_END, "2026-12-31"), day("2026-08-01")) == (None, None)


def test_a_day_that_moved_strikes_what_waits_and_begins_another_ladder():
    deadline, ladder = kept()
    settled, _ = settle(deadline, ladder, day("2026-07-03"), around())
    struck, begun = follow((deadline, settled), replace(deadline, due=day("2027-12-31")), day("2026-08-01"))
    assert states(struck) == [("fired", ""), ("cancelled", END_MOVED), ("cancelled", END_MOVED)]
    assert begun is not None
    assert (begun[0].id, begun[0].version, begun[0].due) == (deadline.id, 2, day("2027-12-31"))
    assert [step.rung for step in begun[1].rungs] == ["t-180", "t-90", "t-30"]


@pytest.mark.parametrize("kind", DeadlineKind, ids=str)
def test_a_ladder_that_is_struck_says_why_a_day_of_its_kind_moves(kind: DeadlineKind):
    deadline, ladder = kept(kind, "2026-12-31")
    struck, _ = follow((deadline, ladder), replace(deadline, due=day("2027-03-31")), day("2026-03-02"))
    assert {reason for _, reason in states(struck)} == {WHY_MOVED[kind]}


def test_what_is_called_off_and_comes_back_gets_a_ladder_anew():
    deadline, ladder = kept()
    struck, begun = follow((deadline, ladder), replace(deadline, why_quiet=NO_LONGER_APPLIES), day("2026-03-03"))
    assert begun is None
    assert struck is not None
    assert struck.leaves_on is None
    _, back = follow((deadline, struck), deadline, day("2026-03-04"))
    assert back is not None
    assert (back[0].version, back[1].rungs) == (2, ladder.rungs)


def test_what_its_subject_no_longer_asks_for_is_struck():
    struck, begun = follow(kept(), None, day("2026-03-03"))
    assert {reason for _, reason in states(struck)} == {NO_LONGER_APPLIES}
    assert begun is None
    assert follow(None, None, day("2026-03-03")) == (None, None)
