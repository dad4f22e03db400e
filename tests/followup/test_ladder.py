"""When is somebody reminded, and who?"""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schemas.followup import Audience, Rung
from schemas.working_days import is_working_day
from services.followup.model.ladder import Step, ahead, collapse, rungs

DUES = st.dates(date(2024, 1, 1), date(2050, 12, 31))
LENGTHS = st.integers(1, 400)


def ladder(starts: str, due: str) -> list[Step]:
    return rungs(date.fromisoformat(starts), date.fromisoformat(due))


def said(steps: list[Step]) -> list[str]:
    return [f"{step.rung} {step.day}" for step in steps]


def a_ladder(due: date, length: int) -> list[Step]:
    return rungs(due - timedelta(days=length - 1), due)


def test_a_half_year_is_reminded_of_before_and_after_on_working_days():
    assert said(ladder("2026-01-01", "2026-06-30")) == [
        "t-28 2026-06-02",
        "t-7 2026-06-23",
        "t+1 2026-07-01",
        "pair+14 2026-07-14",
        "t+15 2026-07-15",
        "t+29 2026-07-29",
        "t+43 2026-08-12",
    ]


def test_rungs_at_christmas_move_out_of_the_holidays():
    """T-7 is julafton, T+1 nyårsdagen."""
    assert said(ladder("2026-01-01", "2026-12-31"))[:3] == ["t-28 2026-12-03", "t-7 2026-12-23", "t+1 2027-01-04"]


def test_a_week_is_reminded_of_three_days_before_and_one_day_after():
    assert said(ladder("2026-11-23", "2026-11-29")) == ["t-3 2026-11-26", "t+1 2026-11-30", "pair+14 2026-12-14"]


def test_a_window_of_31_days_is_long_and_one_of_30_days_is_short():
    assert [ladder("2026-10-01", "2026-10-31")[0].rung, ladder("2026-11-01", "2026-11-30")[0].rung] == [
        Rung.T_MINUS_28,
        Rung.T_MINUS_3,
    ]


def test_a_long_window_is_told_to_all_responsible_a_short_one_to_the_lead():
    told = [{step.to for step in ladder(starts, "2026-06-30")} for starts in ("2026-01-01", "2026-06-24")]
    assert told == [{Audience.RESPONSIBLE, Audience.COORDINATORS}, {Audience.LEAD, Audience.COORDINATORS}]


def test_after_fourteen_days_overdue_the_pair_hears_once():
    steps = [step for step in ladder("2026-01-01", "2026-06-30") if step.to is Audience.COORDINATORS]
    assert said(steps) == ["pair+14 2026-07-14"]


def test_what_is_made_early_has_its_whole_ladder_ahead():
    steps = ladder("2026-01-01", "2026-06-30")
    assert ahead(steps, date(2026, 1, 2)) == steps


def test_what_is_made_late_is_told_of_once_and_not_in_a_burst():
    steps = ladder("2026-01-01", "2026-06-30")
    assert said(ahead(steps, date(2026, 7, 20))) == ["t+15 2026-07-20", "t+29 2026-07-29", "t+43 2026-08-12"]


def test_what_is_made_long_after_is_told_of_once():
    steps = ladder("2015-01-01", "2015-06-30")
    assert said(ahead(steps, date(2026, 11, 22))) == ["t+43 2026-11-23"]


def test_what_is_made_on_the_day_of_a_rung_has_that_rung_alone_today():
    steps = ladder("2026-01-01", "2026-06-30")
    assert said(ahead(steps, date(2026, 6, 23)))[:2] == ["t-7 2026-06-23", "t+1 2026-07-01"]


def test_a_passed_rung_gives_way_to_one_that_leaves_the_same_day():
    """Saturday: t-3 of Sunday's deadline could only leave on Monday, when t+1 does."""
    steps = ladder("2026-11-23", "2026-11-29")
    assert said(ahead(steps, date(2026, 11, 28))) == ["t+1 2026-11-30", "pair+14 2026-12-14"]


def test_after_downtime_only_the_last_missed_rung_leaves():
    missed = [step for step in ladder("2026-01-01", "2026-06-30") if step.day <= date(2026, 7, 5)]
    leaves, skipped = collapse(missed)
    assert (said(leaves), said(skipped)) == (["t+1 2026-07-01"], ["t-28 2026-06-02", "t-7 2026-06-23"])


def test_the_pair_hears_even_when_another_rung_falls_on_the_same_monday():
    """Due on a Saturday: fourteen days on is a Saturday, fifteen a Sunday, and both leave on Monday."""
    monday = date(2026, 11, 2)
    steps = [step for step in ladder("2026-01-01", "2026-10-17") if step.day == monday]
    leaves, skipped = collapse(steps)
    assert ({step.rung for step in leaves}, skipped) == ({Rung.PAIR_14, Rung.T_PLUS_15}, [])


def test_nothing_missed_is_nothing_to_collapse():
    assert collapse([]) == ([], [])


@given(DUES, LENGTHS)
def test_every_rung_leaves_on_a_working_day_in_order_and_once(due, length):
    steps = a_ladder(due, length)
    assert all(is_working_day(step.day) for step in steps)
    assert [step.day for step in steps] == sorted(step.day for step in steps)
    assert len({step.rung for step in steps}) == len(steps)


@given(DUES, LENGTHS)
def test_a_rung_moves_away_from_the_due_day_and_never_across_it(due, length):
    for step in a_ladder(due, length):
        asked = due + timedelta(days=step.rung.days)
        moved = (step.day - asked).days
        assert (-5 <= moved <= 0 and step.day < due) if asked < due else (0 <= moved <= 5 and step.day > due)


@given(DUES, LENGTHS)
def test_nobody_hears_of_one_occurrence_twice_on_one_day(due, length):
    heard = [(step.day, step.to) for step in a_ladder(due, length)]
    assert len(heard) == len(set(heard))


@given(DUES, LENGTHS, st.integers(-60, 90))
def test_what_is_ahead_lies_ahead_on_working_days_with_at_most_one_rung_from_the_past(due, length, days):
    today, steps = due + timedelta(days=days), a_ladder(due, length)
    left = ahead(steps, today)
    assert all(step.day >= today and is_working_day(step.day) for step in left)
    assert {step for step in steps if step.day >= today} <= set(left)
    assert len([step for step in left if step not in steps]) <= 1


@given(DUES, LENGTHS, st.integers(-60, 90))
def test_no_warning_before_the_due_day_ever_leaves_after_it(due, length, days):
    left = ahead(a_ladder(due, length), due + timedelta(days=days))
    early = [step for step in left if step.rung.days < 0]
    assert all(step.day <= due for step in early)


@given(DUES, LENGTHS, st.integers(-60, 90))
def test_every_missed_rung_either_leaves_or_is_skipped_and_each_audience_hears_its_last(due, length, days):
    missed = [step for step in a_ladder(due, length) if step.day <= due + timedelta(days=days)]
    leaves, skipped = collapse(missed)
    assert sorted([*leaves, *skipped], key=missed.index) == missed
    assert len({step.to for step in leaves}) == len(leaves) == len({step.to for step in missed})
