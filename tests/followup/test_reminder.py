"""What becomes of an occurrence's reminders when their morning has come, and who hears?"""

from dataclasses import replace

from schemas.followup import ReminderDue, Rung
from services.followup.model.occurrence import Occurrence
from services.followup.model.reminder import LATER_RUNG, MOVED, NOBODY, Ladder, ReminderState, climb, settle
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document, a_function, responsible
from tests.followup.values import a_promise, an_occurrence, day

SCHOOL = a_function("skola")
PROMISE = a_promise(
    a_document(
        functions=(SCHOOL, KOMMUNPOLIS, SAMORDNARE), commitments=(a_commitment(by=(SAMORDNARE, SCHOOL, KOMMUNPOLIS)),)
    ),
    coordinators=responsible(KOMMUNPOLIS, SAMORDNARE),
)
LONG = an_occurrence("2026-06-30")
WEEK = an_occurrence("2026-03-08", starts="2026-03-02")


def heard(occurrence: Occurrence, rung: Rung, promise=PROMISE) -> tuple:
    facts: list[ReminderDue] = settle(promise, occurrence, only(rung, occurrence), day("2027-01-01"))[1]
    return tuple(function for fact in facts for function in fact.functions)


def only(rung: Rung, occurrence: Occurrence) -> Ladder:
    ladder = climb(occurrence, day("2026-01-01"), {})
    return replace(ladder, rungs=tuple(step for step in ladder.rungs if step.rung == rung))


def test_of_a_long_window_the_lead_and_all_who_help_hear():
    for rung in (Rung.T_MINUS_28, Rung.T_MINUS_7, Rung.T_PLUS_1, Rung.T_PLUS_15, Rung.T_PLUS_29, Rung.T_PLUS_43):
        assert heard(LONG, rung) == (SAMORDNARE.id, SCHOOL.id, KOMMUNPOLIS.id)


def test_of_a_short_window_only_the_lead_hears():
    for rung in (Rung.T_MINUS_3, Rung.T_PLUS_1):
        assert heard(WEEK, rung) == (SAMORDNARE.id,)


def test_after_fourteen_days_the_pair_hears_also_when_it_leads_the_work_itself():
    assert heard(LONG, Rung.PAIR_14) == (KOMMUNPOLIS.id, SAMORDNARE.id)
    assert heard(WEEK, Rung.PAIR_14) == (KOMMUNPOLIS.id, SAMORDNARE.id)


def test_an_agreement_without_a_pair_skips_their_rung_and_says_why():
    alone = replace(PROMISE, agreement=replace(PROMISE.agreement, coordinators=()))
    settled, facts = settle(alone, LONG, only(Rung.PAIR_14, LONG), day("2027-01-01"))
    ((_, skipped),) = settled.reminders
    assert (skipped.reason, facts) == (NOBODY, [])


def test_what_has_no_due_day_has_no_ladder():
    assert climb(an_occurrence(None, label="ongoing"), day("2026-01-01"), {}) is None


def test_what_became_of_a_ladder_is_told_rung_by_rung_and_what_has_not_come_is_still_planned():
    settled, facts = settle(PROMISE, WEEK, climb(WEEK, day("2026-01-01"), {}), day("2026-03-09"))
    assert [(step.rung, outcome.state, outcome.reason) for step, outcome in settled.reminders] == [
        (Rung.T_MINUS_3, ReminderState.SKIPPED, LATER_RUNG),
        (Rung.T_PLUS_1, ReminderState.FIRED, ""),
        (Rung.PAIR_14, ReminderState.PLANNED, ""),
    ]
    assert [fact.rung for fact in facts] == [Rung.T_PLUS_1]
    assert settled.leaves_on == day("2026-03-23")


def test_a_ladder_that_is_cancelled_keeps_what_has_left():
    settled, _ = settle(PROMISE, WEEK, climb(WEEK, day("2026-01-01"), {}), day("2026-03-05"))
    cancelled = settled.cancel(MOVED)
    left, gone = ReminderState.FIRED, ReminderState.CANCELLED
    assert [outcome.state for _, outcome in cancelled.reminders] == [left, gone, gone]
    assert cancelled.leaves_on is None
    assert settle(PROMISE, WEEK, cancelled, day("2027-01-01")) == (cancelled, [])
