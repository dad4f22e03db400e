"""What does the follow-up service say and answer when something is agreed and told? On a real database."""

from datetime import date

import pytest

from schemas import progress
from schemas.agreements import (
    AgreementActivated,
    AgreementExpired,
    AgreementExtended,
    AgreementState,
    AgreementWithdrawn,
    CommitmentCancelled,
    CommitmentDueRuleChanged,
    CommitmentReassigned,
    Continuous,
    Count,
    Once,
    OnDemand,
    Schedule,
    Window,
)
from schemas.base import Party
from schemas.followup import (
    ActivityReported,
    AssessCommitment,
    CommitmentAssessed,
    ExplainOccurrence,
    Fulfilment,
    Light,
    ListDue,
    ListOccurrences,
    OccurrenceCancelled,
    OccurrenceCompleted,
    OccurrenceDueMoved,
    OccurrencesPlanned,
    OccurrenceState,
    ReminderDue,
    ShowOccurrence,
    SummariseAgreement,
)
from services.runtime.errors import Refused
from tests.builders import SAMORDNARE, a_commitment, a_document, responsible
from tests.followup.following import Following, a_report, adding, drafted, signed, signing
from tests.followup.values import day

TWICE_A_YEAR = Count(min=1, window=Window.HALF_YEAR)
ALL_KINDS = (
    a_commitment("arjeplog-1", TWICE_A_YEAR),
    a_commitment("arjeplog-2", Once()),
    a_commitment("arjeplog-3", Schedule(rrule="FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3")),
    a_commitment("arjeplog-4", Continuous()),
    a_commitment("arjeplog-5", OnDemand()),
    a_commitment("arjeplog-6", Count(min=3, window=Window.WEEK, averaged=True, evaluated_over=Window.YEAR)),
)


async def slugs(followup: Following, commitment: str = "arjeplog-1") -> dict[str, OccurrenceState]:
    answer = await followup.ask(ListOccurrences(commitment=commitment))
    return {line.slug: line.state for line in answer.occurrences}


async def test_nothing_is_planned_for_a_draft(followup: Following):
    await followup.hear(*drafted(a_document()))
    assert await slugs(followup) == {}
    assert followup.said == []


async def test_signing_plans_every_kind_of_commitment(followup: Following):
    await followup.hear(*signed(a_document(commitments=ALL_KINDS)))
    planned = {fact.commitment_id: fact.occurrences for fact in followup.heard(OccurrencesPlanned)}
    assert [len(planned[one.id]) for one in ALL_KINDS[:2]] == [2, 1]
    assert {one.id for one in ALL_KINDS} == planned.keys()
    assert list(await slugs(followup)) == ["arjeplog-1/2026-H1", "arjeplog-1/2026-H2"]
    standing = planned[ALL_KINDS[3].id][0]
    assert (standing.due, standing.target) == (None, None)


async def test_a_commitment_added_after_signing_is_planned_at_once(followup: Following):
    document = a_document()
    late = a_commitment("arjeplog-9")
    await followup.hear(*signed(document), adding(document, late))
    assert list(await slugs(followup, "arjeplog-9")) == ["arjeplog-9/2026"]


async def test_one_occurrence_for_each_municipality(followup: Following):
    each = a_commitment(recurrence=Count(min=1, window=Window.YEAR, per_municipality=True))
    document = a_document(commitments=(each,), municipalities=("2417", "2505", "2506"))
    await followup.hear(*signed(document))
    assert list(await slugs(followup)) == ["arjeplog-1/2026/2417", "arjeplog-1/2026/2505", "arjeplog-1/2026/2506"]


async def test_an_agreement_that_is_extended_moves_the_last_due_day_and_plans_more(followup: Following):
    document = a_document(commitments=(a_commitment(recurrence=Once()), a_commitment("arjeplog-2", TWICE_A_YEAR)))
    await followup.hear(*signed(document))
    followup.said.clear()
    await followup.hear(
        AgreementExtended(
            agreement_id=document.id, until=day("2027-03-31"), was_until=day("2026-12-31"), reason="Ny nämnd"
        )
    )
    (moved,) = followup.heard(OccurrenceDueMoved)
    assert (moved.was_due, moved.due, moved.due_version) == (day("2026-12-31"), day("2027-03-31"), 2)
    (planned,) = followup.heard(OccurrencesPlanned)
    assert [window.slug for window in planned.occurrences] == ["arjeplog-2/2027-H1"]


async def test_a_moved_due_day_cancels_the_old_ladder_and_plans_a_new_one(followup: Following):
    document = a_document(commitments=(a_commitment(due="2026-06-30"),))
    await followup.hear(*signed(document))
    await followup.hear(_rule(document, Once(due=day("2026-10-30")), "Snön låg kvar"))
    explanation = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/once"))
    assert explanation.occurrence.due == day("2026-10-30")
    by_state = {
        state: [one for one in explanation.reminders if one.state == state] for state in ("planned", "cancelled")
    }
    assert {one.reason for one in by_state["cancelled"]} == {"Sista dagen flyttades."}
    assert [one.leaves for one in by_state["planned"]][:2] == [day("2026-10-02"), day("2026-10-23")]
    assert "Sista dagen flyttades 2026-03-02 från 2026-06-30 till 2026-10-30" in explanation.sentences[-1]
    assert "kommunen: Snön låg kvar." in explanation.sentences[-1]


async def test_windows_that_vanish_are_cancelled_and_done_ones_stay(followup: Following):
    document = a_document(commitments=(a_commitment(recurrence=TWICE_A_YEAR),))
    await followup.hear(*signed(document))
    await followup.tell(a_report("arjeplog-1/2026-H1"))
    followup.said.clear()
    await followup.hear(_rule(document, Count(min=4, window=Window.YEAR), "Årsvis i stället"))
    assert await slugs(followup) == {
        "arjeplog-1/2026": OccurrenceState.PLANNED,
        "arjeplog-1/2026-H1": OccurrenceState.COMPLETED,
        "arjeplog-1/2026-H2": OccurrenceState.CANCELLED,
    }
    assert [fact.reason for fact in followup.heard(OccurrenceCancelled)] == ["Årsvis i stället"]


async def test_a_new_rule_promises_nothing_for_time_that_has_passed(followup: Following):
    document = a_document(since="2025-01-01", commitments=(a_commitment(recurrence=Count(min=1, window=Window.YEAR)),))
    await followup.hear(*signed(document))
    await followup.hear(_rule(document, TWICE_A_YEAR, "Oftare"))
    assert await slugs(followup) == {
        "arjeplog-1/2025": OccurrenceState.PLANNED,
        "arjeplog-1/2026": OccurrenceState.CANCELLED,
        "arjeplog-1/2026-H1": OccurrenceState.PLANNED,
        "arjeplog-1/2026-H2": OccurrenceState.PLANNED,
    }


async def test_a_window_that_comes_back_is_the_same_occurrence(followup: Following):
    document = a_document()
    yearly = document.commitments[0].recurrence
    await followup.hear(*signed(document))
    await followup.hear(_rule(document, TWICE_A_YEAR, "Oftare"), _rule(document, yearly, "Ångrat"))
    states = await slugs(followup)
    assert states["arjeplog-1/2026"] is OccurrenceState.PLANNED
    await followup.tell(a_report("arjeplog-1/2026"))


async def test_a_lowered_target_completes_what_is_already_done(followup: Following):
    document = a_document(commitments=(a_commitment(recurrence=Count(min=3, window=Window.YEAR)),))
    await followup.hear(*signed(document))
    await followup.tell(a_report("arjeplog-1/2026", 2))
    await followup.hear(_rule(document, Count(min=2, window=Window.YEAR), "Två räcker"))
    (completed,) = followup.heard(OccurrenceCompleted)
    assert (completed.done, completed.target) == (2, 2)


async def test_a_cancelled_commitment_cancels_what_is_open_and_says_who_decided(followup: Following):
    document = a_document(commitments=(a_commitment(recurrence=TWICE_A_YEAR),))
    await followup.hear(*signed(document))
    await followup.tell(a_report("arjeplog-1/2026-H1"))
    cancelled = CommitmentCancelled(
        agreement_id=document.id, commitment_id=document.commitments[0].id, reason="Dubbelt", forum="styrgruppen"
    )
    await followup.hear(cancelled)
    (fact,) = followup.heard(OccurrenceCancelled)
    assert (fact.reason, fact.forum) == ("Dubbelt", "styrgruppen")
    assert await slugs(followup) == {
        "arjeplog-1/2026-H1": OccurrenceState.COMPLETED,
        "arjeplog-1/2026-H2": OccurrenceState.CANCELLED,
    }
    explanation = await followup.ask(ExplainOccurrence(occurrence="arjeplog-1/2026-H2"))
    assert {one.state for one in explanation.reminders} == {"cancelled"}


async def test_who_is_reminded_is_read_when_the_reminder_leaves(followup: Following):
    document = a_document(commitments=(a_commitment(due="2026-06-30"),))
    await followup.hear(*signed(document))
    await followup.hear(
        CommitmentReassigned(
            agreement_id=document.id, commitment_id=document.commitments[0].id, responsible=responsible(SAMORDNARE)
        )
    )
    followup.clock.set("2026-06-02T09:00")
    await followup.let_time_work()
    (reminder,) = followup.heard(ReminderDue)
    assert reminder.functions == (SAMORDNARE.id,)


async def test_an_agreement_s_states_are_known(followup: Following):
    document = a_document()
    await followup.hear(*signed(document), AgreementActivated(agreement_id=document.id, on=day("2026-01-01")))
    summary = await followup.ask(SummariseAgreement(agreement=document.slug))
    assert summary.head.state is AgreementState.ACTIVE


async def test_a_withdrawn_draft_tells_nobody_anything(followup: Following):
    document = a_document()
    await followup.hear(*drafted(document), AgreementWithdrawn(agreement_id=document.id, reason="Blev inget"))
    assert followup.said == []


async def test_the_counties_hear_of_agreements_and_occurrences_in_ids_and_numbers_only(followup: Following):
    document = a_document(municipalities=("2417", "2506"))
    await followup.hear(*signed(document), AgreementExpired(agreement_id=document.id, on=day("2027-01-01")))
    await followup.tell(a_report("arjeplog-1/2026", comment="Hemlig anteckning"))
    told = [fact for fact in followup.said if isinstance(fact, progress.Progress)]
    assert [type(fact) for fact in told] == [
        progress.AgreementSigned,
        progress.AgreementExpired,
        progress.OccurrenceCompleted,
    ]
    assert told[0].subjects() == [
        "progress.24.2417.agreement-signed.v1",
        "progress.25.2506.agreement-signed.v1",
    ]
    assert "Hemlig" not in "".join(fact.model_dump_json() for fact in told)


async def test_a_report_by_slug_or_id_is_told_once_and_listed(followup: Following):
    await followup.hear(*signed(a_document(commitments=(a_commitment(recurrence=Count(min=3, window=Window.YEAR)),))))
    await followup.tell(a_report("arjeplog-1/2026", comment="Tolv kom"))
    card = await followup.ask(ShowOccurrence(occurrence="arjeplog-1/2026"))
    await followup.tell(a_report(str(card.occurrence.id), by=Party.MUNICIPALITY))
    card = await followup.ask(ShowOccurrence(occurrence="arjeplog-1/2026"))
    assert (card.occurrence.done, card.occurrence.light) == (2, Light.GREEN)
    assert {(one.party, one.comment) for one in card.reports} == {(Party.POLICE, "Tolv kom"), (Party.MUNICIPALITY, "")}
    assert [fact.done for fact in followup.heard(ActivityReported)] == [1, 2]


async def test_an_unknown_occurrence_is_refused_with_a_sentence(followup: Following):
    with pytest.raises(Refused, match="Tillfället arjeplog-1/1999 finns inte"):
        await followup.tell(a_report("arjeplog-1/1999"))


async def test_each_party_judges_for_itself(followup: Following):
    await followup.hear(*signed(a_document()))
    await followup.tell(_judgement(Party.POLICE, Fulfilment.FULFILLED))
    await followup.tell(_judgement(Party.MUNICIPALITY, Fulfilment.PARTLY_FULFILLED))
    assert len(followup.heard(CommitmentAssessed)) == 2
    summary = await followup.ask(SummariseAgreement(agreement="arjeplog-2026-ml"))
    views = summary.focus_areas[0].commitments[0].parties
    assert {(view.party, view.fulfilment) for view in views} == {
        (Party.POLICE, Fulfilment.FULFILLED),
        (Party.MUNICIPALITY, Fulfilment.PARTLY_FULFILLED),
    }


@pytest.mark.parametrize(
    ("fulfilment", "on", "sentence"),
    [
        (Fulfilment.FULFILLED, "2026-03-03", "har inte kommit än"),
        (Fulfilment.FULFILLED, "2025-03-03", "före överenskommelsens första dag"),
        (Fulfilment.NOT_REPORTED, "2026-03-02", "kan inte väljas"),
    ],
)
async def test_a_judgement_that_cannot_be_is_refused(
    followup: Following, fulfilment: Fulfilment, on: str, sentence: str
):
    await followup.hear(*signed(a_document()))
    with pytest.raises(Refused, match=sentence):
        await followup.tell(_judgement(Party.POLICE, fulfilment, on))


async def test_a_draft_is_not_judged(followup: Following):
    document = a_document()
    await followup.hear(*drafted(document))
    with pytest.raises(Refused, match="inte undertecknad"):
        await followup.tell(_judgement(Party.POLICE, Fulfilment.FULFILLED))
    await followup.hear(signing(document))
    await followup.tell(_judgement(Party.POLICE, Fulfilment.FULFILLED))


async def test_what_is_due_lists_the_most_urgent_first(followup: Following):
    commitments = (
        a_commitment("arjeplog-1", due="2026-03-20"),
        a_commitment("arjeplog-2", due="2026-02-20"),
        a_commitment("arjeplog-3", due="2026-06-20"),
        a_commitment("arjeplog-4", due="2026-03-21"),
    )
    await followup.hear(*signed(a_document(commitments=commitments)))
    await followup.tell(a_report("arjeplog-4/once"))
    answer = await followup.ask(ListDue())
    assert [(line.slug, line.overdue_days) for line in answer.occurrences] == [
        ("arjeplog-2/once", 10),
        ("arjeplog-1/once", 0),
    ]
    answer = await followup.ask(ListDue(until=day("2026-06-20"), agreement="arjeplog-2026-ml"))
    assert len(answer.occurrences) == 3
    with pytest.raises(Refused, match="Överenskommelsen okänd finns inte"):
        await followup.ask(ListDue(agreement="okänd"))


async def test_occurrences_are_listed_by_id_and_unknown_ids_left_out(followup: Following):
    document = a_document()
    await followup.hear(*signed(document))
    known = followup.heard(OccurrencesPlanned)[0].occurrences[0].id
    answer = await followup.ask(ListOccurrences(ids=(known, document.id)))
    assert [line.id for line in answer.occurrences] == [known]


async def test_what_was_signed_long_ago_is_no_news_when_it_is_read_in_today(followup: Following):
    await followup.hear(*signed(a_document(), on="2026-01-05"))
    assert (
        await followup.ask(SummariseAgreement(agreement="arjeplog-2026-ml", since=day("2026-02-01")))
    ).changes.new == ()
    (new,) = (await followup.ask(SummariseAgreement(agreement="arjeplog-2026-ml", since=day("2026-01-01")))).changes.new
    assert new.on == day("2026-01-05")


def _rule(document, recurrence, reason: str) -> CommitmentDueRuleChanged:
    return CommitmentDueRuleChanged(
        agreement_id=document.id,
        commitment_id=document.commitments[0].id,
        recurrence=recurrence,
        by=Party.MUNICIPALITY,
        reason=reason,
    )


def _judgement(party: Party, fulfilment: Fulfilment, on: str = "2026-03-02") -> AssessCommitment:
    return AssessCommitment(commitment="arjeplog-1", party=party, fulfilment=fulfilment, on=date.fromisoformat(on))
