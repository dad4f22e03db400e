"""When must a situation picture, an action plan or an open-ended agreement be looked at again, and who is told?"""

import asyncio
import json
from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import progress
from schemas.agreements import (
    AgreementAmended,
    AgreementChanges,
    AgreementExpired,
    AgreementRevised,
    AgreementWithdrawn,
)
from schemas.base import Event
from schemas.followup import (
    FOREVER,
    ClockDue,
    ClockKind,
    ClockOverdue,
    ClockState,
    ListClocks,
    RecordStatutoryStep,
    StatutoryStepRecorded,
)
from services.followup.handlers.clocks import announce_clocks
from services.followup.model.clock import COMING, Clock, Step, months_after, statutory
from services.runtime.errors import Refused
from tests.builders import a_document, agreement_id
from tests.followup.following import Following, drafted, signed, signing
from tests.followup.values import day
from tests.looking import rows

ARJEPLOG, LULEA = "2506", "2580"
DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))
MONTHS = st.integers(1, 240)


def a_step(on: str, clock: ClockKind = ClockKind.SITUATION_PICTURE, **changes: object) -> RecordStatutoryStep:
    fields = {"municipality": ARJEPLOG, "clock": clock, "on": day(on), "registration_number": "KS 2025/0031"}
    return RecordStatutoryStep.model_validate(fields | changes)


def a_clock(last: str | None = "2024-11-12", **changes: object) -> Clock:
    clock = statutory(ARJEPLOG, ClockKind.SITUATION_PICTURE)
    return clock.stepped(Step(day(last))) if last else clock


async def stand(followup: Following, **where: str) -> dict[tuple[str, ClockKind], ClockState]:
    answer = await followup.ask(ListClocks(**where))
    return {("+".join(one.municipalities), one.clock): one.state for one in answer.clocks}


async def let_clocks_work(followup: Following) -> None:
    while await followup.do(announce_clocks):
        pass


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        ("2024-11-12", 24, "2026-11-12"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2014-10-01", 36, "2017-10-01"),
    ],
)
def test_a_clock_is_due_on_the_same_day_of_a_later_month_or_on_that_month_s_last(last: str, months: int, due: str):
    assert months_after(day(last), months) == day(due)


@given(DAYS, MONTHS)
def test_a_due_day_is_so_many_calendar_months_on_and_never_a_day_later(last: date, months: int):
    due = months_after(last, months)

    assert (due.year * 12 + due.month) - (last.year * 12 + last.month) == months
    assert due.day == min(last.day, monthrange(due.year, due.month)[1])


@given(DAYS, DAYS, MONTHS)
def test_what_was_done_later_is_never_due_earlier(one: date, other: date, months: int):
    first, second = sorted([one, other])

    assert months_after(first, months) <= months_after(second, months)


@given(DAYS, MONTHS)
def test_a_due_day_does_not_slide_away_when_it_is_counted_again(last: date, months: int):
    """Always from the day it was done, so the 31st is the 31st again after a short month."""
    twice = months_after(last, 2 * months)

    assert twice.day >= months_after(months_after(last, months), months).day


def test_no_due_day_lies_beyond_the_days_there_are():
    assert months_after(date(2195, 5, 5), 240) == FOREVER


def test_what_nobody_has_told_of_is_unknown_and_never_as_good_as_fine():
    clock = a_clock(last=None)

    assert (clock.state(day("2026-03-02")), clock.due, clock.announce_on) == (ClockState.UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-05-15", ClockState.RUNNING),
        ("2026-05-16", ClockState.DUE),
        ("2026-11-12", ClockState.DUE),
        ("2026-11-13", ClockState.OVERDUE),
    ],
)
def test_a_clock_is_due_180_days_before_and_overdue_the_day_after(today: str, state: ClockState):
    assert a_clock("2024-11-12").state(day(today)) is state


@given(last=DAYS, gaps=st.lists(st.integers(0, 500), max_size=12))
def test_each_due_day_is_announced_at_most_once_as_coming_and_once_as_passed(last: date, gaps: list[int]):
    """However often and however seldom the clock's job runs."""
    clock, today, said = statutory(ARJEPLOG, ClockKind.ACTION_PLAN).stepped(Step(last)), last, []
    for gap in gaps:
        today += timedelta(days=gap)
        clock, facts = clock.announce(today)
        assert not clock.announce(today)[1]
        said += [type(fact) for fact in facts]

    assert said in ([], [ClockDue], [ClockOverdue], [ClockDue, ClockOverdue])
    assert (ClockOverdue in said) == (clock.due is not None and today > clock.due)
    if said == []:
        assert clock.due is not None
        assert today < clock.due - COMING


@given(st.lists(st.tuples(DAYS, st.integers(0, 4000)), min_size=1, max_size=8))
def test_whatever_is_told_in_whatever_order_the_last_day_counts(told: list[tuple[date, int]]):
    clock = statutory(ARJEPLOG, ClockKind.SITUATION_PICTURE)
    for on, later in told:
        clock, _ = clock.stepped(Step(on)).announce(on + timedelta(days=later))

    assert clock.last == Step(max(on for on, _ in told))
    assert [step.on for step in clock.steps] == sorted({on for on, _ in told})


@given(DAYS, DAYS)
def test_a_day_told_by_mistake_leaves_no_trace_in_the_due_day(right: date, wrong: date):
    clock = statutory(ARJEPLOG, ClockKind.SITUATION_PICTURE).stepped(Step(wrong)).stepped(Step(right), instead_of=wrong)

    assert clock.due == months_after(right, 24)


async def test_a_step_is_told_by_day_and_registration_number_and_says_when_it_is_due_again(followup: Following):
    await followup.tell(a_step("2025-01-20"))

    (fact,) = followup.heard(StatutoryStepRecorded)
    assert (fact.municipality, fact.registration_number) == (ARJEPLOG, "KS 2025/0031")
    assert fact.due == day("2027-01-20")
    (line, unknown) = (await followup.ask(ListClocks(municipality=ARJEPLOG))).clocks
    assert (line.last_on, line.due, line.days_left) == (day("2025-01-20"), day("2027-01-20"), 324)
    assert (unknown.clock, unknown.state, unknown.due) == (ClockKind.ACTION_PLAN, ClockState.UNKNOWN, None)


async def test_of_a_step_its_day_and_registration_number_are_kept_and_nothing_of_what_stands_in_the_document(
    followup: Following,
):
    await followup.tell(a_step("2025-01-20"))

    (row,) = await rows(followup.url, "SELECT steps FROM clock")
    assert json.loads(row["steps"]) == [{"on": "2025-01-20", "registration_number": "KS 2025/0031"}]
    told = {"clock_id", "clock", "municipality", "on", "registration_number", "instead_of", "due"}
    assert set(StatutoryStepRecorded.model_fields) == told


async def test_municipalities_are_listed_by_their_codes_and_not_by_how_late_they_are(followup: Following):
    for municipality, on in (("2584", "2020-01-01"), ("2505", "2026-01-01")):
        await followup.tell(a_step(on, municipality=municipality))

    codes = [one.municipalities[0] for one in (await followup.ask(ListClocks(county="25"))).clocks]
    assert codes == sorted(codes)


async def test_an_older_step_told_afterwards_does_not_turn_the_clock_back(followup: Following):
    await followup.tell(a_step("2025-01-20"))
    await followup.tell(a_step("2022-06-01"))

    assert [fact.due for fact in followup.heard(StatutoryStepRecorded)] == [day("2027-01-20")] * 2


async def test_a_day_told_by_mistake_is_put_right_and_both_stay_in_the_log(followup: Following):
    await followup.tell(a_step("2026-02-20"))
    await followup.tell(a_step("2025-02-20", instead_of=day("2026-02-20")))

    (line, _) = (await followup.ask(ListClocks(municipality=ARJEPLOG))).clocks
    assert line.due == day("2027-02-20")
    assert [fact.on for fact in followup.heard(StatutoryStepRecorded)] == [day("2026-02-20"), day("2025-02-20")]


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (a_step("2026-03-03"), "har inte kommit än"),
        (a_step("2025-01-20", municipality="9999"), "ingen kommun"),
        (a_step("2025-01-20", registration_number="  "), "Diarienumret saknas"),
        (a_step("2025-01-20", registration_number="KS 19640823-3234"), "personnummer"),
        (a_step("2025-01-20", instead_of=day("2024-01-01")), "ingen uppgift"),
        (a_step("2025-01-20", ClockKind.REVISION), "överenskommelse"),
    ],
)
async def test_a_step_that_cannot_be_is_refused_with_a_sentence(
    followup: Following, wish: RecordStatutoryStep, sentence: str
):
    with pytest.raises(Refused, match=sentence):
        await followup.tell(wish)


async def test_a_clock_is_announced_once_as_coming_and_once_as_passed_and_the_county_hears_it(followup: Following):
    await followup.tell(a_step("2024-11-12"))
    for moment in ("2026-05-15T12:00", "2026-05-16T00:00", "2026-11-12T23:59", "2026-11-13T00:00", "2027-03-01T09:00"):
        followup.clock.set(moment)
        await let_clocks_work(followup)
        await let_clocks_work(followup)

    (coming,), (passed,) = followup.heard(ClockDue), followup.heard(ClockOverdue)
    assert coming.due == passed.due == day("2026-11-12")
    (told,) = followup.heard(progress.StatutoryClockOverdue)
    assert told.subjects() == ["progress.25.2506.statutory-clock-overdue.v1"]
    assert len(followup.heard(progress.StatutoryClockDue)) == 1


@pytest.mark.parametrize(("last", "night"), [("2024-03-29", "2026-03-29"), ("2024-10-25", "2026-10-25")])
async def test_a_due_day_ends_at_midnight_in_stockholm_also_when_clocks_change(
    followup: Following, last: str, night: str
):
    await followup.tell(a_step(last))
    followup.clock.set(f"{night}T23:59")
    await let_clocks_work(followup)
    assert followup.heard(ClockOverdue) == []

    followup.clock.set(f"{day(night) + timedelta(days=1)}T00:00")
    await let_clocks_work(followup)
    assert [fact.due for fact in followup.heard(ClockOverdue)] == [day(night)]


async def test_two_processes_that_look_at_once_announce_each_clock_once(followup: Following):
    for number, municipality in enumerate(("2505", "2506", "2580", "2418")):
        await followup.tell(a_step("2022-06-01", municipality=municipality, registration_number=str(number + 1)))
    await asyncio.gather(*(followup.do(announce_clocks) for _ in range(4)))
    await let_clocks_work(followup)

    assert len(followup.heard(ClockOverdue)) == len({fact.clock_id for fact in followup.heard(ClockOverdue)}) == 4


async def test_after_years_of_silence_it_is_only_said_that_the_day_has_passed(followup: Following):
    await followup.tell(a_step("2022-06-01"))
    await let_clocks_work(followup)

    assert (followup.heard(ClockDue), len(followup.heard(ClockOverdue))) == ([], 1)


async def test_a_new_step_starts_the_clock_anew_and_its_own_due_day_is_announced(followup: Following):
    await followup.tell(a_step("2022-06-01"))
    await let_clocks_work(followup)
    await followup.tell(a_step("2026-03-01"))
    await let_clocks_work(followup)
    followup.clock.set("2028-03-02T09:00")
    await let_clocks_work(followup)

    assert [fact.due for fact in followup.heard(ClockOverdue)] == [day("2024-06-01"), day("2028-03-01")]


async def test_every_municipality_of_a_county_is_listed_also_those_that_have_told_nothing(followup: Following):
    await followup.tell(a_step("2025-01-20"))
    states = await stand(followup, county="25")

    assert len(states) == 2 * 14
    assert states.pop((ARJEPLOG, ClockKind.SITUATION_PICTURE)) is ClockState.RUNNING
    assert set(states.values()) == {ClockState.UNKNOWN}


async def test_asked_of_nobody_the_clocks_of_all_who_have_an_agreement_are_listed(followup: Following):
    await followup.hear(*signed(a_document()), *drafted(a_document("lulea", municipalities=(LULEA,))))

    assert set(await stand(followup)) == {(ARJEPLOG, ClockKind.SITUATION_PICTURE), (ARJEPLOG, ClockKind.ACTION_PLAN)}


async def test_an_open_ended_agreement_is_revised_by_its_own_interval_counted_from_its_first_day(followup: Following):
    await followup.hear(*signed(a_document(since="2024-08-31", until=None, revision_interval_months=18)))
    found = (await followup.ask(ListClocks(agreement="arjeplog-2026-ml"))).clocks

    revision = found[-1]
    assert (revision.clock, revision.agreement_id) == (ClockKind.REVISION, agreement_id())
    assert (revision.agreement, revision.due) == ("Medborgarlöften Arjeplog", day("2026-02-28"))
    assert revision.state is ClockState.OVERDUE
    await let_clocks_work(followup)
    (passed,) = followup.heard(ClockOverdue)
    assert passed.agreement_id == agreement_id()
    assert followup.heard(progress.StatutoryClockOverdue) == []


async def test_a_revision_starts_the_agreement_s_clock_anew(followup: Following):
    await followup.hear(*signed(a_document(since="2020-01-31", until=None, revision_interval_months=12)))
    await let_clocks_work(followup)
    await followup.hear(AgreementRevised(agreement_id=agreement_id(), on=day("2026-02-28"), forum="Styrgruppen"))
    await let_clocks_work(followup)

    revision = (await followup.ask(ListClocks(agreement="arjeplog-2026-ml"))).clocks[-1]
    assert (revision.last_on, revision.due, revision.state) == (day("2026-02-28"), day("2027-02-28"), "running")
    assert [fact.due for fact in followup.heard(ClockOverdue)] == [day("2021-01-31")]


async def test_another_interval_agreed_on_later_moves_the_revision(followup: Following):
    await followup.hear(*signed(a_document(since="2025-01-01", until=None, revision_interval_months=12)))
    longer = AgreementAmended(
        agreement_id=agreement_id(),
        version=2,
        fields=("revision_interval_months",),
        changes=AgreementChanges(revision_interval_months=24),
        reason="Styrgruppen beslutade det",
        on=day("2026-03-01"),
    )
    await followup.hear(longer)

    revision = (await followup.ask(ListClocks(agreement="arjeplog-2026-ml"))).clocks[-1]
    assert (revision.due, revision.state) == (day("2027-01-01"), ClockState.RUNNING)


@pytest.mark.parametrize("until", ["2026-12-31", None])
async def test_without_an_interval_or_with_an_end_nothing_is_revised(followup: Following, until: str | None):
    months = 12 if until else None
    await followup.hear(*signed(a_document(until=until, revision_interval_months=months)))

    assert {clock for _, clock in await stand(followup)} == {ClockKind.SITUATION_PICTURE, ClockKind.ACTION_PLAN}


async def test_a_draft_has_no_revision_to_show_or_announce(followup: Following):
    document = a_document(since="2020-01-01", until=None, revision_interval_months=12)
    await followup.hear(*drafted(document))
    await let_clocks_work(followup)
    assert ("2506", ClockKind.REVISION) not in await stand(followup, municipality=ARJEPLOG)
    assert followup.heard(ClockOverdue) == []

    await followup.hear(signing(document))
    await let_clocks_work(followup)
    assert (await stand(followup, municipality=ARJEPLOG))["2506", ClockKind.REVISION] is ClockState.OVERDUE
    assert len(followup.heard(ClockOverdue)) == 1


@pytest.mark.parametrize(
    "ended",
    [
        AgreementExpired(agreement_id=agreement_id(), on=day("2026-02-01")),
        AgreementWithdrawn(agreement_id=agreement_id(), reason="Ersätts"),
    ],
)
async def test_an_agreement_that_no_longer_applies_is_not_revised(followup: Following, ended: Event):
    await followup.hear(*signed(a_document(since="2020-01-01", until=None, revision_interval_months=12)), ended)
    await let_clocks_work(followup)

    assert (ARJEPLOG, ClockKind.REVISION) not in await stand(followup, municipality=ARJEPLOG)
    assert followup.heard(ClockOverdue) == []
