"""What does a municipality's assembly hear of a year: what was promised, done, and never reported?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import AgreementState, CommitmentCancelled, Count, Window
from schemas.base import Party
from schemas.followup import (
    AssemblyCommitment,
    AssemblyReport,
    AssessCommitment,
    ClockKind,
    ClockState,
    CommunityReadiness,
    FeedbackState,
    Fulfilment,
    OccurrenceState,
    ReadinessDimension,
    RecordMeasure,
    RecordPublicFeedback,
    RecordStatutoryStep,
    ReportToAssembly,
)
from services.followup.model.assembly_report import Followed, a_year, of_agreement
from services.runtime.errors import Refused
from tests.builders import AGREEMENT, KOMMUNPOLIS, a_commitment, a_document, agreement_id, commitment_id
from tests.followup.following import Following, a_report, drafted, signed
from tests.followup.values import an_agreement, an_occurrence, commitments_of, day

ARJEPLOG = "2506"
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


async def report(followup: Following, year: int = 2026, municipality: str = ARJEPLOG) -> AssemblyReport:
    answer = await followup.ask(ReportToAssembly(municipality=municipality, year=year))
    assert isinstance(answer, AssemblyReport)
    return answer


async def the_only_row(followup: Following, year: int = 2026) -> AssemblyCommitment:
    (agreement,) = (await report(followup, year)).agreements
    (row,) = agreement.commitments
    return row


def judged(fulfilment: Fulfilment, on: str, by: Party = Party.POLICE) -> AssessCommitment:
    return AssessCommitment(commitment="arjeplog-1", party=by, fulfilment=fulfilment, on=day(on))


def quarterly(**changes: object):
    return a_document(commitments=(a_commitment(recurrence=Count(min=1, window=Window.QUARTER)),), **changes)


async def test_what_fell_due_is_met_late_or_not_and_what_is_to_come_is_still_going_on(followup: Following):
    await followup.hear(*signed(quarterly()))
    followup.clock.set("2026-08-03T09:00")
    await followup.tell(a_report("arjeplog-1/2026-Q1", on="2026-02-01"))
    await followup.tell(a_report("arjeplog-1/2026-Q2", 2, on="2026-07-15"))

    row = await the_only_row(followup)
    assert (row.fell_due, row.met, row.met_late, row.unmet, row.going_on) == (4, 2, 1, 0, 2)
    assert row.reported == 3
    followup.clock.set("2026-10-01T09:00")
    row = await the_only_row(followup)
    assert (row.met, row.unmet, row.going_on) == (2, 1, 1)


async def test_a_party_that_answers_for_it_and_tells_nothing_is_shown_as_not_reported(followup: Following):
    await followup.hear(*signed(quarterly()))
    await followup.tell(a_report("arjeplog-1/2026-Q1", on="2026-02-01"))

    row = await the_only_row(followup)
    assert {view.party: view.fulfilment for view in row.views} == {
        Party.POLICE: Fulfilment.NOT_ASSESSED,
        Party.MUNICIPALITY: Fulfilment.NOT_REPORTED,
    }


async def test_a_party_that_does_not_answer_for_it_is_not_said_to_be_silent(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(by=(KOMMUNPOLIS,)),))))

    assert [view.party for view in (await the_only_row(followup)).views] == [Party.POLICE]


async def test_how_it_is_judged_in_another_year_says_nothing_of_this(followup: Following):
    await followup.hear(*signed(quarterly(since="2025-01-01")))
    await followup.tell(judged(Fulfilment.FULFILLED, "2025-11-01"))

    assert (await the_only_row(followup, 2025)).views[1].fulfilment is Fulfilment.FULFILLED
    assert (await the_only_row(followup, 2026)).views[1].fulfilment is Fulfilment.NOT_REPORTED


async def test_what_ended_with_the_year_may_be_judged_after_it(followup: Following):
    await followup.hear(*signed(quarterly(since="2025-01-01", until="2025-12-31")))
    await followup.tell(judged(Fulfilment.PARTLY_FULFILLED, "2026-01-20"))

    assert (await the_only_row(followup, 2025)).views[1].fulfilment is Fulfilment.PARTLY_FULFILLED


async def test_what_was_cancelled_fell_not_due_and_is_still_shown(followup: Following):
    await followup.hear(*signed(quarterly()))
    gone = CommitmentCancelled(
        agreement_id=agreement_id(), commitment_id=commitment_id(), reason="Torget byggs om", forum="Styrgruppen"
    )
    await followup.hear(gone)

    row = await the_only_row(followup)
    assert (row.cancelled, row.fell_due) == (True, 0)


async def test_a_promise_of_several_municipalities_is_told_of_with_one_s_own_windows_only(followup: Following):
    own = a_commitment(recurrence=Count(min=1, window=Window.YEAR, per_municipality=True))
    await followup.hear(*signed(a_document(municipalities=("2505", ARJEPLOG), commitments=(own,))))
    await followup.tell(a_report("arjeplog-1/2026/2505", on="2026-02-01"))

    for municipality, met in (("2505", 1), (ARJEPLOG, 0)):
        (row,) = (await report(followup, municipality=municipality)).agreements[0].commitments
        assert (row.fell_due, row.met, row.reported) == (1, met, met)


@pytest.mark.parametrize("year", [2024, 2027])
async def test_an_agreement_that_did_not_apply_that_year_is_left_out(followup: Following, year: int):
    followup.clock.set("2028-01-10T09:00")
    await followup.hear(*signed(a_document(since="2025-03-01", until="2026-02-28")))

    assert (await report(followup, year)).agreements == ()


async def test_a_draft_is_left_out_and_a_year_to_come_is_refused(followup: Following):
    await followup.hear(*drafted(a_document()))

    assert (await report(followup)).agreements == ()
    with pytest.raises(Refused, match="År 2027 har inte börjat än"):
        await report(followup, 2027)
    with pytest.raises(Refused, match="ingen kommun"):
        await report(followup, municipality="9999")


async def test_clocks_measures_and_what_residents_were_told_stand_as_the_year_ended(followup: Following):
    leadership = CommunityReadiness(dimension=ReadinessDimension.LEADERSHIP)
    await followup.hear(*signed(a_document(since="2025-01-01")))
    for on, number in (("2023-06-01", "KS 2023/1"), ("2026-01-15", "KS 2026/2")):
        step = RecordStatutoryStep(
            municipality=ARJEPLOG, clock=ClockKind.ACTION_PLAN, on=day(on), registration_number=number
        )
        await followup.tell(step)
    for on, value in (("2024-05-01", "3"), ("2025-05-01", "4"), ("2026-02-01", "6")):
        told = RecordMeasure(
            municipality=ARJEPLOG, agreement=AGREEMENT, measured=leadership, on=day(on), value=value, source="Egen"
        )
        await followup.tell(told)
    await followup.tell(RecordPublicFeedback(agreement=AGREEMENT, on=day("2026-02-10"), channel="Lokaltidningen"))

    last_year = await report(followup, 2025)
    assert last_year.as_of == day("2025-12-31")
    picture, plan = last_year.clocks
    assert (picture.state, plan.state, plan.registration_number) == (
        ClockState.UNKNOWN,
        ClockState.OVERDUE,
        "KS 2023/1",
    )
    (series,) = last_year.measures
    assert ([one.value for one in series.values], series.change) == (["3", "4"], "1")
    assert last_year.agreements[0].feedback.state is FeedbackState.TOLD
    assert (await report(followup, 2026)).clocks[1].state is ClockState.RUNNING


@given(
    dues=st.lists(DAYS, max_size=8),
    states=st.lists(st.sampled_from(OccurrenceState), min_size=8, max_size=8),
    done=st.lists(st.integers(0, 2), min_size=8, max_size=8),
    today=DAYS,
)
def test_each_occurrence_of_the_year_is_met_unmet_or_going_on_and_counted_once(
    dues: list[date], states: list[OccurrenceState], done: list[int], today: date
):
    document = quarterly(since="2024-01-01", until="2027-12-31")
    occurrences = [
        an_occurrence(str(due), starts=str(due - timedelta(days=30)), label=str(nr), state=states[nr], done=done[nr])
        for nr, due in enumerate(dues)
    ]
    followed = Followed(
        an_agreement(document, state=AgreementState.ACTIVE), commitments_of(document), occurrences, [], [], []
    )
    rows = [
        of_agreement(followed, a_year(year, ARJEPLOG, today)).commitments[0] for year in range(2024, today.year + 1)
    ]

    assert all(row.fell_due == row.met + row.unmet + row.going_on for row in rows)
    assert all(row.met_late <= row.met for row in rows)
    counted = [one for one in occurrences if one.due.year <= today.year and one.state is not OccurrenceState.CANCELLED]
    assert sum(row.fell_due for row in rows) == len(counted)
