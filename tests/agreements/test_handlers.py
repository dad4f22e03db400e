"""What is kept and told when the agreements service is asked, on a real PostgreSQL?"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from schemas.agreements import (
    AddCommitment,
    AgreementActivated,
    AgreementExpired,
    AgreementState,
    CancelCommitment,
    ChangeDueRule,
    CommitmentAdded,
    Count,
    DraftAgreement,
    ExtendAgreement,
    FindMailboxes,
    FunctionAdded,
    FunctionMailboxChanged,
    ListAgreements,
    ReassignCommitment,
    RegisterAgreement,
    SetMailbox,
    ShareAgreement,
    ShowAgreement,
    SignAgreement,
    Window,
    WithdrawAgreement,
)
from schemas.base import Command, Event, Party
from services.agreements import handlers
from services.runtime.errors import Refused
from services.runtime.work import Work
from tests.builders import (
    KOMMUNPOLIS,
    SAMORDNARE,
    a_commitment,
    a_document,
    a_function,
    agreement_id,
    commitment_id,
)
from tests.conftest import MakeDatabase, work_in
from tests.fakes import StoppedClock

FIRST_DAY = date(2026, 1, 1)
Working = Callable[[], AbstractAsyncContextManager[Work]]
Handler = Callable[..., Awaitable[object]]


@pytest.fixture
async def working(database: MakeDatabase, clock: StoppedClock) -> Working:
    url = await database("agreements")
    return lambda: work_in(url, clock)


async def do(working: Working, handler: Handler, wish: Command) -> list[Event]:
    async with working() as work:
        await handler(wish, work)
        return work.facts


async def register(working: Working, **changes: object) -> list[Event]:
    wish = RegisterAgreement(document=a_document(**changes), signed_on=FIRST_DAY)
    return await do(working, handlers.register_agreement, wish)


async def ask(working: Working, handler: Handler, question: object) -> object:
    async with working() as work:
        return await handler(question, work)


async def show(working: Working, ref: str = "arjeplog-2026-ml"):
    return await ask(working, handlers.show_agreement, ShowAgreement(agreement=ref))


async def move(working: Working) -> list[Event]:
    async with working() as work:
        await handlers.move_agreements_by_date(work)
        return work.facts


def words(facts: list[Event]) -> list[str]:
    return [type(fact).__name__ for fact in facts]


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


async def test_a_name_that_another_agreement_has_is_refused(working: Working):
    await register(working)

    with pytest.raises(Refused, match="finns redan en överenskommelse som heter arjeplog-2026-ml"):
        await register(working, id=uuid4(), commitments=())
    with pytest.raises(Refused, match="ett åtagande som heter arjeplog-1 finns redan i en annan"):
        await register(working, slug="annan-2026-ml")


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
    await do(working, handlers.draft_agreement, DraftAgreement(document=a_document()))
    await do(working, handlers.share_agreement, ShareAgreement(agreement="arjeplog-2026-ml", on=date(2026, 2, 1)))
    wish = SignAgreement(agreement="arjeplog-2026-ml", on=date(2026, 2, 9))
    facts = await do(working, handlers.sign_agreement, wish)

    assert words(facts) == ["AgreementSigned", "AgreementActivated"]
    assert (await show(working)).signed_on == date(2026, 2, 9)


async def test_a_withdrawn_draft_is_not_shared(working: Working):
    await do(working, handlers.draft_agreement, DraftAgreement(document=a_document()))
    wish = WithdrawAgreement(agreement=str(agreement_id()), reason="Parterna gick skilda vägar")
    assert words(await do(working, handlers.withdraw_agreement, wish)) == ["AgreementWithdrawn"]

    with pytest.raises(Refused, match="tillbakadragen"):
        await do(working, handlers.share_agreement, ShareAgreement(agreement="arjeplog-2026-ml", on=FIRST_DAY))


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
        moved = await handlers.move_agreements_by_date(one), await handlers.move_agreements_by_date(other)

    assert moved == (4, 0)


async def test_an_extension_keeps_it_alive(working: Working, clock: StoppedClock):
    await register(working)
    wish = ExtendAgreement(agreement="arjeplog-2026-ml", until=date(2027, 6, 30), reason="Nytt löfte dröjer")
    await do(working, handlers.extend_agreement, wish)

    clock.set("2027-01-01T00:01")
    assert await move(working) == []
    assert (await show(working)).document.validity.until == date(2027, 6, 30)


async def test_one_thing_more_is_promised_with_a_new_function(working: Working):
    await register(working)
    school = a_function("skola")
    wish = AddCommitment(
        agreement="arjeplog-2026-ml", commitment=a_commitment("arjeplog-2", by=(school,)), functions=(school,)
    )
    facts = await do(working, handlers.add_commitment, wish)

    assert facts[0] == FunctionAdded(function_id=school.id, party=Party.MUNICIPALITY, role="skola")
    assert isinstance(facts[1], CommitmentAdded)
    card = await show(working)
    assert [commitment.slug for commitment in card.commitments] == ["arjeplog-1", "arjeplog-2"]
    assert school in card.document.functions


async def test_a_commitment_gets_another_rhythm_other_functions_and_an_end(working: Working):
    await register(working)
    twice = Count(min=2, window=Window.YEAR)
    rule = ChangeDueRule(commitment="arjeplog-1", recurrence=twice, by=Party.POLICE, reason="För sällan")
    await do(working, handlers.change_due_rule, rule)
    by_id = ReassignCommitment(commitment=str(commitment_id()), functions=(SAMORDNARE,))
    await do(working, handlers.reassign_commitment, by_id)
    end = CancelCommitment(commitment="arjeplog-1", reason="Ersatt", forum="styrgruppen")
    await do(working, handlers.cancel_commitment, end)

    card = (await show(working)).commitments[0]
    assert card.recurrence == twice
    assert [one.role for one in card.responsible] == ["samordnare"]
    assert card.cancelled


async def test_mail_goes_to_another_mailbox_from_now_on_also_after_importing_again(working: Working):
    await register(working)
    wish = SetMailbox(function_id=SAMORDNARE.id, mailbox="ny@example.se")
    facts = await do(working, handlers.set_mailbox, wish)
    await register(working)

    assert facts == [FunctionMailboxChanged(function_id=SAMORDNARE.id)]
    question = FindMailboxes(functions=(SAMORDNARE.id, KOMMUNPOLIS.id, uuid4()))
    found = await ask(working, handlers.find_mailboxes, question)
    assert {one.mailbox for one in found.mailboxes} == {"ny@example.se", KOMMUNPOLIS.mailbox}


async def test_agreements_are_found_by_county_and_municipality(working: Working):
    await register(working, slug="smakom", municipalities=("2417", "2418", "2506"), commitments=())
    await register(working, slug="haninge", municipalities=("0136",), until=None, commitments=())

    async def found(**where: str) -> list[str]:
        lines = await ask(working, handlers.list_agreements, ListAgreements(**where))
        return [line.slug for line in lines.agreements]

    assert await found() == ["haninge", "smakom"]
    assert await found(county="25") == ["smakom"]
    assert await found(county="24") == ["smakom"]
    assert await found(municipality="2506") == ["smakom"]
    assert await found(county="01", municipality="2506") == []
    lines = (await ask(working, handlers.list_agreements, ListAgreements(county="25"))).agreements
    assert lines[0].counties == ("24", "25")
    assert lines[0].municipalities == ("2417", "2418", "2506")


@pytest.mark.parametrize("ref", ["finns-inte", str(uuid4()), "nul\x00", "';--"], ids=["slug", "uuid", "nul", "quote"])
async def test_what_does_not_exist_is_said_plainly(working: Working, ref: str):
    with pytest.raises(Refused, match="Det finns ingen överenskommelse som heter"):
        await show(working, ref)
    wish = CancelCommitment(commitment=ref, reason="Ersatt", forum="styrgruppen")
    with pytest.raises(Refused, match="Det finns inget åtagande som heter"):
        await do(working, handlers.cancel_commitment, wish)


async def test_a_mailbox_of_no_function_is_refused(working: Working):
    with pytest.raises(Refused, match="det finns ingen funktion"):
        await do(working, handlers.set_mailbox, SetMailbox(function_id=uuid4(), mailbox="ny@example.se"))
