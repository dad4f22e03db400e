"""In which state may what be done? Every state against every wish, and every order of wishes against the diagram."""

import pytest

from schemas.agreements import AgreementState
from services.runtime.errors import Refused
from tests.agreements.lives import WISHES, S, in_state

CASES = [(state, wish) for state in AgreementState for wish in WISHES]


@pytest.mark.parametrize("state", AgreementState)
def test_an_agreement_can_come_to_every_state(state: AgreementState):
    assert in_state(state).state is state


@pytest.mark.parametrize(("state", "wish"), CASES, ids=[f"{state}-{wish}" for state, wish in CASES])
def test_a_wish_is_granted_in_its_states_and_refused_in_all_others(state: AgreementState, wish: str):
    agreement, wished = in_state(state), WISHES[wish]

    if state in wished.granted:
        wished.carry_out(agreement)
    else:
        with pytest.raises(Refused, match="kan inte"):
            wished.carry_out(agreement)


@pytest.mark.parametrize("state", [S.CLOSED, S.WITHDRAWN, S.TERMINATED, S.SUPERSEDED])
def test_what_has_ended_changes_no_more(state: AgreementState):
    ended = in_state(state)

    for name, wished in WISHES.items():
        if state in wished.granted:
            assert name == "be renewed", "another may continue it; it stays as it is"
    assert ended.next_change is None


def test_a_refusal_says_what_the_agreement_is():
    with pytest.raises(Refused, match="Överenskommelsen arjeplog-2026-ml är uppsagd och kan inte delas"):
        WISHES["share"].carry_out(in_state(S.TERMINATED))


@pytest.mark.parametrize("name", ["extend", "extend by months", "revise", "amend", "amend a commitment", "be renewed"])
def test_extended_amended_and_renewed_are_events_and_no_states(name: str):
    """Each is told as a fact; what was active is active."""
    agreement = in_state(S.ACTIVE)

    changed = WISHES[name].carry_out(agreement)

    assert changed[0].state is S.ACTIVE
    assert [fact for fact in changed[-1] if type(fact).__name__ != "AgreementActivated"]
