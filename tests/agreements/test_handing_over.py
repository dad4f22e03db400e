"""All open work goes from one function to another in one piece: which, to whom, and what is told of it?"""

from datetime import date
from uuid import uuid4

import pytest

from schemas.agreements import (
    AddSignature,
    CancelCommitment,
    CommitmentReassigned,
    CoordinatorsChanged,
    DraftAgreement,
    HandOverWork,
    ShareAgreement,
    WithdrawAgreement,
    WorkHandedOver,
)
from schemas.base import Event, Party
from services.agreements.handlers import agreements, commitments, functions
from services.runtime.errors import Refused
from tests.agreements.working import Working, do, register, show, words
from tests.builders import (
    AGREEMENT,
    KOMMUNPOLIS,
    SAMORDNARE,
    a_commitment,
    a_document,
    a_function,
    agreement_id,
    responsible,
)

SCHOOL = a_function("skola")
EVERYBODY = (KOMMUNPOLIS, SAMORDNARE, SCHOOL)


async def hand_over(working: Working, giver=SAMORDNARE, taker=SCHOOL) -> list[Event]:
    return await do(working, functions.hand_over_work, HandOverWork(function_id=giver.id, to_id=taker.id))


async def roles(working: Working, ref: str = "arjeplog-2026-ml") -> dict[str, list[str]]:
    return {one.slug: [each.role for each in one.responsible] for one in (await show(working, ref)).commitments}


async def test_all_open_work_is_handed_over_each_commitment_is_told_of_and_they_are_counted(working: Working):
    promised = (a_commitment(), a_commitment("arjeplog-2", by=(SAMORDNARE,)), a_commitment("arjeplog-3", by=(SCHOOL,)))
    await register(working, commitments=promised, functions=EVERYBODY)
    other = (a_commitment("annan-1", agreement="annan"),)
    await register(working, slug="annan", commitments=other, functions=EVERYBODY)
    facts = await hand_over(working)

    reassigned = [fact for fact in facts if isinstance(fact, CommitmentReassigned)]
    assert [one.responsible for one in sorted(reassigned, key=lambda one: len(one.responsible))] == [
        responsible(SCHOOL),
        responsible(KOMMUNPOLIS, SCHOOL),
        responsible(KOMMUNPOLIS, SCHOOL),
    ]
    told = WorkHandedOver(function_id=SAMORDNARE.id, to_id=SCHOOL.id, commitments=3, on=date(2026, 3, 2))
    assert facts[-1] == told
    assert len(facts) == 6  # the coordinator of both too
    assert await roles(working) == {
        "arjeplog-1": ["kommunpolis", "skola"],
        "arjeplog-2": ["skola"],
        "arjeplog-3": ["skola"],
    }
    assert await roles(working, "annan") == {"annan-1": ["kommunpolis", "skola"]}


async def test_who_answered_already_answers_once_and_leads_where_the_other_led(working: Working):
    promised = (
        a_commitment("arjeplog-1", by=(SAMORDNARE, KOMMUNPOLIS, SCHOOL)),
        a_commitment("arjeplog-2", by=(SCHOOL, SAMORDNARE)),
    )
    await register(working, commitments=promised, functions=EVERYBODY)
    await hand_over(working)

    assert await roles(working) == {"arjeplog-1": ["skola", "kommunpolis"], "arjeplog-2": ["skola"]}


async def test_what_is_cancelled_or_over_stays_with_whom_it_was(working: Working):
    promised = (a_commitment(), a_commitment("arjeplog-2"))
    await register(working, commitments=promised, functions=EVERYBODY)
    cancel = CancelCommitment(commitment="arjeplog-2", reason="Ersatt", forum="styrgruppen")
    await do(working, commitments.cancel_commitment, cancel)
    given_up = (a_commitment("utkast-1", agreement="utkast"),)
    draft = DraftAgreement(document=a_document("utkast", commitments=given_up, functions=EVERYBODY))
    await do(working, agreements.draft_agreement, draft)
    await do(working, agreements.withdraw_agreement, WithdrawAgreement(agreement="utkast", reason="Blev inte av"))
    facts = await hand_over(working)

    assert [fact.commitments for fact in facts if isinstance(fact, WorkHandedOver)] == [1]
    assert await roles(working) == {
        "arjeplog-1": ["kommunpolis", "skola"],
        "arjeplog-2": ["kommunpolis", "samordnare"],
    }
    assert await roles(working, "utkast") == {"utkast-1": ["kommunpolis", "samordnare"]}


async def test_what_has_run_out_but_is_not_closed_is_handed_over_too(working: Working):
    """Mails about what is overdue in it go on."""
    await register(working, functions=EVERYBODY, until="2026-02-28")
    await hand_over(working)

    assert await roles(working) == {"arjeplog-1": ["kommunpolis", "skola"]}


async def test_who_takes_over_the_work_of_a_coordinator_coordinates(working: Working):
    await register(working, functions=EVERYBODY)
    facts = await hand_over(working)

    changed = CoordinatorsChanged(
        agreement_id=agreement_id(), coordinators=responsible(KOMMUNPOLIS, SCHOOL), on=date(2026, 3, 2)
    )
    assert facts[0] == changed
    assert words(await hand_over(working, SCHOOL, SAMORDNARE)) == words(facts)


async def test_who_only_coordinates_hands_that_over(working: Working):
    head, deputy = a_function("kommundirektör"), a_function("fritidschef")
    await register(working, functions=(*EVERYBODY, head, deputy), coordinators=(KOMMUNPOLIS.id, head.id))
    facts = await hand_over(working, head, deputy)

    assert words(facts) == ["CoordinatorsChanged", "WorkHandedOver"]
    with pytest.raises(Refused, match="har inget öppet arbete"):
        await hand_over(working, head, deputy)


async def test_the_same_document_can_be_imported_again_after_its_coordinator_has_handed_over(working: Working):
    await register(working, functions=EVERYBODY)
    await hand_over(working)

    assert await register(working, functions=EVERYBODY) == []


async def test_what_is_being_signed_stays_with_whom_it_was(working: Working):
    await do(working, agreements.draft_agreement, DraftAgreement(document=a_document(functions=EVERYBODY)))
    await do(working, agreements.share_agreement, ShareAgreement(agreement=AGREEMENT, on=date(2026, 3, 1)))
    half = AddSignature(agreement=AGREEMENT, party=Party.POLICE, role="lokalpolisområdeschef", on=date(2026, 3, 2))
    await do(working, agreements.add_signature, half)

    with pytest.raises(Refused, match="har inget öppet arbete"):
        await hand_over(working)


async def test_work_that_has_been_handed_over_can_be_handed_back(working: Working):
    await register(working, functions=EVERYBODY)
    await hand_over(working)
    await hand_over(working, SCHOOL, SAMORDNARE)

    assert await roles(working) == {"arjeplog-1": ["kommunpolis", "samordnare"]}


async def test_where_there_is_nothing_to_hand_over_it_is_said(working: Working):
    await register(working, functions=EVERYBODY)
    with pytest.raises(Refused, match=r"Funktionen skola har inget öppet arbete att lämna över\."):
        await hand_over(working, SCHOOL, SAMORDNARE)


async def test_work_is_not_handed_over_to_the_other_party(working: Working):
    await register(working)
    with pytest.raises(Refused, match="samordnare och kommunpolis hör till olika parter"):
        await hand_over(working, SAMORDNARE, KOMMUNPOLIS)
    with pytest.raises(Refused, match="har redan sitt arbete"):
        await hand_over(working, SAMORDNARE, SAMORDNARE)


async def test_functions_that_do_not_exist_are_named_by_field(working: Working):
    await register(working)
    nobody = a_function("ingen", Party.POLICE).model_copy(update={"id": uuid4()})
    with pytest.raises(Refused, match="Fältet function_id: det finns ingen funktion"):
        await hand_over(working, nobody, SAMORDNARE)
    with pytest.raises(Refused, match="Fältet to_id: det finns ingen funktion"):
        await hand_over(working, SAMORDNARE, nobody)
