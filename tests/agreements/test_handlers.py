"""What is kept and told when the agreements service is asked, on a real PostgreSQL?"""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from schemas.agreements import (
    AgreementActivated,
    AgreementExpired,
    AgreementState,
    DraftAgreement,
    ExtendAgreement,
    FunctionAdded,
    ShareAgreement,
    SignAgreement,
    WithdrawAgreement,
)
from services.agreements.handlers import agreements
from services.runtime.errors import Refused
from tests.agreements.working import FIRST_DAY, Working, do, move, register, show, words
from tests.builders import (
    a_commitment,
    a_document,
    agreement_id,
)
from tests.fakes import StoppedClock


async def test_a_registered_agreement_is_told_and_shown_whole(working: Working):
    facts = await register(working)

    assert words(facts) == [
        "FunctionAdded",
        "FunctionAdded",
        "AgreementDrafted",
        "CommitmentAdded",
        "AgreementShared",
        "AgreementSigned",
        "AgreementActivated",
    ]
    card = await show(working)
    assert card == await show(working, str(agreement_id()))
    assert card.document == a_document()
    assert (card.state, card.signed_on) == (AgreementState.ACTIVE, FIRST_DAY)
    assert [commitment.slug for commitment in card.commitments] == ["arjeplog-1"]


async def test_registering_the_same_again_changes_and_tells_nothing(working: Working):
    await register(working)

    assert await register(working) == []


async def test_registering_something_else_under_the_same_id_is_refused(working: Working):
    await register(working)

    with pytest.raises(Refused, match="annat innehåll i fältet validity"):
        await register(working, until="2027-12-31")


async def test_registering_the_same_twice_at_once_registers_it_once(working: Working):
    both = await asyncio.gather(register(working), register(working))

    assert sorted(len(facts) for facts in both) == [0, 7]


async def test_of_two_at_once_with_one_id_and_two_names_one_is_refused_and_nothing_is_written_over(working: Working):
    one, other = (a_document(id=agreement_id(), slug=slug, commitments=()) for slug in ("ett", "annat"))
    both = await asyncio.gather(
        *(do(working, agreements.draft_agreement, DraftAgreement(document=document)) for document in (one, other)),
        return_exceptions=True,
    )

    assert [type(each) for each in both if isinstance(each, Exception)] == [Refused]


async def test_a_name_that_another_agreement_has_is_refused(working: Working):
    await register(working)

    with pytest.raises(Refused, match="finns redan en överenskommelse som heter arjeplog-2026-ml"):
        await register(working, id=uuid4(), commitments=())
    with pytest.raises(Refused, match="ett åtagande som heter arjeplog-1 finns redan i en annan"):
        await register(working, slug="annan-2026-ml")


async def test_no_agreement_can_take_over_what_another_has_promised(working: Working):
    await register(working)
    stolen = a_commitment("annan-1", agreement="annan-2026-ml")
    stolen = stolen.model_copy(update={"id": a_document().commitments[0].id})

    with pytest.raises(Refused, match=f"ett åtagande med id {stolen.id} finns redan i en annan"):
        await register(working, slug="annan-2026-ml", commitments=(stolen,))

    assert [one.slug for one in (await show(working)).commitments] == ["arjeplog-1"]


async def test_functions_are_added_once_however_many_agreements_name_them(working: Working):
    await register(working)
    facts = await register(
        working, slug="annan-2026-ml", commitments=(a_commitment("annan-1", agreement="annan-2026-ml"),)
    )

    assert not [fact for fact in facts if isinstance(fact, FunctionAdded)]


async def test_a_refused_document_leaves_nothing_behind(working: Working):
    with pytest.raises(Refused):
        await register(working, title="Löfte\x00")

    async with working() as work:
        assert (await work.connection.execute(text("SELECT count(*) FROM agreement"))).scalar_one() == 0
        assert (await work.connection.execute(text("SELECT count(*) FROM event_log"))).scalar_one() == 0


async def test_a_draft_is_shared_signed_and_active(working: Working):
    await do(working, agreements.draft_agreement, DraftAgreement(document=a_document()))
    await do(working, agreements.share_agreement, ShareAgreement(agreement="arjeplog-2026-ml", on=date(2026, 2, 1)))
    wish = SignAgreement(agreement="arjeplog-2026-ml", on=date(2026, 2, 9))
    facts = await do(working, agreements.sign_agreement, wish)

    assert words(facts) == ["AgreementSigned", "AgreementActivated"]
    assert (await show(working)).signed_on == date(2026, 2, 9)


async def test_a_withdrawn_draft_is_not_shared(working: Working):
    await do(working, agreements.draft_agreement, DraftAgreement(document=a_document()))
    wish = WithdrawAgreement(agreement=str(agreement_id()), reason="Parterna gick skilda vägar")
    assert words(await do(working, agreements.withdraw_agreement, wish)) == ["AgreementWithdrawn"]

    with pytest.raises(Refused, match="tillbakadragen"):
        await do(working, agreements.share_agreement, ShareAgreement(agreement="arjeplog-2026-ml", on=FIRST_DAY))


async def test_the_calendar_moves_agreements_once_and_tells_the_right_days_late(working: Working, clock: StoppedClock):
    await register(working, since="2026-04-01")
    clock.set("2026-03-31T23:59")
    assert await move(working) == []

    clock.set("2029-08-01T00:01")
    assert await move(working) == [
        AgreementActivated(agreement_id=agreement_id(), on=date(2026, 4, 1)),
        AgreementExpired(agreement_id=agreement_id(), on=date(2027, 1, 1)),
    ]
    assert (await show(working)).state is AgreementState.EXPIRED
    assert await move(working) == []


async def test_two_processes_share_what_the_calendar_moves(working: Working, clock: StoppedClock):
    for number in range(4):
        await register(working, slug=f"nr-{number}", since="2026-04-01", commitments=())
    clock.set("2026-04-01T00:01")

    async with working() as one, working() as other:
        moved = await agreements.move_agreements_by_date(one), await agreements.move_agreements_by_date(other)

    assert moved == (4, 0)


async def test_an_extension_keeps_it_alive(working: Working, clock: StoppedClock):
    await register(working)
    wish = ExtendAgreement(agreement="arjeplog-2026-ml", until=date(2027, 6, 30), reason="Nytt löfte dröjer")
    await do(working, agreements.extend_agreement, wish)

    clock.set("2027-01-01T00:01")
    assert await move(working) == []
    assert (await show(working)).document.validity.until == date(2027, 6, 30)
