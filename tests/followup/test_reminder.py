"""What becomes of an occurrence's reminders when their morning has come, and who hears?"""

from dataclasses import replace

from schemas.followup import ReminderDue, Rung
from services.followup.model.occurrence import Occurrence
from services.followup.model.reminder import NOBODY, climb, settle
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
    (reminder,) = (one for one in climb(occurrence, day("2026-01-01")) if one.rung is rung)
    facts: list[ReminderDue] = settle(promise, occurrence, [reminder])[1]
    return tuple(function for fact in facts for function in fact.functions)


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
    reminders = [one for one in climb(LONG, day("2026-01-01")) if one.rung is Rung.PAIR_14]
    ((skipped,), facts) = settle(alone, LONG, reminders)
    assert (skipped.reason, facts) == (NOBODY, [])


def test_what_has_no_due_day_has_no_ladder():
    assert climb(an_occurrence(None, label="ongoing"), day("2026-01-01")) == []
