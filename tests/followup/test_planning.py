"""What changes when a commitment is planned, and planned again?"""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from schemas.agreements import AgreementState, Anchor, Continuous, Count, Once, OnDemand, Recurrence, Schedule, Window
from schemas.followup import OccurrenceCompleted
from services.followup.model.agreement import Promise
from services.followup.model.occurrence import Occurrence
from services.followup.model.planning import HORIZON, Occasion, Plan, plan
from tests.builders import a_commitment, a_document
from tests.followup.following import a_report
from tests.followup.values import a_promise, day

WINDOWS = [window for window in Window if window is not Window.AGREEMENT]
counts = some.builds(
    Count,
    min=some.integers(1, 12),
    window=some.sampled_from(WINDOWS),
    anchor=some.sampled_from(Anchor),
    per_municipality=some.booleans(),
)
rules = counts | some.sampled_from(
    [
        Once(),
        Once(due=date(2026, 10, 1)),
        Continuous(),
        OnDemand(),
        Schedule(rrule="FREQ=MONTHLY;BYMONTHDAY=15"),
        Count(min=2, window=Window.WEEK, averaged=True, evaluated_over=Window.QUARTER),
        Count(min=10, window=Window.AGREEMENT),
    ]
)
days = some.dates(date(2026, 1, 1), date(2026, 12, 31))


def promised(rule: Recurrence, until: str | None = "2027-12-31") -> Promise:
    commitments = (a_commitment(recurrence=rule),)
    document = a_document(until=until, commitments=commitments, municipalities=("2505", "2506"))
    return a_promise(document, state=AgreementState.ACTIVE)


def kept(before: dict, result: Plan) -> dict:
    return before | {occurrence.id: occurrence for occurrence in [*result.made, *result.touched]}


@given(rule=rules, today=days)
def test_planning_again_on_the_same_day_changes_nothing(rule: Recurrence, today: date):
    promise = promised(rule)
    first = plan(promise, [], Occasion(today))
    again = plan(promise, first.made, Occasion(today, was=rule))
    assert (again.touched, again.facts, again.moves) == ([], [], [])


@given(
    rule=rules,
    today=days,
    pauses=some.lists(some.integers(1, 200), max_size=5),
    until=some.sampled_from([None, "2027-12-31"]),
)
def test_however_the_clock_goes_each_window_within_the_horizon_is_planned_once(rule, today, pauses, until):
    promise = promised(rule, until)
    result = plan(promise, [], Occasion(today))
    occurrences, planned = kept({}, result), result.made
    for pause in pauses:
        today += timedelta(days=pause)
        if result.planned_until is not None and result.planned_until < today + HORIZON:
            result = plan(promise, occurrences.values(), Occasion(today, by_horizon=True))
            occurrences, planned = kept(occurrences, result), planned + result.made
    at_once = plan(promise, [], Occasion(today)).made
    assert sorted(one.slug for one in planned) == sorted(one.slug for one in at_once)


@given(first=rules, second=rules, today=days)
def test_any_change_of_rule_and_back_leaves_the_same_open_windows_from_today_on(first, second, today):
    promise, other = promised(first), promised(second)
    begun = kept({}, plan(promise, [], Occasion(today)))
    changed = kept(begun, plan(other, begun.values(), Occasion(today, was=first)))
    back = kept(changed, plan(promise, changed.values(), Occasion(today, was=second)))
    assert _coming(back, today) == _coming(begun, today)


@given(first=rules, second=rules, today=days)
def test_every_moved_due_day_is_another_version_and_keeps_its_occurrence(first, second, today):
    begun = kept({}, plan(promised(first), [], Occasion(today)))
    result = plan(promised(second), begun.values(), Occasion(today, reason="Ny rytm", was=first))
    for move in result.moves:
        before, after = begun[move.occurrence_id], next(one for one in result.moved if one.id == move.occurrence_id)
        assert (before.due, after.due) == (move.was_due, move.due)
        assert after.due_version == before.due_version + 1
    assert not {one.id for one in result.made} & begun.keys()


def test_the_horizon_is_four_hundred_days_from_today():
    result = plan(promised(Count(min=1, window=Window.MONTH)), [], Occasion(day("2026-01-01")))
    assert timedelta(days=400) == HORIZON
    assert result.made[-1].slug == "arjeplog-1/2027-02"


def test_windows_of_the_past_are_planned_when_an_agreement_begins_before_it_is_signed():
    result = plan(promised(Count(min=1, window=Window.QUARTER)), [], Occasion(day("2026-09-15")))
    assert result.made[0].slug == "arjeplog-1/2026-Q1"


def test_what_is_told_stays_below_the_bus_s_limit():
    rule = Count(min=1, window=Window.WEEK, per_municipality=True)
    codes = tuple(
        f"{code}" for code in ("2505", "2506", "2417", "2418", "2422", "0180", "0192", "0136", "0126", "0127")
    )
    document = a_document(until=None, commitments=(a_commitment(recurrence=rule),), municipalities=codes)
    facts = plan(a_promise(document), [], Occasion(day("2026-01-01"))).announcements()
    assert len(facts) == 2
    assert max(len(fact.model_dump_json()) for fact in facts) < 200_000


def _coming(occurrences: dict[object, Occurrence], today: date) -> set[tuple]:
    return {
        (one.slug, one.starts, one.ends, one.due, one.target)
        for one in occurrences.values()
        if one.is_open and one.ends >= today
    }


def test_what_comes_back_and_is_already_done_is_completed_at_once():
    rule = Count(min=3, window=Window.YEAR)
    (year, *_) = plan(promised(rule), [], Occasion(day("2026-01-01"))).made
    told, report, _ = year.report(a_report("x", 2, "2026-02-01"), day("2026-02-02"))
    gone, _ = told.cancel("Månadsvis", "", day("2026-02-03"))
    again = plan(
        promised(Count(min=2, window=Window.YEAR)),
        [gone],
        Occasion(day("2026-03-01"), was=Count(min=1, window=Window.MONTH)),
        {year.id: [report]},
    )
    (completed,) = [fact for _, fact in again.facts if isinstance(fact, OccurrenceCompleted)]
    assert (completed.on, completed.late) == (day("2026-02-01"), False)


def test_what_is_planned_moved_or_given_up_is_dated_by_the_day_it_was_agreed():
    heard, agreed = day("2026-05-20"), day("2026-05-04")
    (made,) = plan(promised(Once(due=date(2026, 10, 1))), [], Occasion(heard, agreed)).made
    assert made.planned_on == agreed
    later = plan(promised(Once(due=date(2026, 11, 1))), [made], Occasion(heard, agreed, was=Once()))
    assert [move.on for move in later.moves] == [agreed]
    weekly = plan(promised(Count(min=1, window=Window.YEAR)), [made], Occasion(heard, agreed, was=Once()))
    assert [one.cancelled_on for one in weekly.cancelled] == [agreed]
