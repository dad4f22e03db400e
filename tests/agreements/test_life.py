"""What is kept and told as an agreement lives on, on a real PostgreSQL?"""

import asyncio
from datetime import date

import pytest

from schemas.agreements import (
    AddSignature,
    AgreementAmended,
    AgreementCard,
    AgreementChanges,
    AgreementRenewed,
    AgreementState,
    AgreementSuperseded,
    AgreementType,
    AmendAgreement,
    AmendCommitment,
    CancelCommitment,
    CarryOver,
    CloseAgreement,
    CommitmentChanges,
    DraftAgreement,
    ExtendByMonths,
    Fate,
    FateWish,
    ListAgreements,
    Once,
    RenewAgreement,
    ReviseAgreement,
    ShareAgreement,
    ShowAgreement,
    SucceedParty,
    SupersedeAgreement,
    TerminateAgreement,
    WithdrawAgreement,
)
from schemas.base import Party
from services.agreements.handlers import agreements, commitments, life, questions
from services.agreements.store import Agreements
from services.runtime.errors import Refused
from tests.agreements.lives import SUCCESSOR, a_checklist
from tests.agreements.working import FIRST_DAY, Working, ask, do, move, register, show, words
from tests.builders import AGREEMENT, a_commitment, a_document, a_function, agreement_id, commitment_id
from tests.fakes import StoppedClock

PARENT = "arjeplog-2025-so"
COLLABORATION = {"type": AgreementType.COLLABORATION_AGREEMENT}
WHY = "Beslut i styrgruppen"


async def begin(working: Working, **changes: object) -> None:
    wish = DraftAgreement(document=a_document(**changes), drafted_by="2506")
    await do(working, agreements.draft_agreement, wish)


async def seen(working: Working, asker: str | None) -> list[str]:
    lines = await ask(working, questions.list_agreements, ListAgreements(asker=asker))
    return [line.slug for line in lines.agreements]


async def card_for(working: Working, asker: str | None, ref: str = AGREEMENT) -> AgreementCard:
    return await ask(working, questions.show_agreement, ShowAgreement(agreement=ref, asker=asker))


async def test_a_draft_is_in_no_list_and_on_no_card_of_another_organisation(working: Working):
    await begin(working)

    assert await seen(working, None) == await seen(working, "2506") == [AGREEMENT]
    assert await seen(working, "police") == await seen(working, "2505") == []
    assert (await card_for(working, "2506")).drafted_by == "2506"
    with pytest.raises(Refused, match=f"Det finns ingen överenskommelse som heter {AGREEMENT}"):
        await card_for(working, "police")

    await do(working, agreements.share_agreement, ShareAgreement(agreement=AGREEMENT, on=FIRST_DAY))

    assert await seen(working, "police") == [AGREEMENT]
    assert (await card_for(working, "police")).shared_on == FIRST_DAY


async def test_a_draft_is_not_seen_under_its_parent_either(working: Working):
    await register(working, slug=PARENT, commitments=(), until=None, **COLLABORATION)
    await begin(working, parent_id=agreement_id(PARENT))

    assert [one.slug for one in (await card_for(working, "2506", PARENT)).children] == [AGREEMENT]
    assert (await card_for(working, "police", PARENT)).children == ()


async def test_two_sign_one_at_a_time_and_the_card_tells_who_and_when(working: Working):
    await begin(working)
    await do(working, agreements.share_agreement, ShareAgreement(agreement=AGREEMENT, on=FIRST_DAY))
    for party, role, day in (
        (Party.POLICE, "lokalpolisområdeschef", date(2026, 1, 7)),
        (Party.MUNICIPALITY, "kommunalråd", date(2026, 1, 5)),
    ):
        wish = AddSignature(agreement=AGREEMENT, party=party, role=role, on=day)
        facts = await do(working, agreements.add_signature, wish)

    assert words(facts) == ["SignatureAdded", "AgreementSigned", "AgreementActivated"]
    card = await show(working)
    assert card.signed_on == date(2026, 1, 7)
    assert [one.on.day for one in card.signatures] == [7, 5]


async def test_an_amendment_is_kept_beside_the_first_wording(working: Working):
    await register(working)
    changes = AgreementChanges(title="Nya löften", registration_numbers={Party.POLICE: "TEST A1"})
    facts = await do(working, life.amend_agreement, AmendAgreement(agreement=AGREEMENT, changes=changes, reason=WHY))

    assert isinstance(facts[0], AgreementAmended)
    card = await show(working)
    assert (card.version, card.document.title) == (2, "Nya löften")
    assert (await ask(working, questions.list_agreements, ListAgreements())).agreements[0].title == "Nya löften"
    assert await register(working) == []  # the same document again is still the same


async def test_a_commitment_is_amended_in_a_version_of_its_agreement(working: Working):
    await register(working)
    wish = AmendCommitment(commitment="arjeplog-1", changes=CommitmentChanges(text="Nattvandring"), reason=WHY)
    await do(working, life.amend_commitment, wish)

    card = await show(working)
    assert (card.version, card.commitments[0].text) == (2, "Nattvandring")


async def test_words_functions_and_rhythm_of_a_commitment_change_together_or_not_at_all(working: Working):
    await register(working)
    school = a_function("skola")
    both = AmendCommitment(
        commitment="arjeplog-1",
        changes=CommitmentChanges(text="Nattvandring"),
        reason=WHY,
        functions=(school,),
        recurrence=Once(due=date(2026, 5, 1)),
        by=Party.POLICE,
    )
    late = both.model_copy(update={"recurrence": Once(due=date(2030, 1, 1))})
    with pytest.raises(Refused, match="utanför giltighetstiden"):
        await do(working, life.amend_commitment, late)
    assert (await show(working)).commitments[0].text != "Nattvandring"

    facts = await do(working, life.amend_commitment, both)
    assert words(facts)[-3:] == ["CommitmentAmended", "CommitmentReassigned", "CommitmentDueRuleChanged"]
    (one,) = (await show(working)).commitments
    assert (one.text, one.responsible[0].role, one.recurrence) == ("Nattvandring", "skola", Once(due=date(2026, 5, 1)))


async def test_a_draft_that_gets_other_municipalities_is_found_there_and_not_where_it_was(working: Working):
    await do(working, agreements.draft_agreement, DraftAgreement(document=a_document(), drafted_by="police"))
    moved = AmendAgreement(agreement=AGREEMENT, changes=AgreementChanges(municipalities=("2505",)), reason=WHY)
    with pytest.raises(Refused, match="kommunpolis hos polisen i Arjeplog svarar för åtagandet"):
        await do(working, life.amend_agreement, moved)
    (one,) = (await show(working)).commitments
    await do(working, commitments.cancel_commitment, CancelCommitment(commitment=one.slug, reason="Nytt", forum="BRÅ"))
    await do(working, life.amend_agreement, moved)

    for code, there in (("2505", 1), ("2506", 0)):
        assert (
            len((await ask(working, questions.list_agreements, ListAgreements(municipality=code))).agreements) == there
        )


async def test_an_agreement_is_found_by_its_successor_municipality_from_then_on(working: Working):
    await register(working)
    wish = SucceedParty(
        agreement=AGREEMENT, party=Party.MUNICIPALITY, was="2506", now="2505", on=FIRST_DAY, reason="Sammanslagning"
    )
    await do(working, life.succeed_party, wish)

    line = (await ask(working, questions.list_agreements, ListAgreements(municipality="2505"))).agreements[0]
    assert line.municipalities == ("2505",)
    assert (await ask(working, questions.list_agreements, ListAgreements(municipality="2506"))).agreements == ()
    assert (await show(working)).commitments[0].slug == "arjeplog-1"


async def test_notice_is_kept_and_the_calendar_terminates(working: Working, clock: StoppedClock):
    await register(working, notice_months=1)
    wish = TerminateAgreement(agreement=AGREEMENT, given_on=FIRST_DAY, on=date(2026, 6, 1), reason=WHY, forum="BRÅ")
    assert words(await do(working, life.terminate_agreement, wish)) == ["NoticeGiven"]
    card = await show(working)
    assert (card.state, card.notice.ends_on) == (AgreementState.ACTIVE, date(2026, 6, 1))

    clock.forward(days=200)
    assert words(await move(working)) == ["AgreementTerminated"]
    assert (await show(working)).state is AgreementState.TERMINATED


async def successor(working: Working) -> None:
    await register(working)
    await register(working, slug=SUCCESSOR, commitments=(a_commitment("ny-1", agreement=SUCCESSOR),))


async def test_what_is_superseded_names_its_successor_and_what_goes_on_in_it(working: Working):
    await successor(working)
    fate = FateWish(commitment="arjeplog-1", fate=Fate.CARRIED_OVER, carried_to="ny-1")
    wish = SupersedeAgreement(agreement=AGREEMENT, successor=SUCCESSOR, on=FIRST_DAY, fates=(fate,))
    facts = await do(working, life.supersede_agreement, wish)

    assert [type(fact) for fact in facts] == [AgreementSuperseded, AgreementRenewed]
    assert [fact.about for fact in facts] == [f"agreement/{agreement_id()}", f"agreement/{agreement_id(SUCCESSOR)}"]
    old, new = await show(working), await show(working, SUCCESSOR)
    assert (old.state, old.successor_id) == (AgreementState.SUPERSEDED, new.document.id)
    assert old.commitments[0].fate.carried_to == commitment_id("ny-1", SUCCESSOR)
    assert new.renews == (old.document.id,)
    assert new.commitments[0].carried_over


async def test_two_that_supersede_each_other_at_once_do_not_both(working: Working):
    await successor(working)

    def wish(old: str, new: str, was: str, now: str) -> SupersedeAgreement:
        fate = FateWish(commitment=was, fate=Fate.CARRIED_OVER, carried_to=now)
        return SupersedeAgreement(agreement=old, successor=new, on=FIRST_DAY, fates=(fate,))

    both = await asyncio.gather(
        do(working, life.supersede_agreement, wish(AGREEMENT, SUCCESSOR, "arjeplog-1", "ny-1")),
        do(working, life.supersede_agreement, wish(SUCCESSOR, AGREEMENT, "ny-1", "arjeplog-1")),
        return_exceptions=True,
    )

    assert sorted(type(one) for one in both if isinstance(one, Refused)) == [Refused]
    assert {(await show(working)).state, (await show(working, SUCCESSOR)).state} == {
        AgreementState.ACTIVE,
        AgreementState.SUPERSEDED,
    }


async def test_what_expired_is_renewed_and_closed_with_its_checklist(working: Working, clock: StoppedClock):
    await register(working, since="2025-01-01", until="2025-12-31")
    await register(working, slug=SUCCESSOR, commitments=(a_commitment("ny-1", agreement=SUCCESSOR),))
    carried = (CarryOver(was="arjeplog-1", now="ny-1"),)
    await do(working, life.renew_agreement, RenewAgreement(agreement=SUCCESSOR, renews=AGREEMENT, carried=carried))
    on = FIRST_DAY
    await do(working, life.close_agreement, CloseAgreement(agreement=AGREEMENT, on=on, checklist=a_checklist(on)))

    old, new = await show(working), await show(working, SUCCESSOR)
    assert (old.state, old.checklist) == (AgreementState.CLOSED, a_checklist(on))
    assert new.renews == (old.document.id,)
    assert new.commitments[0].carried_over


async def test_extending_by_months_and_revising_are_kept(working: Working):
    await register(working, revision_interval_months=12)
    wish = ExtendByMonths(agreement=AGREEMENT, months=2, reason=WHY)
    await do(working, agreements.extend_by_months, wish)
    await do(working, agreements.revise_agreement, ReviseAgreement(agreement=AGREEMENT, on=FIRST_DAY, forum="BRÅ"))

    card = await show(working)
    assert card.document.validity.until == date(2027, 2, 28)
    assert (card.revised_on, card.revision_due) == (FIRST_DAY, date(2027, 1, 1))


def a_plan(year: int = 2026, **changes: object) -> dict[str, object]:
    fields = {"slug": f"plan-{year}", "plan_year": year, "parent_id": agreement_id(PARENT), "commitments": ()}
    return COLLABORATION | fields | changes


async def test_action_plans_stand_by_year_under_their_agreement(working: Working):
    await register(working, slug=PARENT, commitments=(), until=None, **COLLABORATION)
    await register(working, **a_plan())

    card = await show(working, PARENT)
    assert [(one.slug, one.plan_year) for one in card.children] == [("plan-2026", 2026)]
    assert (await show(working, "plan-2026")).parent.slug == PARENT
    with pytest.raises(Refused, match="plan-2026 är redan åtgärdsplan för 2026"):
        await register(working, **a_plan(slug="plan-igen"))
    end = TerminateAgreement(agreement=PARENT, given_on=FIRST_DAY, reason=WHY, forum="BRÅ")
    with pytest.raises(Refused, match="Åtgärdsplanen plan-2026 under arjeplog-2025-so är aktiv"):
        await do(working, life.terminate_agreement, end)


async def test_a_year_gets_one_plan_also_when_two_are_begun_at_once(working: Working):
    await register(working, slug=PARENT, commitments=(), until=None, **COLLABORATION)

    both = await asyncio.gather(
        register(working, **a_plan()), register(working, **a_plan(slug="plan-igen")), return_exceptions=True
    )

    assert [type(one) for one in both if isinstance(one, Exception)] == [Refused]


async def test_no_agreement_comes_to_stand_under_itself_by_way_of_others(working: Working):
    await register(working, slug="a", commitments=(), parent_id=agreement_id("b"), **COLLABORATION)
    await register(working, slug="b", commitments=(), **COLLABORATION)

    below = AmendAgreement(agreement="b", changes=AgreementChanges(parent_id=agreement_id("a")), reason=WHY)
    with pytest.raises(Refused, match="b kan inte stå under sig själv"):
        await do(working, life.amend_agreement, below)


async def test_an_amendment_waits_for_the_parent_before_it_locks_what_comes_after_it(working: Working):
    parent, child = sorted(("so-1", "so-2"), key=agreement_id)
    for slug in (parent, child):
        await register(working, slug=slug, commitments=(), **COLLABORATION)
    below = AmendAgreement(agreement=child, changes=AgreementChanges(parent_id=agreement_id(parent)), reason=WHY)

    async with asyncio.timeout(10), working() as other:
        await Agreements(other.connection).take(parent)
        amending = asyncio.create_task(do(working, life.amend_agreement, below))
        await asyncio.sleep(0.3)
        assert await Agreements(other.connection).take(child)

    assert words(await amending) == ["AgreementAmended"]
    assert (await show(working, child)).parent.slug == parent


async def test_a_withdrawn_plan_gives_its_year_back(working: Working):
    await register(working, slug=PARENT, commitments=(), until=None, **COLLABORATION)
    await do(working, agreements.draft_agreement, DraftAgreement(document=a_document(**a_plan())))
    await do(working, agreements.withdraw_agreement, WithdrawAgreement(agreement="plan-2026", reason=WHY))

    await register(working, **a_plan(slug="plan-igen"))
