"""What is kept when a promise changes, and what is answered, on a real PostgreSQL?"""

from datetime import date
from uuid import uuid4

import pytest

from schemas.agreements import (
    AddCommitment,
    CancelCommitment,
    ChangeDueRule,
    CommitmentAdded,
    Count,
    FunctionAdded,
    ListAgreements,
    ReassignCommitment,
    Window,
)
from schemas.base import Party
from services.agreements.handlers import commitments, questions
from services.runtime.errors import Refused
from tests.agreements.working import Working, ask, do, register, show
from tests.builders import (
    SAMORDNARE,
    a_commitment,
    a_function,
    commitment_id,
)


async def test_one_thing_more_is_promised_with_a_new_function(working: Working):
    await register(working)
    school = a_function("skola")
    wish = AddCommitment(
        agreement="arjeplog-2026-ml", commitment=a_commitment("arjeplog-2", by=(school,)), functions=(school,)
    )
    facts = await do(working, commitments.add_commitment, wish)

    today = date(2026, 3, 2)
    assert facts[0] == FunctionAdded(
        function_id=school.id, party=Party.MUNICIPALITY, municipality="2506", role="skola", since=today
    )
    assert isinstance(facts[1], CommitmentAdded)
    card = await show(working)
    assert [commitment.slug for commitment in card.commitments] == ["arjeplog-1", "arjeplog-2"]
    assert school in card.document.functions


async def test_a_commitment_gets_another_rhythm_other_functions_and_an_end(working: Working):
    await register(working)
    twice = Count(min=2, window=Window.YEAR)
    rule = ChangeDueRule(commitment="arjeplog-1", recurrence=twice, by=Party.POLICE, reason="För sällan")
    await do(working, commitments.change_due_rule, rule)
    by_id = ReassignCommitment(commitment=str(commitment_id()), functions=(SAMORDNARE,))
    await do(working, commitments.reassign_commitment, by_id)
    end = CancelCommitment(commitment="arjeplog-1", reason="Ersatt", forum="styrgruppen")
    await do(working, commitments.cancel_commitment, end)

    card = (await show(working)).commitments[0]
    assert card.recurrence == twice
    assert [one.role for one in card.responsible] == ["samordnare"]
    assert card.cancelled


async def test_agreements_are_found_by_county_and_municipality(working: Working):
    await register(working, slug="smakom", municipalities=("2417", "2418", "2506"), commitments=())
    await register(working, slug="haninge", municipalities=("0136",), until=None, commitments=())

    async def found(**where: str) -> list[str]:
        lines = await ask(working, questions.list_agreements, ListAgreements(**where))
        return [line.slug for line in lines.agreements]

    assert await found() == ["haninge", "smakom"]
    assert await found(county="25") == ["smakom"]
    assert await found(county="24") == ["smakom"]
    assert await found(municipality="2506") == ["smakom"]
    assert await found(county="01", municipality="2506") == []
    lines = (await ask(working, questions.list_agreements, ListAgreements(county="25"))).agreements
    assert lines[0].counties == ("24", "25")
    assert lines[0].municipalities == ("2417", "2418", "2506")


@pytest.mark.parametrize("ref", ["finns-inte", str(uuid4()), "nul\x00", "';--"], ids=["slug", "uuid", "nul", "quote"])
async def test_what_does_not_exist_is_said_plainly(working: Working, ref: str):
    with pytest.raises(Refused, match="Det finns ingen överenskommelse som heter"):
        await show(working, ref)
    wish = CancelCommitment(commitment=ref, reason="Ersatt", forum="styrgruppen")
    with pytest.raises(Refused, match="Det finns inget åtagande som heter"):
        await do(working, commitments.cancel_commitment, wish)
