"""How does an agreement end before its time, and what does closing it ask for?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import (
    AgreementClosed,
    AgreementRenewed,
    AgreementState,
    AgreementSuperseded,
    AgreementTerminated,
    AgreementType,
    CommitmentFate,
    Fate,
    FateWish,
    NoticeGiven,
)
from services.agreements import model
from services.runtime.errors import Refused
from tests.agreements.lives import AFTER, SUCCESSOR, a_checklist, a_successor, in_state, superseding, terminating
from tests.agreements.promised import FIRST_DAY, TODAY, kinds, registered
from tests.builders import a_commitment, a_document, commitment_id

S = AgreementState
CARRIED = FateWish(commitment="arjeplog-1", fate=Fate.CARRIED_OVER, carried_to="ny-1")
DONE = FateWish(commitment="arjeplog-2", fate=Fate.COMPLETED)
GONE = FateWish(commitment="arjeplog-3", fate=Fate.CANCELLED, reason="Torget byggs om", forum="styrgruppen")


def test_an_agreement_without_notice_ends_the_day_it_is_terminated():
    ended, facts = model.terminate(registered(), terminating(), TODAY)

    assert ended.state is S.TERMINATED
    assert kinds(facts) == [NoticeGiven, AgreementTerminated]
    assert facts[1] == AgreementTerminated(
        agreement_id=ended.id, on=TODAY, reason="Löftet bär inte längre", forum="BRÅ"
    )


def test_a_termination_may_be_told_afterwards_with_its_own_day():
    ended, facts = model.terminate(registered(), terminating(given_on=date(2026, 2, 1)), TODAY)

    assert ended.state is S.TERMINATED
    assert facts[1].on == date(2026, 2, 1)


def test_notice_that_is_to_come_is_no_notice():
    with pytest.raises(Refused, match="ligger i framtiden"):
        model.terminate(registered(), terminating(given_on=TODAY + timedelta(days=1)), TODAY)
    with pytest.raises(Refused, match="före överenskommelsens första dag 2026-01-01"):
        model.terminate(registered(), terminating(given_on=date(2025, 12, 31)), TODAY)


def test_during_its_notice_it_applies_and_then_it_ends_by_itself():
    agreement = registered(a_document(until=None, notice_months=6))
    agreement, facts = model.terminate(agreement, terminating(given_on=date(2026, 2, 28)), TODAY)

    assert agreement.state is S.ACTIVE
    assert facts[0].ends_on == date(2026, 8, 29)
    assert agreement.move_by_date(date(2026, 8, 28)) == (agreement, ())
    ended, facts = agreement.move_by_date(date(2030, 1, 1))
    assert ended.state is S.TERMINATED
    assert facts[0].on == date(2026, 8, 29)


@given(st.dates(FIRST_DAY, TODAY), st.integers(1, 60))
def test_it_never_ends_before_its_notice_is_out(given_on: date, months: int):
    agreement = registered(a_document(until=None, notice_months=months))
    noticed, _ = model.terminate(agreement, terminating(given_on=given_on), TODAY)
    ends_on = noticed.life.notice.ends_on

    too_early = terminating(given_on=given_on, on=ends_on - timedelta(days=1))
    with pytest.raises(Refused, match=f"Uppsägningstiden är {months} månader: den kan tidigast upphöra {ends_on}"):
        model.terminate(agreement, too_early, TODAY)
    later = terminating(given_on=given_on, on=ends_on + timedelta(days=1))
    noticed, _ = model.terminate(agreement, later, TODAY)
    assert (noticed.state is S.ACTIVE) == (later.on > TODAY)


def test_what_runs_out_before_its_notice_is_not_terminated():
    with pytest.raises(Refused, match="går ut 2026-12-31, innan en uppsägning skulle gälla 2027-03-03"):
        model.terminate(registered(a_document(notice_months=12)), terminating(), TODAY)


def test_what_is_terminated_is_neither_terminated_again_nor_extended():
    noticed, _ = model.terminate(registered(), terminating(on=date(2026, 6, 1)), TODAY)

    with pytest.raises(Refused, match="redan uppsagd till 2026-06-01"):
        model.terminate(noticed, terminating(), TODAY)
    with pytest.raises(Refused, match="uppsagd till 2026-06-01 och förlängs inte"):
        noticed.extend(date(2027, 6, 30), "Mer tid", TODAY)


def three() -> model.Agreement:
    return registered(a_document(commitments=tuple(a_commitment(f"arjeplog-{nr}") for nr in (1, 2, 3))))


def test_each_open_commitment_is_carried_over_completed_or_cancelled():
    old, new, facts = model.supersede(three(), a_successor(), superseding(CARRIED, DONE, GONE), TODAY)

    assert old.state is S.SUPERSEDED
    assert old.life.successor_id == new.id
    assert kinds(facts) == [AgreementSuperseded, AgreementRenewed]
    assert facts[0].fates == (
        CommitmentFate(
            commitment_id=commitment_id(), fate=Fate.CARRIED_OVER, carried_to=commitment_id("ny-1", SUCCESSOR)
        ),
        CommitmentFate(commitment_id=commitment_id("arjeplog-2"), fate=Fate.COMPLETED),
        CommitmentFate(
            commitment_id=commitment_id("arjeplog-3"),
            fate=Fate.CANCELLED,
            reason="Torget byggs om",
            forum="styrgruppen",
        ),
    )
    assert [one.is_open for one in old.commitments] == [False, False, False]
    assert new.commitments[0].entry.carried_over


def test_no_open_commitment_is_forgotten_when_an_agreement_is_superseded():
    with pytest.raises(Refused, match="säg vad som händer med arjeplog-2 och arjeplog-3"):
        model.supersede(three(), a_successor(), superseding(CARRIED), TODAY)


def test_what_was_cancelled_before_needs_no_fate_and_gets_none():
    agreement, _ = three().cancel_commitment(commitment_id("arjeplog-3"), "Ersatt", "styrgruppen", TODAY)

    old, _, _ = model.supersede(agreement, a_successor(), superseding(CARRIED, DONE), TODAY)
    assert old.commitments[2].fate is None
    with pytest.raises(Refused, match="Åtagandet arjeplog-3 i arjeplog-2026-ml har utgått"):
        model.supersede(agreement, a_successor(), superseding(CARRIED, DONE, GONE), TODAY)


WRONG_FATES = {
    "twice": ((CARRIED, CARRIED, DONE, GONE), "arjeplog-1 nämns två gånger"),
    "nowhere": (
        (CARRIED.model_copy(update={"carried_to": None}), DONE, GONE),
        "fältet carried_to anges när, och bara när, åtagandet överförs",
    ),
    "to what is not there": (
        (CARRIED.model_copy(update={"carried_to": "borta"}), DONE, GONE),
        "Det finns inget åtagande borta i",
    ),
    "done and carried over": (
        (CARRIED, DONE.model_copy(update={"carried_to": "ny-1"}), GONE),
        "när, och bara när, åtagandet överförs",
    ),
    "cancelled without a forum": (
        (CARRIED, DONE, GONE.model_copy(update={"forum": " "})),
        "den som låter det utgå anger skäl och forum",
    ),
    "a person": (
        (CARRIED, DONE, GONE.model_copy(update={"reason": "640823-3234"})),
        "personnummer",
    ),
}


@pytest.mark.parametrize(("fates", "sentence"), WRONG_FATES.values(), ids=WRONG_FATES.keys())
def test_a_fate_that_cannot_be_is_refused(fates: tuple[FateWish, ...], sentence: str):
    with pytest.raises(Refused, match=sentence):
        model.supersede(three(), a_successor(), superseding(*fates), TODAY)


def test_a_successor_is_another_agreement_that_applies_that_day():
    with pytest.raises(Refused, match="kan inte ersätta sig själv"):
        model.supersede(registered(), registered(), superseding(), TODAY)
    with pytest.raises(Refused, match=f"{SUCCESSOR} är ett utkast och kan inte ersätta en annan"):
        model.supersede(registered(), a_successor(S.DRAFT), superseding(), TODAY)
    old = registered(a_document(since="2025-01-01"))
    with pytest.raises(Refused, match="gäller först från 2026-01-01, inte 2025-12-31"):
        model.supersede(old, a_successor(), superseding(on=date(2025, 12, 31)), TODAY)
    with pytest.raises(Refused, match="ligger i framtiden"):
        model.supersede(registered(), a_successor(), superseding(on=date(2026, 3, 3)), TODAY)


def test_closing_keeps_the_days_of_all_five_steps():
    closed, facts = model.close(in_state(S.EXPIRED), AFTER, a_checklist(), AFTER)

    assert closed.state is S.CLOSED
    assert facts == (AgreementClosed(agreement_id=closed.id, on=AFTER, checklist=a_checklist()),)


LACKING = {
    "assessed_by_municipality": "kommunens bedömning av åtagandena",
    "assessed_by_police": "polisens bedömning av åtagandena",
    "effect_considered": "en bedömning av effekten",
    "process_reviewed": "en genomgång av samarbetet",
    "steering_group_informed": "information till styrgruppen",
    "residents_informed": "information till invånarna",
}


@pytest.mark.parametrize(("step", "sentence"), LACKING.items())
def test_a_promise_is_not_closed_while_a_step_lacks(step: str, sentence: str):
    with pytest.raises(Refused, match=f"kan inte avslutas: det saknas {sentence}"):
        model.close(in_state(S.EXPIRED), AFTER, a_checklist(**{step: None}), AFTER)


def test_a_refused_closing_names_all_that_lacks():
    lacking = a_checklist(assessed_by_police=None, residents_informed=None)

    with pytest.raises(Refused, match="polisens bedömning av åtagandena och information till invånarna"):
        model.close(in_state(S.EXPIRED), AFTER, lacking, AFTER)


def test_residents_are_told_of_promises_only():
    agreement = in_state(S.EXPIRED, a_document(type=AgreementType.COLLABORATION_AGREEMENT))

    assert model.close(agreement, AFTER, a_checklist(residents_informed=None), AFTER)[0].state is S.CLOSED


def test_a_step_was_taken_while_it_applied_or_before_it_is_closed():
    with pytest.raises(Refused, match="Fältet process_reviewed: 2027-02-02 ligger utanför tiden 2026-01-01–2027-02-01"):
        model.close(in_state(S.EXPIRED), AFTER, a_checklist(process_reviewed=date(2027, 2, 2)), AFTER)
    with pytest.raises(Refused, match="Fältet on: 2026-12-31 ligger inte efter överenskommelsens sista dag"):
        model.close(in_state(S.EXPIRED), date(2026, 12, 31), a_checklist(date(2026, 12, 1)), AFTER)
    with pytest.raises(Refused, match="ligger i framtiden"):
        model.close(in_state(S.EXPIRED), AFTER + timedelta(days=1), a_checklist(), AFTER)
