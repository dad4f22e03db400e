"""What was told wrong is told anew; both stand in the log, and the order does not matter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import progress
from schemas.base import Party
from schemas.followup import (
    CorrectReport,
    ExplainOccurrence,
    OccurrenceCompleted,
    OccurrenceReopened,
    OccurrenceState,
    PauseOccurrence,
    ReminderDue,
    ReportCorrected,
    ShowOccurrence,
    SummariseAgreement,
)
from services.followup.model.correction import correct, standing
from services.followup.model.occurrence import Occurrence, Report
from services.followup.model.pause import pause
from services.runtime.errors import Refused
from tests.builders import a_commitment, a_document
from tests.followup.following import Following, a_report, signed
from tests.followup.values import an_occurrence, day

TODAY = day("2026-09-15")
ONCE = "arjeplog-1/once"


def a_correction(of: Report, **changes: object) -> CorrectReport:
    of_it = {"occurrence": str(of.occurrence_id), "report": of.id, "party": of.party}
    return CorrectReport(**(of_it | {"reason": "Räknades dubbelt"} | changes))


def reported(*told: tuple[int, str], target: int = 2, due: str = "2026-12-31") -> tuple[Occurrence, list[Report]]:
    occurrence, reports = an_occurrence(due, target=target), []
    for count, on in told:
        occurrence, report, _ = occurrence.report(a_report("x", count, on), TODAY, reports)
        reports.append(report)
    return occurrence, reports


def test_a_correction_stands_in_place_of_what_it_corrects_and_both_are_kept():
    occurrence, [first] = reported((3, "2026-03-01"), target=6)
    made = correct(occurrence, [first], a_correction(first, count=2, comment="Två, inte tre"), TODAY)
    assert (made.occurrence.done, made.report.corrects, made.report.reason) == (2, first.id, "Räknades dubbelt")
    assert (made.report.day, made.report.party, made.report.comment) == (first.day, first.party, "Två, inte tre")
    assert standing([first, made.report]) == [made.report]
    (fact,) = made.facts
    assert isinstance(fact, ReportCorrected)
    assert (fact.report_id, fact.corrects, fact.count, fact.done) == (made.report.id, first.id, 2, 2)


def test_a_correction_reopens_what_was_told_to_be_completed():
    occurrence, [first] = reported((2, "2026-03-01"))
    assert occurrence.state is OccurrenceState.COMPLETED
    made = correct(occurrence, [first], a_correction(first, count=1), TODAY)
    again = made.occurrence
    assert (again.state, again.completed_on, again.completed_told_on) == (OccurrenceState.IN_PROGRESS, None, None)
    assert [type(fact) for fact in made.facts] == [ReportCorrected, OccurrenceReopened]
    assert (made.facts[1].done, made.facts[1].target, made.facts[1].due_version, again.due_version) == (1, 2, 2, 2)
    assert made.act is not None


def test_what_was_reopened_is_completed_again_and_keeps_its_late_day():
    occurrence, [first] = reported((2, "2026-03-01"), due="2026-06-30")
    made = correct(occurrence, [first], a_correction(first, count=1), TODAY)
    done, _, facts = made.occurrence.report(a_report("x", 1, "2026-07-10"), TODAY, [made.report])
    assert done.completed_on == day("2026-07-10")
    assert facts[1].late


def test_a_correction_may_complete_it():
    occurrence, [first] = reported((1, "2026-03-01"))
    made = correct(occurrence, [first], a_correction(first, count=2), TODAY)
    assert made.occurrence.state is OccurrenceState.COMPLETED
    assert [type(fact) for fact in made.facts] == [ReportCorrected, OccurrenceCompleted]


def test_a_corrected_day_moves_the_day_it_was_done_and_tells_so_again():
    occurrence, [first] = reported((2, "2026-06-30"), due="2026-06-30")
    made = correct(occurrence, [first], a_correction(first, on=day("2026-07-02")), TODAY)
    assert made.occurrence.completed_on == day("2026-07-02")
    _, completed = made.facts
    assert (completed.on, completed.late) == (day("2026-07-02"), True)


def test_a_corrected_comment_changes_nothing_else():
    occurrence, [first] = reported((2, "2026-03-01"))
    made = correct(occurrence, [first], a_correction(first, comment="Bra uppslutning"), TODAY)
    assert made.occurrence == occurrence
    assert [type(fact) for fact in made.facts] == [ReportCorrected]


def test_a_pause_outlasts_a_completion_that_was_a_mistake():
    resting, _, _ = pause(
        an_occurrence(target=2), PauseOccurrence(occurrence="x", by=Party.POLICE, reason="Bygge"), TODAY
    )
    completed, report, _ = resting.report(a_report("x", 2), TODAY)
    assert completed.state is OccurrenceState.COMPLETED
    assert correct(completed, [report], a_correction(report, count=0), TODAY).occurrence.state is OccurrenceState.PAUSED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "ändrar ingenting"),
        ({"count": 2}, "ändrar ingenting"),
        ({"count": 1, "party": Party.MUNICIPALITY}, "bara sina egna"),
        ({"count": 1_000_000}, "orimligt"),
        ({"on": day("2026-09-16")}, "har inte kommit än"),
        ({"on": day("2025-12-31")}, "före tillfällets första dag"),
        ({"comment": "Anna 811218-9876"}, "personnummer"),
        ({"count": 1, "reason": "Anna 811218-9876"}, "personnummer"),
        ({"count": 1, "reason": "  "}, "Skälet saknas"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(changes: dict[str, object], sentence: str):
    occurrence, told = reported((2, "2026-03-01"), (1, "2026-03-02"), target=9)
    with pytest.raises(Refused, match=sentence):
        correct(occurrence, told, a_correction(told[0], **changes), TODAY)


def test_what_is_corrected_already_is_refused_and_the_correction_can_be_corrected():
    occurrence, [first] = reported((2, "2026-03-01"), target=9)
    made = correct(occurrence, [first], a_correction(first, count=1), TODAY)
    told = [first, made.report]
    with pytest.raises(Refused, match="redan rättad"):
        correct(made.occurrence, told, a_correction(first, count=5), TODAY)
    assert correct(made.occurrence, told, a_correction(made.report, count=5), TODAY).occurrence.done == 5


COUNTS, DAYS = st.integers(0, 4), st.dates(day("2026-01-01"), TODAY)
ENTRIES = st.lists(st.tuples(COUNTS, DAYS, st.lists(st.tuples(COUNTS, DAYS), max_size=3)), min_size=1, max_size=5)


@given(data=st.data(), entries=ENTRIES, target=st.integers(1, 6), paused=st.booleans())
def test_any_order_of_reports_and_corrections_gives_the_same_standing(data, entries, target, paused):
    """Each entry is a report and the corrections of it; a correction can only follow what it corrects."""
    steps = [nr for nr, (_, _, corrections) in enumerate(entries) for _ in range(len(corrections) + 1)]
    orders = [steps, data.draw(st.permutations(steps))]
    first, second = (told_in(order, entries, target, paused=paused) for order in orders)
    assert first == second
    final = [(corrections or [(count, on)])[-1] for count, on, corrections in entries]
    assert first[0] == sum(count for count, _ in final)
    assert (first[1] is OccurrenceState.COMPLETED) == (first[0] >= target)


def told_in(
    order: list[int], entries: list[tuple[int, date, list[tuple[int, date]]]], target: int, *, paused: bool
) -> tuple[int, OccurrenceState, date | None, list[tuple[int, date]]]:
    occurrence, told, latest = an_occurrence(target=target), [], {}
    if paused:
        wish = PauseOccurrence(occurrence="x", by=Party.POLICE, reason="Bygge")
        occurrence, _, _ = pause(occurrence, wish, TODAY)
    for step, nr in enumerate(order):
        count, on, corrections = entries[nr]
        if nr not in latest:
            occurrence, report, _ = occurrence.report(a_report("x", count, str(on)), TODAY, standing(told))
        else:
            count, on = corrections[order[:step].count(nr) - 1]
            wish = a_correction(latest[nr], count=count, on=on, comment=f"rättelse {step}")
            made = correct(occurrence, told, wish, TODAY)
            occurrence, report = made.occurrence, made.report
        latest[nr] = report
        told.append(report)
    stands = sorted((one.count, one.day) for one in standing(told))
    return occurrence.done, occurrence.state, occurrence.completed_on, stands


async def test_the_log_and_the_card_keep_both_and_counts_only_what_stands(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    await followup.tell(a_report("arjeplog-1/once", on="2026-03-01", comment="En vandring"))
    [first] = (await followup.ask(ShowOccurrence(occurrence="arjeplog-1/once"))).reports
    followup.said.clear()
    wish = CorrectReport(occurrence=ONCE, report=first.id, party=Party.POLICE, count=0, reason="Den blev inställd")
    await followup.tell(wish)

    assert [type(fact) for fact in followup.said] == [ReportCorrected, OccurrenceReopened]
    card = await followup.ask(ShowOccurrence(occurrence="arjeplog-1/once"))
    assert (card.occurrence.state, card.occurrence.done) == (OccurrenceState.IN_PROGRESS, 0)
    assert [(one.count, one.corrects, one.reason) for one in card.reports] == [(0, first.id, "Den blev inställd")]
    assert [(one.id, one.count) for one in card.corrected] == [(first.id, 1)]
    summary = await followup.ask(SummariseAgreement(agreement="arjeplog-2026-ml"))
    police = summary.focus_areas[0].commitments[0].parties[1]
    assert police.count == 0
    explained = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/once"))
    assert (
        "Tillfället öppnades igen genom en rättelse 2026-03-02, på begäran av polisen: Den blev inställd."
        in explained.sentences
    )


async def test_what_was_reopened_is_reminded_of_again(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    await followup.tell(a_report("arjeplog-1/once", on="2026-03-01"))
    followup.clock.set("2026-06-10T09:00")
    await followup.let_time_work()
    [first] = (await followup.ask(ShowOccurrence(occurrence="arjeplog-1/once"))).reports
    await followup.tell(CorrectReport(occurrence=ONCE, report=first.id, party=Party.POLICE, count=0, reason="Inställd"))
    followup.clock.set("2026-06-11T09:00")
    await followup.let_time_work()
    assert [(one.rung, one.due_version) for one in followup.heard(ReminderDue)] == [("t-28", 2)]


async def test_what_was_told_to_be_done_late_and_was_not_is_announced_as_overdue_again(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-06-30"),))))
    followup.clock.set("2026-07-02T09:00")
    await followup.let_time_work()
    await followup.tell(a_report("arjeplog-1/once", on="2026-07-02"))
    [first] = (await followup.ask(ShowOccurrence(occurrence="arjeplog-1/once"))).reports
    await followup.tell(CorrectReport(occurrence=ONCE, report=first.id, party=Party.POLICE, count=0, reason="Inställd"))
    await followup.let_time_work()
    told = [type(one) for one in followup.said if isinstance(one, progress.OccurrenceProgress)]
    assert told == [progress.OccurrenceOverdue, progress.OccurrenceCompleted, progress.OccurrenceOverdue]


async def test_the_counties_are_told_of_a_corrected_day_and_never_of_the_reason(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(due="2026-03-01"),))))
    await followup.tell(a_report("arjeplog-1/once", on="2026-03-01"))
    [first] = (await followup.ask(ShowOccurrence(occurrence="arjeplog-1/once"))).reports
    wish = CorrectReport(
        occurrence=ONCE, report=first.id, party=Party.POLICE, on=day("2026-03-02"), reason="Det var på måndagen"
    )
    await followup.tell(wish)
    told = followup.heard(progress.OccurrenceCompleted)
    assert [(one.on, one.late) for one in told] == [(day("2026-03-01"), False), (day("2026-03-02"), True)]
    assert not any("måndagen" in one.model_dump_json() for one in told)


async def test_only_a_report_of_the_occurrence_that_is_named_is_corrected(followup: Following):
    both = (a_commitment(due="2026-06-30"), a_commitment("arjeplog-2", due="2026-06-30"))
    await followup.hear(*signed(a_document(commitments=both)))
    await followup.tell(a_report("arjeplog-2/once", on="2026-03-01"))
    [elsewhere] = (await followup.ask(ShowOccurrence(occurrence="arjeplog-2/once"))).reports
    for report in (elsewhere.id, an_occurrence().id):
        wish = CorrectReport(occurrence=ONCE, report=report, party=Party.POLICE, count=0, reason="Inställd")
        with pytest.raises(Refused, match="Tillfället har ingen sådan redovisning"):
            await followup.tell(wish)
    assert followup.heard(ReportCorrected) == []
